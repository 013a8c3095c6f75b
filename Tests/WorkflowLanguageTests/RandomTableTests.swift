import CEL
import Diagnostics
import Glibc
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("Random decision tables")
struct RandomTableTests {
  /// A column, cells that may stand in it, and enough values for whatever these tell apart.
  private struct Column {
    let type: String
    let cells: [String]
    let values: [Value]
  }

  private static let columns = [
    Column(
      type: "integer",
      cells: ["< 1", "1..2", "1", "[0, 3]", "2..", "'> 2'", "<= 0", "0<..<3", "not 1", "3", "..1"],
      values: (-2...6).map { .int(Int64($0)) }),
    Column(
      type: "integer?", cells: ["null", "not null", "< 2", "2..", "[null, 2..]", "not 2", "..1"],
      values: [.null] + (-1...4).map { .int(Int64($0)) }),
    Column(
      type: "decimal", cells: ["< 1.5", "1.5..", "1.5", "..<2", "2..", "'> 1.5'", "1.5<..<2"],
      values: ["1", "1.5", "1.7", "2", "3"].compactMap { Decimal(text: $0).map { .decimal($0) } }),
    Column(type: "boolean", cells: ["true", "false"], values: [.bool(true), .bool(false)]),
    Column(
      type: "item.kind", cells: ["book", "film", "[book, film]", "not map", "map"],
      values: (0..<3).map { .choice(type: 0, index: $0) }),
    Column(
      type: "text", cells: ["gold", "[gold, tin]", "not gold", "'not gold, tin'", "tin"],
      values: ["gold", "tin", "iron"].map { .text($0) }),
  ]

  private struct Table {
    let columns: [Column]
    let rows: [String]

    func text(isFirst: Bool, adding more: [String] = []) -> String {
      let types = columns.enumerated().map { "c\($0): '\($1.type)'" }.joined(separator: ", ")
      return """
        workflow: w
        records: {item: {fields: {kind: {choice: [book, film, map]}}}}
        tables:
          t:
            columns: {\(types)}
            gives: integer
            first: \(isFirst)
            rows:
        \((rows + more).map { "      - \($0)" }.joined(separator: "\n"))

        """
    }

    func load(
      isFirst: Bool, adding more: [String] = []
    ) -> (definition: WorkflowDefinition?, diagnostics: [Diagnostic]) {
      let text = text(isFirst: isFirst, adding: more)
      return DefinitionLoader().load(SourceFile(name: "w.yaml", text: text))
    }

    /// Every combination of the columns' values.
    var cases: [[Value]] {
      columns.reduce([[]]) { cases, column in
        cases.flatMap { first in column.values.map { first + [$0] } }
      }
    }
  }

  private static func table(_ random: inout Mixer) -> Table {
    let columns = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
      Self.columns.randomElement(using: &random)
    }
    let rows = (0..<Int.random(in: 1...6, using: &random)).map { _ in
      let cells = columns.map { column in
        Int.random(in: 0..<3, using: &random) == 0
          ? "-" : column.cells.randomElement(using: &random) ?? "-"
      }
      return "[\((cells + ["1"]).joined(separator: ", "))]"
    }
    return Table(columns: columns, rows: rows)
  }

  @Test("are found to be what trying every case says, and are complete with the rows shown")
  func everyCase() throws {
    let seed = getenv("SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0...9999)
    print("SEED=\(seed)")
    var random = Mixer(state: seed)
    for _ in 0..<150 {
      let table = Self.table(&random)
      let rest = "[\(table.columns.map { _ in "-" }.joined(separator: ", ")), 1]"
      let loaded = table.load(isFirst: true, adding: [rest])
      let definition = try #require(loaded.definition, "SEED=\(seed): \(table.rows)")
      let rows = definition.tables[0].rows.dropLast()
      let fitting = table.cases.map { values in
        rows.indices.filter { row in zip(rows[row].cells, values).allSatisfy { $0.fits($1) } }
      }
      let isTwice = fitting.contains { $0.count > 1 }
      let isMissing = fitting.contains { $0.isEmpty }
      // A row is reached if it is the first of any case; the last one takes what no other does.
      let idle = rows.count - Set(fitting.compactMap(\.first)).count
      #expect(
        loaded.diagnostics.map(\.code)
          == Array(repeating: "unreached-row", count: idle + (isMissing ? 0 : 1)),
        "SEED=\(seed): \(table.rows)")
      let codes = Set(table.load(isFirst: false).diagnostics.map(\.code))
      let isForNothing = rows.indices.contains { row in !fitting.contains { $0.contains(row) } }
      let expected = Set(isTwice ? ["ambiguous-case"] : isMissing ? ["missing-case"] : [])
        .union(isForNothing ? ["unreached-row"] : [])
      #expect(codes == expected, "SEED=\(seed): \(table.rows)")
      // Pasted as they are shown, the rows leave nothing out, and none is in vain.
      for isFirst in isTwice ? [true] : [true, false] {
        var shown: [String] = []
        for _ in 0..<40 {
          let found = table.load(isFirst: isFirst, adding: shown).diagnostics.filter {
            $0.code != "unreached-row"
          }
          if found.isEmpty { break }
          #expect(found.map(\.code) == ["missing-case"], "SEED=\(seed): \(table.rows + shown)")
          let told =
            [found[0].message.replacing("no row of 't' is for ", with: "")]
            + found[0].notes.map { $0.message.replacing("nor for ", with: "") }
          shown += told.map { $0.replacing("?]", with: "2]") }
        }
        let mended = table.load(isFirst: isFirst, adding: shown)
        #expect(mended.definition != nil, "SEED=\(seed): \(table.rows + shown)")
        #expect(shown.isEmpty == !isMissing, "SEED=\(seed): \(table.rows + shown)")
        #expect(
          mended.diagnostics.count == (isFirst ? idle : 0),
          "SEED=\(seed): \(table.rows + shown)")
      }
    }
  }
}
