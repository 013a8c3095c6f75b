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
    time_zone: Europe/Berlin
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
      Gap("{wait: duration}", ["[< 2d, 1]"], missing: ["[2d.., ?]"]),
      Gap("{wait: duration}", ["[..90m, 1]"], missing: ["[90m<.., ?]"]),
      Gap(
        "{at: timestamp}", ["[..<2026-03-10T09:00:00Z, 1]"],
        missing: ["[2026-03-10T09:00:00Z.., ?]"]),
      // Winter time of the workflow's zone.
      Gap(
        "{at: timestamp}", ["[..<2026-03-10T09:00, 1]"], missing: ["[2026-03-10T08:00:00Z.., ?]"]),
      // Between two microseconds there are times, and between decimals of 17 digits no others.
      Gap(
        "{at: timestamp}",
        ["[..2026-03-10T09:00:00Z, 1]", "[2026-03-10T09:00:00.000001Z.., 2]"],
        missing: ["[2026-03-10T09:00:00Z<..<2026-03-10T09:00:00.000001Z, ?]"]),
      Gap(
        "{at: timestamp}", ["[..2026-03-10T09:00:00Z, 1]", "[2026-03-10T09:00:00Z<.., 2]"],
        missing: []),
      Gap(
        "{at: timestamp}", ["[..9999-12-31T23:59:59.999999Z, 1]"],
        missing: ["[9999-12-31T23:59:59.999999Z<.., ?]"]),
      Gap(
        "{weight: decimal}", ["[..99999999.99999998, 1]", "[99999999.99999999.., 2]"],
        missing: ["[99999999.99999998<..<99999999.99999999, ?]"]),
      Gap(
        "{weight: decimal}", ["[..999999999.99999998, 1]", "[999999999.99999999.., 2]"],
        missing: []),
      Gap("{tier: text}", [#"["a\nb", 1]"#], missing: [#"["not 'a\nb'", ?]"#]),
      Gap("{tier: text}", [#"["not 'a\nb'", 1]"#], missing: [#"["a\nb", ?]"#]),
      Gap("{days: integer?}", ["[null, 1]"], missing: ["[not null, ?]"]),
      Gap("{days: integer?}", ["[not null, 1]"], missing: ["[null, ?]"]),
      Gap("{days: integer?}", ["[3.., 1]"], missing: ["[[null, < 3], ?]"]),
      Gap("{tier: text}", ["['a, b', 1]"], missing: ["['not ''a, b''', ?]"]),
      Gap("{tier: text}", ["['not ''a, b''', 1]"], missing: ["['a, b', ?]"]),
      Gap("{tier: text}", ["[['not new'], 1]"], missing: ["['not ''not new''', ?]"]),
      Gap("{tier: text}", ["['not ''not new''', 1]"], missing: ["[['not new'], ?]"]),
      Gap(
        "{tier: text}", ["[['< 5', '-', '10115'], 1]"],
        missing: ["['not ''-'', 10115, ''< 5''', ?]"]),
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

  @Test("a row that no value fits is told", arguments: [true, false])
  func rowForNothing(isFirst: Bool) {
    let rows = ["[book, -, 1]", "[not book, < 5, 2]", "[dvd, 4<..<5, 9]", "[not book, 5.., 3]"]
    let found = Self.load(Self.rows(rows, first: isFirst))
    #expect(found.map(\.code) == ["unreached-row"], "\(Self.shown(found))")
    #expect(
      found.first?.message == "this row never counts: no value fits one of its cells")
    #expect(found.first?.range?.text == "[dvd, 4<..<5, 9]")
  }

  @Test("a table with more cases than can be looked through is refused")
  func manyCases() {
    // Every case has two columns of one value, which only trying nearly all of them tells.
    let names = (0..<12).map { "c\($0)" }
    var rows: [String] = []
    for first in names.indices {
      for second in names.indices.dropFirst(first + 1) {
        for value in 0..<11 {
          let cells = names.indices.map { $0 == first || $0 == second ? "\(value)" : "-" }
          rows.append("[\(cells.joined(separator: ", ")), 1]")
        }
      }
    }
    rows += names.indices.map { column in
      let cells = names.indices.map { $0 == column ? "not 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10" : "-" }
      return "['\(cells.joined(separator: "', '"))', 1]"
    }
    let columns = "{\(names.map { "\($0): integer" }.joined(separator: ", "))}"
    let found = Self.load(Self.rows(rows, columns: columns, first: true))
    #expect(found.map(\.code) == ["missing-case"], "\(Self.shown(found))")
    #expect(
      found.first?.message
        == "whether every case has its row in 'fee' is not decided: there are too many to look through"
    )
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
      Slip("item.kind", "item.knd", "unknown-field", "knd", isMended: true),
      Slip("item.kind", "itm.kind", "unknown-type", "itm", isMended: true),
      Slip("days: integer", "days: item", "wrong-cell", "item"),
      Slip("days: integer", "days: null", "empty-key", "days"),
      Slip(
        "days: integer", "days: {type: integer}", "wrong-shape", "{type: integer}", isMended: true),
      Slip("# each once", "first: yes", "wrong-value", "yes"),
      Slip("# each once", "from: fees.csv", "misplaced-key", "from"),
      Slip("[book, < 5, 1.50]", "[book, < 5]", "wrong-cell", "[book, < 5]"),
      Slip("[book, < 5, 1.50]", "{kind: book}", "wrong-shape", "{kind: book}"),
      Slip("[book, < 5, 1.50]", "[boook, < 5, 1.50]", "value-type", "boook", isMended: true),
      Slip("[book, < 5, 1.50]", "[book, < five, 1.50]", "value-type", "five"),
      Slip("[book, < 5, 1.50]", "[book, < 5, one]", "value-type", "one"),
      Slip("[book, < 5, 1.50]", "[book, < 5, null]", "wrong-shape", "null"),
      Slip("[book, < 5, 1.50]", "[< book, < 5, 1.50]", "wrong-cell", "< book"),
      Slip("[book, < 5, 1.50]", "[=book, < 5, 1.50]", "wrong-cell", "=book", isMended: true),
      Slip("[book, 5.., 2]", "[book, .., 2]", "wrong-cell", ".."),
      Slip("[book, < 5, 1.50]", "[book, < 5, 1.50, 1]", "wrong-cell", "[book, < 5, 1.50, 1]"),
      Slip("[book, < 5, 1.50]", "[book, < 5, '1,50']", "value-type", "'1,50'"),
      Slip("[[dvd, game], -, 3]", "[[dvd, game], any, 3]", "wrong-cell", "any", isMended: true),
      Slip("[[dvd, game], -, 3]", "[[dvd, game], null, 3]", "wrong-cell", "null", isMended: true),
      Slip("[[dvd, game], -, 3]", "[[dvd, game], [-], 3]", "wrong-cell", "[-]", isMended: true),
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

  @Test(
    "a cell as others write it is put right",
    arguments: [
      ("9..5", "5..9"), ("5..<5", "5"), ("5-9", "5..9"), ("5 – 9", "5..9"), ("≥ 5", "5.."),
      ("=> 5", "5.."),
      ("≤5", "<= 5"), ("= 5", "5"), ("== 5", "5"), ("<> 5", "not 5"), ("'!= 5'", "'not 5'"),
      ("–", "-"), ("any", "-"), ("[-]", "-"), ("'5, 6'", "[5, 6]"),
    ])
  func otherCells(wrong: String, right: String) {
    func text(_ cell: String) -> String {
      Self.text(
        Self.rows(["[\(cell), 1]", "[-, 2]"], columns: "{days: integer}", first: true))
    }
    let found = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text(wrong))).diagnostics
    #expect(
      found.filter { $0.severity == .error }.map(\.code) == ["wrong-cell"], "\(Self.shown(found))")
    var mending = Mending(SourceFile(name: "w.yaml", text: text(wrong))) {
      DefinitionLoader().load($0).diagnostics
    }
    mending.run()
    #expect(String(decoding: mending.file.bytes, as: UTF8.self) == text(right))
  }

  @Test("the row that is missing from a file beside it is shown as a line of it")
  func missingLine() throws {
    let table =
      "columns: {tier: text, kind: item.kind, days: integer}\ngives: decimal\nfrom: fees.csv"
    var file = "kind;gives;days;tier\nbook;1.50;-;\"not gold, ';'\"\n\"[dvd, game]\";2;< 5;-\n"
    let found = Self.load(table, ["fees.csv": file])
    #expect(found.map(\.code) == ["missing-case"], "\(Self.shown(found))")
    let told =
      [found[0].message.replacing("no row of 'fee' is for ", with: "")]
      + found[0].notes.map { $0.message.replacing("nor for ", with: "") }
    #expect(Set(told) == ["book;?;-;\"[';', gold]\"", "[dvd, game];?;5..;-"])
    file += told.map { $0.replacing("?", with: "9") + "\n" }.joined()
    let mended = Self.load(table, ["fees.csv": file])
    #expect(mended.isEmpty, "\(Self.shown(mended))")
  }

  @Test("tables have limits")
  func limits() {
    let many = (0...16).map { "c\($0): integer" }.joined(separator: ", ")
    #expect(Self.load(Self.rows(["[-, 1]"], columns: "{\(many)}")).map(\.code) == ["too-many"])
    let rows = (0...1_000).map { "[\($0), 1]" }
    #expect(Self.load(Self.rows(rows, columns: "{days: integer}")).map(\.code) == ["too-many"])
    let tables = (0...200).map {
      "  t\($0): {columns: {late: boolean}, gives: integer, rows: [[-, 1]]}\n"
    }
    let text = "workflow: w\nrecords: {item: {}}\ntables:\n\(tables.joined())"
    let found = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
    #expect(found.map(\.code) == ["too-many"], "\(Self.shown(found))")
  }

  @Test("a table is decided where no two rows meet, however many cases there are")
  func manyCasesApart() {
    // Each row is for other values of the first column in which it has any; 42 in each of 16.
    let names = (0..<16).map { "c\($0)" }
    let numbers = (1...40).map(String.init).joined(separator: ", ")
    func row(_ column: Int, _ cell: String) -> [String] {
      names.indices.map { $0 < column ? "0" : $0 == column ? cell : "-" }
    }
    let rows =
      [names.map { _ in "0" }]
      + names.indices.flatMap { [row($0, "[\(numbers)]"), row($0, "'not 0, \(numbers)'")] }
    let columns = "{\(names.map { "\($0): integer" }.joined(separator: ", "))}"
    let written = rows.map { "[\($0.joined(separator: ", ")), 1]" }
    let sound = Self.load(Self.rows(written, columns: columns))
    #expect(sound.isEmpty, "\(Self.shown(sound))")
    let found = Self.load(Self.rows(Array(written.dropFirst()), columns: columns))
    #expect(found.map(\.code) == ["missing-case"], "\(Self.shown(found))")
    let zeros = names.map { _ in "0" }.joined(separator: ", ")
    #expect(found.first?.message == "no row of 'fee' is for [\(zeros), ?]")
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
      ("kind,dais,gives\nbook,< 5,1.50\n", "unreadable-table", "dais"),
      ("kind,gives\nbook,1.50\n", "unreadable-table", "kind"),
      ("kind,kind,gives\nbook,book,1.50\n", "name-taken", "kind"),
      ("kind,days,gives\nbook,< 5\n", "unreadable-table", "book,< 5"),
      ("kind,days,gives\nbook,< 5,\"1.50\n", "unreadable-table", "book,< 5,\"1.50\n"),
      ("kind,days,gives\n", "unreadable-table", "fees.csv"),
      ("", "unreadable-table", "fees.csv"),
    ])
  func tables(file: String, code: String?, marked: String) {
    let table = "columns: \(Self.columns)\ngives: decimal\nfrom: fees.csv"
    let found = Self.load(table, ["fees.csv": file])
    #expect(found.map(\.code) == (code.map { [$0] } ?? []), "\(Self.shown(found))")
    if code != nil { #expect(found.first?.range?.text == marked, "\(Self.shown(found))") }
  }

  @Test("a part has tables, a name stands in one file, and words of other products are understood")
  func parts() {
    let main = "workflow: w\nuses: [p.yaml]\nrecords: {item: {fields: {x: {formula: t(1)}}}}\n"
    let own = "tables: {t: {columns: {n: integer}, gives: integer, from: t.csv}}\n"
    let files = ["p.yaml": "part_of: w\n" + own, "t.csv": "n,gives\n-,1\n"]
    func found(_ text: String, _ files: [String: String]) -> [Diagnostic] {
      DefinitionLoader().load(
        SourceFile(name: "w.yaml", text: text), parts: PartSource(files)
      ).diagnostics
    }
    #expect(found(main, files).isEmpty, "\(Self.shown(found(main, files)))")
    let twice = found(main + own, files)
    #expect(twice.map(\.code) == ["name-taken"], "\(Self.shown(twice))")
    let inside = main.replacing("fields:", with: "tables: {}, fields:")
    let misplaced = found(inside, files)
    #expect(misplaced.map(\.code) == ["unknown-key"])
    #expect(misplaced.first?.label == "'tables' is a key of a workflow: move it there")
    for (word, key) in [
      ("inputs", "columns"), ("output", "gives"), ("hitPolicy", "first"), ("rules", "rows"),
    ] {
      let other = Self.load(Self.sound + "\n\(word): 1")
      let meant = other.first { $0.range?.text == word }?.label
      #expect(meant == "did you mean \(key)?", "\(Self.shown(other))")
    }
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
    "a call whose commas cut it in braces is told once, and put in quotes",
    arguments: [
      ("{when: fee(kind, days) > 1, to: back}", "{when: 'fee(kind, days) > 1', to: back}"),
      (
        "{to: back, when: fee(kind, max(days, 1, 2)) > 1}",
        "{to: back, when: 'fee(kind, max(days, 1, 2)) > 1'}"
      ),
      (
        "{to: back, when: (fee(\"book\", days) > 1)}",
        "{to: back, when: '(fee(\"book\", days) > 1)'}"
      ),
    ])
  func commas(wrong: String, right: String) {
    func text(_ way: String) -> String {
      Self.text(Self.sound).replacing(
        "{status: [out, back]}",
        with: "{status: [out, back]}\n    transitions:\n      go: \(way)")
    }
    let found = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text(wrong))).diagnostics
    #expect(found.map(\.code) == ["wrong-value"], "\(Self.shown(found))")
    var mending = Mending(SourceFile(name: "w.yaml", text: text(wrong))) {
      DefinitionLoader().load($0).diagnostics
    }
    mending.run()
    #expect(String(decoding: mending.file.bytes, as: UTF8.self) == text(right))
    let mended = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text(right))).diagnostics
    #expect(!mended.hasErrors, "\(Self.shown(mended))")
  }

  @Test(
    "formulas call it with its columns in their order",
    arguments: [
      ("fee(kind, days)", nil), ("fee(\"book\", 3)", nil), ("fee(kind, days + 1) * 2", nil),
      ("fee(kind)", "wrong-argument-count"), ("fee(days, kind)", "type-mismatch"),
      ("fees(kind, days)", "unknown-function"), ("fee(\"bok\", 3)", "unknown-choice"),
      ("fee(string(days), days)", "type-mismatch"), ("fee(status, days)", "type-mismatch"),
      ("fee(late ? \"book\" : \"dvd\", days)", nil),
      ("fee(kind, days) + 1 > weight", nil), ("fee(kind, coalesce(null, days))", nil),
      ("item.fee(kind, days)", "unknown-function"), ("fee", "unknown-name"),
    ])
  func calls(formula: String, code: String?) {
    let text = Self.text(Self.sound).replacing(
      "    states:", with: "      due: {formula: '\(formula)'}\n    states:")
    let found = DefinitionLoader().load(SourceFile(name: "w.yaml", text: text)).diagnostics
    #expect(found.map(\.code) == (code.map { [$0] } ?? []), "\(Self.shown(found))")
  }
}
