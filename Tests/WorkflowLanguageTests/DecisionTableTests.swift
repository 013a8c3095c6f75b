import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("Decision tables")
struct DecisionTableTests {
  private static let columns = "{kind: item.kind, days: integer}"

  private static func text(_ table: String) -> String {
    """
    workflow: loans
    records:
      item:
        fields:
          kind: {choice: [book, dvd, game]}
          days: {type: integer, default: 0}
          weight: {type: decimal, default: 0}
          tier: text?
          returned: date?
          lent: {type: date, default: 2026-01-01}
          late: boolean
        states: {status: [out, back]}
    tables:
      fee:
    \(table.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))

    """
  }

  private static func rows(
    _ rows: [String], columns: String = columns, gives: String = "decimal", first: Bool = false
  ) -> String {
    """
    columns: \(columns)
    gives: \(gives)
    \(first ? "first: true" : "# each once")
    rows:
    \(rows.map { "  - \($0)" }.joined(separator: "\n"))
    """
  }

  private static func load(
    _ table: String, _ files: [String: String] = [:]
  ) -> [Diagnostic] {
    DefinitionLoader().load(
      SourceFile(name: "w.yaml", text: text(table)), parts: PartSource(files)
    ).diagnostics
  }

  private static func shown(_ found: [Diagnostic]) -> String {
    found.map(DiagnosticRenderer(color: false).render).joined()
  }

  /// A table's rows and the cases that are left out, as rows.
  struct Gap: CustomTestStringConvertible {
    let columns: String
    let rows: [String]
    let missing: [String]

    init(_ columns: String, _ rows: [String], missing: [String]) {
      self.columns = columns
      self.rows = rows
      self.missing = missing
    }

    var testDescription: String { "\(columns) \(rows)" }
  }

  @Test(
    "a case without a row is shown as the row that is missing, and all is well with it",
    arguments: [
      Gap("{kind: item.kind}", ["[book, 1]", "[dvd, 2]"], missing: ["[game, ?]"]),
      Gap("{kind: item.kind}", ["[book, 1]"], missing: ["[[dvd, game], ?]"]),
      Gap("{kind: item.kind}", ["[not book, 1]"], missing: ["[book, ?]"]),
      Gap("{status: item.status}", ["[out, 1]"], missing: ["[back, ?]"]),
      Gap("{days: integer}", ["[< 18, 1]", "['> 65', 1]"], missing: ["[18..65, ?]"]),
      Gap("{days: integer}", ["[18..65, 1]"], missing: ["[< 18, ?]", "[66.., ?]"]),
      Gap("{days: integer}", ["[18.., 1]", "[..16, 2]"], missing: ["[17, ?]"]),
      Gap("{weight: decimal}", ["[< 1.5, 1]", "['> 1.5', 2]"], missing: ["[1.5, ?]"]),
      Gap("{weight: decimal}", ["[..<1.5, 1]", "[2.., 2]"], missing: ["[1.5..<2, ?]"]),
      Gap("{weight: decimal}", ["[..1.5, 1]", "[2.., 2]"], missing: ["[1.5<..<2, ?]"]),
      Gap("{weight: decimal}", ["[..1.5, 1]"], missing: ["[1.5<.., ?]"]),
      Gap("{late: boolean}", ["[true, 1]"], missing: ["[false, ?]"]),
      Gap("{tier: text}", ["[gold, 1]", "[silver, 2]"], missing: ["['not gold, silver', ?]"]),
      Gap("{tier: text}", ["[not gold, 1]"], missing: ["[gold, ?]"]),
      Gap("{tier: text?}", ["[gold, 1]", "[not gold, 1]"], missing: []),
      Gap("{returned: date?}", ["[..2026-03-10, 1]"], missing: ["[[null, 2026-03-11..], ?]"]),
      Gap(
        "{lent: date}", ["[2026-01-01..2026-12-31, 1]"],
        missing: ["[< 2026-01-01, ?]", "[2027-01-01.., ?]"]),
      Gap("{wait: duration}", ["[< 2d, 1]"], missing: ["[172800s.., ?]"]),
      Gap(
        "{kind: item.kind, days: integer}", ["[book, < 18, 1]", "[dvd, -, 2]"],
        missing: ["[[book, game], 18.., ?]", "[game, < 18, ?]"]),
      Gap(
        "{kind: item.kind, days: integer}", ["[book, -, 1]", "[-, < 5, 1]", "[dvd, 5.., 1]"],
        missing: ["[game, 5.., ?]"]),
    ])
  func gaps(gap: Gap) {
    var rows = gap.rows
    // The middle one is ambiguous as it stands, and is only looked at for its gap.
    let isFirst = gap.rows.contains("[-, < 5, 1]")
    let found = Self.load(Self.rows(rows, columns: gap.columns, first: isFirst))
    if gap.missing.isEmpty {
      #expect(found.isEmpty, "\(Self.shown(found))")
      return
    }
    #expect(found.map(\.code) == ["missing-case"], "\(Self.shown(found))")
    let told = found.first.map { diagnostic in
      [diagnostic.message.replacing("no row of 'fee' is for ", with: "")]
        + diagnostic.notes.map { $0.message.replacing("nor for ", with: "") }
    }
    #expect(told.map(Set.init) == Set(gap.missing), "\(Self.shown(found))")
    #expect(found.first?.range?.text == "fee")
    // Followed to the letter, it is put right.
    rows += (told ?? []).map { $0.replacing("?]", with: "9]") }
    let mended = Self.load(Self.rows(rows, columns: gap.columns, first: isFirst))
    #expect(mended.isEmpty, "\(rows) \(Self.shown(mended))")
  }

