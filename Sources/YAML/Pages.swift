public import Diagnostics

/// The pages of all diagnostics a YAML file can have, by what they are about.
///
/// The examples of limits and encodings describe the file instead of showing it.
public let codes: [DiagnosticPage] = structurePages + strictnessPages + characterPages + limitPages

private let structurePages = [
  DiagnosticPage(
    code: "unclosed-quote", title: "A quote is never closed",
    bad: "title: \"Close the account\nversion: 1\n",
    good: "title: \"Close the account\"\nversion: 1\n",
    reason: "Everything behind an opening quote is text until the same quote stands there again."),
  DiagnosticPage(
    code: "text-after-quote", title: "More text follows a closing quote",
    bad: "ask: 'It's too late'\n",
    good: "ask: 'It''s too late'\n",
    reason: """
      A quoted value ends at the closing quote. An apostrophe inside single quotes is written \
      twice; inside double quotes it stands as it is.
      """),
  DiagnosticPage(
    code: "colon-in-text", title: "A text without quotes contains ': '",
    bad: "ask: Please note: this cannot be undone\n",
    good: "ask: \"Please note: this cannot be undone\"\n",
    reason: "A colon and a space part a key from its value, so a text that has both needs quotes."),
  DiagnosticPage(
    code: "reserved-character", title: "A text begins with a character that means something else",
    bad: "otherwise: {name} is locked\n",
    good: "otherwise: \"{name} is locked\"\n",
    reason: """
      At the start of a value [ { * & ! | > % @ and ` have a meaning of their own in YAML. A text \
      that begins with one of them needs quotes.
      """),
  DiagnosticPage(
    code: "text-dash", title: "An item that begins with a dash of typography",
    bad: "effects:\n  – {for: lines, send: close}\n",
    good: "effects:\n  - {for: lines, send: close}\n",
    reason: """
      An item of a list begins with the minus sign of the keyboard and a space. Programs for texts \
      make longer dashes and dots of it, which are letters of a text here.
      """),
  DiagnosticPage(
    code: "missing-colon", title: "A key without a colon",
    bad: "version: 1\ntitle\nworkflow: account\n",
    good: "version: 1\ntitle: Accounts\nworkflow: account\n",
    reason: "Each line of a mapping is a key, a colon, a space and a value."),
  DiagnosticPage(
    code: "missing-value", title: "A value is missing",
    bad: "states: [active, , closed]\n",
    good: "states: [active, closed]\n",
    reason: "Between two commas there must be something."),
  DiagnosticPage(
    code: "bad-indentation", title: "A line is indented wrongly",
    bad: "from: active\n  to: closed\n",
    good: "from: active\nto: closed\n",
    reason: """
      The spaces in front of a line say what it belongs to. Entries of one mapping and items of \
      one list begin in the same column.
      """),
  DiagnosticPage(
    code: "unclosed-bracket", title: "A bracket is never closed",
    bad: "states: [active, closed\nversion: 1\n",
    good: "states: [active, closed]\nversion: 1\n",
    reason: "A list in brackets goes on until its closing bracket, over lines too."),
  DiagnosticPage(
    code: "bad-escape", title: "A backslash that means nothing",
    bad: "path: \"C:\\data\"\n",
    good: "path: 'C:\\data'\n",
    reason: """
      Inside double quotes a backslash begins a special character such as \\n. Inside single \
      quotes it is an ordinary character.
      """),
  DiagnosticPage(
    code: "bad-block-text", title: "Text on the line of '|' or '>'",
    bad: "ask: > Really close it?\n",
    good: "ask: >\n  Really close it?\n",
    reason: "A block of text begins on the line after its sign, further indented than its key."),
  DiagnosticPage(
    code: "yaml-syntax", title: "The file is not YAML",
    bad: "(a mistake that has no name of its own)",
    good: "(a file in which every line is a key and its value, or an item of a list)",
    reason: "The lines above the place decide what may follow: their quotes and indentation."),
]

