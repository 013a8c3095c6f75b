import CEL
import Diagnostics
import Testing
import WorkflowEngine

@testable import WorkflowLanguage

@Suite("What is looked at to prove a table")
struct TableBudgetTests {
  private static let file = SourceFile(name: "w.yaml", text: "tables: {}")

  private static func draft(looks: Int) -> DefinitionDraft {
    let draft = DefinitionDraft(report: Report(file: file))
    draft.tableLooks = looks
    return draft
  }

  /// Two columns, and a row for each pair of their first values.
  private static func table(_ name: String, isFirst: Bool, hasRest: Bool) -> TableDraft {
    func number(_ value: Int) -> DecisionTable.Cell { .oneOf([.value(.int(Int64(value)))]) }
    var cells: [[DecisionTable.Cell]] = []
    for one in 0..<10 {
      for other in 0..<10 { cells.append([number(one), number(other)]) }
    }
    if hasRest { cells.append([.any, .any]) }
    return TableDraft(
      name: name, range: file.range(0, 6),
      columns: ["a", "b"].map { .init(name: $0, type: .plain(.integer), isOptional: false) },
      result: .plain(.integer),
      rows: cells.map { .init(cells: $0, gives: .int(1), range: file.range(8, 10)) },
      isFirst: isFirst, form: .rows)
  }

  private static func told(_ draft: DefinitionDraft) -> [String] {
    draft.report.diagnostics.map { $0.message.split(separator: ":")[0].description }
  }

  @Test("is shared by the tables of a file, and what comes after is not decided")
  func shared() {
    let draft = Self.draft(looks: 30_000)
    for number in 0..<40 {
      TableProof(
        table: Self.table("t\(number)", isFirst: true, hasRest: true), draft: draft
      ).run()
    }
    let undecided = "whether this row and those below it ever count is not decided"
    #expect(Self.told(draft) == [undecided])
    #expect(draft.tableLooks == 0)
    #expect(!draft.report.hasErrors)
    for isFirst in [true, false] {
      TableProof(
        table: Self.table("late", isFirst: isFirst, hasRest: false), draft: draft
      ).run()
    }
    #expect(
      Self.told(draft) == [
        undecided, "whether every case has its row in 'late' is not decided",
      ])
    #expect(draft.report.hasErrors)
  }

  @Test("is little where rows say where they are")
  func little() {
    let draft = Self.draft(looks: TableProof.maximumTotal)
    TableProof(table: Self.table("t", isFirst: false, hasRest: false), draft: draft).run()
    #expect(Self.told(draft).count == 1)
    #expect(Self.told(draft)[0].hasPrefix("no row of 't' is for"))
    #expect(TableProof.maximumTotal - draft.tableLooks < 100_000)
  }
}