  @Test(
    "a case with two rows is shown, with both places",
    arguments: [
      (["[book, -, 1]", "[-, < 5, 2]", "[not book, 5.., 3]"], "[book, < 5, ?]"),
      (["[-, < 5, 1]", "[-, 4.., 2]"], "[-, 4, ?]"),
      (["[-, -, 1]", "[game, 3, 2]"], "[game, 3, ?]"),
    ])
  func overlaps(rows: [String], shown: String) {
    let found = Self.load(Self.rows(rows))
    #expect(found.map(\.code) == ["ambiguous-case"], "\(Self.shown(found))")
    #expect(found.first?.message == "two rows of 'fee' are for \(shown)")
    #expect(found.first?.notes.first?.range?.text == rows[0])
    // As the label says.
    #expect(!Self.load(Self.rows(rows, first: true)).hasErrors)
  }

  @Test("a row that is never reached is told")
  func unreached() {
    let found = Self.load(Self.rows(["[book, -, 1]", "[-, -, 2]", "[dvd, 3, 2]"], first: true))
    #expect(found.map(\.code) == ["unreached-row"], "\(Self.shown(found))")
    #expect(found.first?.range?.text == "[dvd, 3, 2]")
  }

  /// A table that is sound, with one thing wrong in it.
  struct Slip: CustomTestStringConvertible {
    let right: String
    let wrong: String
    let code: String
    let marked: String
    /// Whether the program puts it right, and then as it was.
    var isMended = false

    init(_ right: String, _ wrong: String, _ code: String, _ marked: String, isMended: Bool = false)
    {
      self.right = right
      self.wrong = wrong
      self.code = code
      self.marked = marked
      self.isMended = isMended
    }

    var testDescription: String { wrong }
  }

  private static let sound = rows(["[book, < 5, 1.50]", "[book, 5.., 2]", "[[dvd, game], -, 3]"])

  @Test(
    "a slip is told once, at its place",
    arguments: [
      Slip("columns:", "colums:", "unknown-key", "colums", isMended: true),
      Slip("gives: decimal", "# gives", "missing-key", "fee"),
      Slip("gives: decimal", "gives: decimal?", "wrong-cell", "decimal?", isMended: true),
      Slip("gives: decimal", "gives: item", "wrong-cell", "item"),
      Slip("gives: decimal", "gives: decmal", "unknown-type", "decmal", isMended: true),
      Slip("item.kind", "item.knd", "unknown-field", "item.knd"),
      Slip("item.kind", "itm.kind", "unknown-type", "itm.kind"),
      Slip("days: integer", "days: item", "wrong-cell", "item"),
      Slip("days: integer", "days: null", "empty-key", "days"),
      Slip("# each once", "first: yes", "wrong-value", "yes"),
      Slip("# each once", "from: fees.csv", "misplaced-key", "from"),
      Slip("[book, < 5, 1.50]", "[book, < 5]", "wrong-cell", "[book, < 5]"),
      Slip("[book, < 5, 1.50]", "{kind: book}", "wrong-shape", "{kind: book}"),
      Slip("[book, < 5, 1.50]", "[boook, < 5, 1.50]", "value-type", "boook", isMended: true),
      Slip("[book, < 5, 1.50]", "[book, < five, 1.50]", "value-type", "< five"),
      Slip("[book, < 5, 1.50]", "[book, < 5, one]", "value-type", "one"),
      Slip("[book, < 5, 1.50]", "[book, < 5, null]", "wrong-shape", "null"),
      Slip("[book, < 5, 1.50]", "[< book, < 5, 1.50]", "wrong-cell", "< book"),
      Slip("[book, < 5, 1.50]", "[=book, < 5, 1.50]", "wrong-cell", "=book", isMended: true),
      Slip("[book, 5.., 2]", "[book, 5..3, 2]", "wrong-cell", "5..3"),
      Slip("[book, 5.., 2]", "[book, .., 2]", "wrong-cell", ".."),
      Slip("[[dvd, game], -, 3]", "[[dvd, game], any, 3]", "wrong-cell", "any", isMended: true),
      Slip("[[dvd, game], -, 3]", "[[dvd, game], null, 3]", "wrong-cell", "null", isMended: true),
      Slip("[[dvd, game], -, 3]", "[[dvd, game], [-], 3]", "wrong-cell", "-"),
      Slip("[[dvd, game], -, 3]", "[[], -, 3]", "wrong-cell", "[]"),
      Slip("[[dvd, game], -, 3]", "[{dvd: 1}, -, 3]", "wrong-shape", "{dvd: 1}"),
    ])
  func slips(slip: Slip) throws {
    try #require(Self.sound.contains(slip.right))
    let wrong = Self.sound.replacing(slip.right, with: slip.wrong, maxReplacements: 1)
    let found = Self.load(wrong)
    #expect(found.map(\.code) == [slip.code], "\(Self.shown(found))")
    #expect(found.first?.range?.text == slip.marked, "\(Self.shown(found))")
    guard slip.isMended else { return }
    var mending = Mending(SourceFile(name: "w.yaml", text: Self.text(wrong))) {
      DefinitionLoader().load($0).diagnostics
    }
    mending.run()
    #expect(String(decoding: mending.file.bytes, as: UTF8.self) == Self.text(Self.sound))
  }