private let strictnessPages = [
  DiagnosticPage(
    code: "duplicate-key", title: "A key stands twice in the same mapping",
    bad: "from: active\nto: closed\nfrom: locked\n",
    good: "from: [active, locked]\nto: closed\n",
    reason: "One of the two would be lost without a word."),
  DiagnosticPage(
    code: "anchor", title: "Anchors are not allowed",
    bad: "guards: &usual [paid]\n",
    good: "guards: [paid]\n",
    reason: """
      What a line says should stand in that line. A text that begins with & needs quotes.
      """),
  DiagnosticPage(
    code: "alias", title: "Aliases are not allowed",
    bad: "guards: *usual\n",
    good: "guards: [paid]\n",
    reason: """
      What a line says should stand in that line, and a file of aliases can grow without bounds. \
      A text that begins with * needs quotes.
      """),
  DiagnosticPage(
    code: "merge-key", title: "The merge key is not allowed",
    bad: "close:\n  <<: {from: active}\n  to: closed\n",
    good: "close:\n  from: active\n  to: closed\n",
    reason: "It is no part of YAML 1.2, and a reader would have to put the entries together."),
  DiagnosticPage(
    code: "tag", title: "Tags are not allowed",
    bad: "when: !paid\n",
    good: "when: \"!paid\"\n",
    reason: """
      The types of values are given by what they are used for. A text that begins with ! needs \
      quotes.
      """),
  DiagnosticPage(
    code: "complex-key", title: "A key that is no plain name",
    bad: "{name: a}: 1\n",
    good: "a: 1\n",
    reason: "Keys are names that people say aloud; lists, mappings and the sign '?' are no names."),
  DiagnosticPage(
    code: "empty-key", title: "A colon without a key",
    bad: ": active\n",
    good: "from: active\n",
    reason: "A value without a name cannot be asked for."),
  DiagnosticPage(
    code: "directive", title: "Lines with '%' are not allowed",
    bad: "%YAML 1.1\n---\na: 1\n",
    good: "a: 1\n",
    reason: "A file is always YAML 1.2; nothing in it changes how it is read."),
  DiagnosticPage(
    code: "several-documents", title: "A file with more than one document",
    bad: "a: 1\n---\nb: 2\n",
    good: "a: 1\n",
    reason: "One file is one thing, so that its name says what it is."),
]

private let characterPages = [
  DiagnosticPage(
    code: "tab", title: "A tab outside quotes",
    bad: "close:\n\tfrom: active\n",
    good: "close:\n  from: active\n",
    reason: "A tab is as wide as each editor likes, and the width of indentation has a meaning."),
  DiagnosticPage(
    code: "foreign-space", title: "A space of typography where the structure needs a plain one",
    bad: "from:\u{A0}active\n",
    good: "from: active\n",
    reason: """
      Programs for texts put in spaces that do not break, and they look like others. Around a key \
      or a value without quotes only plain ones count; inside a text they are part of it.
      """),
  DiagnosticPage(
    code: "control-character", title: "An invisible character",
    bad: "title: Bell\u{7}\n",
    good: "title: Bell\n",
    reason: "What cannot be seen cannot be reviewed; it often comes in by copying."),
  DiagnosticPage(
    code: "invalid-utf8", title: "A byte that is not UTF-8",
    bad: "(a file saved as Latin-1 or Windows-1252)",
    good: "(the same file saved as UTF-8)",
    reason: "Other encodings would turn letters such as ü into different ones."),
  DiagnosticPage(
    code: "wrong-encoding", title: "A file in UTF-16 or UTF-32",
    bad: "(a file saved as \"Unicode\")",
    good: "(the same file saved as UTF-8)",
    reason: "All files are UTF-8, so that every tool reads the same characters."),
]

private let limitPages = [
  DiagnosticPage(
    code: "file-too-large", title: "A file beyond the limit",
    bad: "(a file of more than 16 MB)",
    good: "(several smaller files)",
    reason: "A file that large is an accident or an attack."),
  DiagnosticPage(
    code: "nesting-too-deep", title: "Lists and mappings too deep inside each other",
    bad: String(repeating: "[", count: 65) + "a" + String(repeating: "]", count: 65) + "\n",
    good: "[[a]]\n",
    reason: "Nobody can read it, and reading it costs more than its size."),
  DiagnosticPage(
    code: "too-many-values", title: "More values than a file may hold",
    bad: "(a file of more than 2 000 000 values)",
    good: "(several smaller files)",
    reason: "A file that large is an accident or an attack."),
  DiagnosticPage(
    code: "text-too-long", title: "A text beyond the limit",
    bad: "(a text of more than 1 MB)",
    good: "(a shorter text)",
    reason: "A text that long is an accident or an attack."),
  DiagnosticPage(
    code: "too-many-problems", title: "More problems than are shown",
    bad: "(a file with more than 100 problems)",
    good: "(the same file with the shown problems put right)",
    reason: "Many problems often have one cause; the next run shows those that are left."),
]
