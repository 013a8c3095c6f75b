import Diagnostics
import RecordFiles
import Testing
import TextFiles
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

@Suite("Tables as spreadsheets write them")
struct TableTests {
  private static let text = """
    workflow: shop
    version: 1
    records:
      item:
        fields:
          name: text?
          price: decimal?
          count: integer?
          due: date?
          open: boolean?
    """

  private let definition: WorkflowDefinition

  init() throws {
    definition = try #require(
      DefinitionLoader().load(SourceFile(name: "shop.yaml", text: Self.text)).definition)
  }

  /// Takes a table into a store in memory; says what came in and what did not.
  private func take(
    _ table: String, _ cells: CellForm = CellForm()
  ) throws -> (store: any RecordStore, problems: [RowProblem]) {
    let store = MemoryStore(definition: definition)
    var work = RecordImport(
      translator: RowTranslator(
        definition: definition, defaultType: definition.recordType(named: "item"), cells: cells),
      options: ImportOptions(isAtomic: false, actor: Actor(user: "t"), at: 0))
    var reader = AnyRecordReader(
      try RecordForm.csv.reader(of: ByteStream(name: "t.csv", bytes: Array(table.utf8))))
    _ = try work.run(&reader, into: store)
    return (store, work.problems)
  }

  /// The value of a cell in a column; nil where it is refused.
  private func value(
    _ cell: String, in column: String, _ cells: CellForm = CellForm()
  ) throws -> String? {
    let (store, problems) = try take("id;\(column)\nA;\(cell)\n", cells)
    if !problems.isEmpty { return nil }
    let type = try #require(definition.recordType(named: "item"))
    let slot = try #require(type.slot(of: column))
    return try store.records(of: type, after: nil, limit: 1).first.map {
      definition.text(of: $0.values[slot])
    }
  }

  @Test(
    "numbers with a decimal point",
    arguments: [
      ("1.5", "1.5"), ("1,234.5", "1234.5"), ("1,234,567.25", "1234567.25"),
      ("-1,234.5", "-1234.5"),
      ("1,5", nil), ("1,234", nil), ("12,34.5", nil), ("1.234,5", nil),
    ] as [(String, String?)])
  func points(cell: String, expected: String?) throws {
    #expect(try value(cell, in: "price") == expected)
  }

  @Test(
    "numbers with a decimal comma, where that is said",
    arguments: [
      ("1,5", "1.5"), ("1.234,5", "1234.5"), ("1.234", "1234"), ("-1.234.567,25", "-1234567.25"),
      ("7", "7"), ("1,2,3", nil), ("12.34,5", nil),
    ] as [(String, String?)])
  func commas(cell: String, expected: String?) throws {
    var cells = CellForm()
    cells.decimal = .comma
    #expect(try value(cell, in: "price", cells) == expected)
  }

  @Test(
    "dates that can be read in one way alone",
    arguments: [
      ("2026-03-10", "2026-03-10"), ("10.3.2026", "2026-03-10"), ("2026/03/10", "2026-03-10"),
      ("3/10/2026", nil), ("13/10/2026", nil), ("31.2.2026", nil), ("10.3.26", nil),
    ] as [(String, String?)])
  func dates(cell: String, expected: String?) throws {
    #expect(try value(cell, in: "due") == expected)
  }

  @Test("dates in an order that is said")
  func orders() throws {
    for (order, expected) in [
      (CellForm.DateOrder.dmy, "2026-10-03"), (.mdy, "2026-03-10"),
    ] {
      var cells = CellForm()
      cells.dates = order
      #expect(try value("3/10/2026", in: "due", cells) == expected)
      #expect(try value("2026-03-10", in: "due", cells) == "2026-03-10")
      #expect(try value("13/13/2026", in: "due", cells) == nil)
    }
  }

  @Test("truth values in capitals", arguments: ["TRUE", "True", "true"])
  func truth(cell: String) throws {
    #expect(try value(cell, in: "open") == "true")
    #expect(try value("yes", in: "open") == nil)
  }

  @Test("what is wrong with a column is said once, at the heading, with the rows it is about")
  func once() throws {
    let table = "\nid;nam;price;due\nA;x;1,5;1/2/2026\nB;y;2,5;1/2/2026\nC;z;3;2026-01-01\n"
    let unknown = try take(table).problems
    #expect(unknown.map(\.line) == [2])
    #expect(unknown.map(\.rows) == [3])
    #expect(unknown.first?.reason == "there is no field 'nam' in item, did you mean 'name'?")
    let unclear = try take("id;price\nA;1,5\nB;2,5\nC;3\n").problems
    #expect(unclear.map(\.line) == [1])
    #expect(unclear.map(\.rows) == [2])
    #expect(unclear.first?.reason == "price: '1,5' can be read in more than one way")
  }

  @Test("equal characters are equal however they are written")
  func composed() throws {
    let (store, problems) = try take("id;name\ne\u{301};Zoe\u{308}\n\u{E9};x\n")
    #expect(problems.map(\.reason) == ["there is a item '\u{E9}' already"])
    let type = try #require(definition.recordType(named: "item"))
    let record = try #require(try store.records(of: type, after: nil, limit: 1).first)
    #expect(Array(record.id.utf8) == Array("\u{E9}".utf8))
    let slot = try #require(type.slot(of: "name"))
    guard case .text(let name) = record.values[slot] else {
      Issue.record("no name")
      return
    }
    #expect(Array(name.utf8) == Array("Zo\u{EB}".utf8))
  }

  @Test("what a spreadsheet would take as a formula is made harmless, and comes back as it was")
  func formulas() throws {
    let names = ["=1+1", "+1", "-1", "@x", "\tx", "'x", "x=1", "\rx", ""]
    let header = "id,name\n"
    let rows = names.enumerated().map { "\($0),\"\($1)\"\n" }.joined()
    let (store, problems) = try take(header + rows)
    #expect(problems.isEmpty)
    let type = try #require(definition.recordType(named: "item"))
    var text = ""
    let export = RecordExport(definition, types: [type], form: .csv, isSpreadsheetSafe: true)
    #expect(try export.run(of: store) { text += $0 } == names.count)
    for line in text.split(separator: "\r\n").dropFirst() {
      let cell = line.split(separator: ",")[1].drop { $0 == "\"" }
      #expect(!"=+-@\t\r".contains(cell.first ?? "x"), "\(line)")
    }
    var cells = CellForm()
    cells.isSpreadsheetSafe = true
    let (again, _) = try take(text, cells)
    #expect(
      try again.records(of: type, after: nil, limit: 99)
        == store.records(of: type, after: nil, limit: 99))
  }
}