  @Test("a name has one meaning", arguments: ["sum", "has", "today"])
  func names(name: String) {
    let text = Self.text(Self.sound).replacing("  fee:\n", with: "  \(name):\n")
    let found = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
    #expect(found.map(\.code) == ["reserved-name"], "\(Self.shown(found))")
  }

  @Test(
    "rows may stand in a file beside it",
    arguments: [
      ("kind,days,gives\nbook,< 5,1.50\nbook,5..,2\n\"[dvd, game]\",-,3\n", nil, ""),
      ("days;fee;kind\n< 5;1.50;book\n5..;2;book\n-;3;[dvd, game]\n", nil, ""),
      (
        "kind,days,gives\nbook,< 5,1.50\nbook,5..,2\n\"dvd, game\",-,3\n", "wrong-cell",
        "\"dvd, game\""
      ),
      ("kind,days,gives\nbook,< 5,1.50\n", "missing-case", "fee"),
      ("kind,days,gives\nboook,< 5,1.50\n", "value-type", "boook"),
      ("kind,days,gives\nbook,,1.50\n", "wrong-cell", ""),
      ("kind,dais,gives\nbook,< 5,1.50\n", "unknown-key", "dais"),
      ("kind,gives\nbook,1.50\n", "missing-key", "kind"),
      ("kind,kind,gives\nbook,book,1.50\n", "name-taken", "kind"),
      ("kind,days,gives\nbook,< 5\n", "unreadable-table", "fees.csv"),
      ("kind,days,gives\n", "unreadable-table", "fees.csv"),
      ("", "unreadable-table", "fees.csv"),
    ])
  func tables(file: String, code: String?, marked: String) {
    let table = "columns: \(Self.columns)\ngives: decimal\nfrom: fees.csv"
    let found = Self.load(table, ["fees.csv": file])
    #expect(found.map(\.code) == (code.map { [$0] } ?? []), "\(Self.shown(found))")
    if code != nil { #expect(found.first?.range?.text == marked, "\(Self.shown(found))") }
  }

  @Test("the file beside it is part of what the definition's hash covers")
  func hash() {
    let table = "columns: {kind: item.kind}\ngives: decimal\nfrom: fees.csv"
    let hashes = ["kind,gives\n-,1\n", "kind,gives\n-,2\n"].map { file in
      DefinitionLoader().load(
        SourceFile(name: "w.yaml", text: Self.text(table)), parts: PartSource(["fees.csv": file])
      ).definition?.hash
    }
    #expect(hashes[0] != nil && hashes[0] != hashes[1])
  }

  @Test(
    "formulas call it with its columns in their order",
    arguments: [
      ("fee(kind, days)", nil), ("fee(\"book\", 3)", nil), ("fee(kind, days + 1) * 2", nil),
      ("fee(kind)", "wrong-argument-count"), ("fee(days, kind)", "type-mismatch"),
      ("fees(kind, days)", "unknown-function"),
    ])
  func calls(formula: String, code: String?) {
    let text = Self.text(Self.sound).replacing(
      "    states:", with: "      due: {formula: '\(formula)'}\n    states:")
    let found = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
    #expect(found.map(\.code) == (code.map { [$0] } ?? []), "\(Self.shown(found))")
  }
}
