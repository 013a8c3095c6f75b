import Diagnostics

extension Mistake.Kind {
  static let countedWord = Mistake.Kind(
    "counted-word", "A word that a sentence cannot count",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {policies: integer}
          states: {status: [active, closed]}
          transitions:
            close: {confirm: {ask: "Close with {policies, policy}?"}}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {policies: integer}
          states: {status: [active, closed]}
          transitions:
            close: {confirm: {ask: "Close with {policies, policy, policies}?"}}

      """,
    reason: """
      '{n, item}' in a sentence shows a number with what it counts: "1 item", "3 items". A word \
      whose plural takes more than an s is followed by it: '{n, policy, policies}'.
      """)
}

extension Mistake {
  static func countsNothing() -> Mistake {
    Mistake(.countedWord, "there is no number before this word", label: "write {n, item}")
  }

  static func noCountedWord() -> Mistake {
    Mistake(
      .countedWord, "there is no word behind the comma", label: "leave out the comma",
      replacement: "")
  }

  static func tooManyCountedWords(_ number: String, _ words: [String]) -> Mistake {
    let meant = words.prefix(2).joined(separator: ", ")
    return Mistake(
      .countedWord, "a number is followed by a word for one and a word for several",
      label: "write {\(number), \(meant)}", replacement: "")
  }

  /// - Parameter formula: What stands where a word is expected.
  static func countedFormula(_ formula: String, edits: [Mend.Edit]) -> Mistake {
    Mistake(
      .countedWord, "what stands behind the comma is shown as it is, and '\(formula)' is a formula",
      label: "put each formula into braces of its own", edits: edits)
  }

  /// A word in quotes, or one such as 'item(s)'.
  static func decoratedWord(_ word: String) -> Mistake {
    Mistake(
      .countedWord, "what is counted is a word alone", label: "write \(word)", replacement: word)
  }

  static func notCounted(_ text: String, _ isList: Bool, rest: SourceRange) -> Mistake {
    Mistake(
      .countedWord, "only a number is followed by what it counts, and '\(text)' is none",
      label: isList ? "write count(\(text))" : "leave out the comma and what is behind it",
      replacement: isList ? "count(\(text))" : nil, edits: isList ? [] : [.init(rest, "")])
  }

  static func unclearPlural(_ one: String, _ many: String) -> Mistake {
    Mistake(
      .countedWord, "the plural of '\(one)' takes more than an s", label: "write \(one), \(many)",
      replacement: "\(one), \(many)")
  }
}
