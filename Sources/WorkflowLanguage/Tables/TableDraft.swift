import CEL
import Diagnostics
import WorkflowEngine

/// A decision table whose cells were read, with their places.
struct TableDraft {
  struct Column {
    let name: String
    let type: FieldType
    let isOptional: Bool
  }

  struct Row {
    let cells: [DecisionTable.Cell]
    let gives: Value
    let range: SourceRange
  }

  let name: String
  let range: SourceRange
  let columns: [Column]
  let result: FieldType
  let rows: [Row]
  /// Whether the first row that fits counts.
  let isFirst: Bool
  let form: TableForm

  func made(_ draft: DefinitionDraft) -> DecisionTable {
    DecisionTable(
      name: name,
      columns: columns.map {
        .init(name: $0.name, type: draft.formulaType($0.type), isOptional: $0.isOptional)
      },
      result: draft.formulaType(result),
      rows: rows.map {
        .init(cells: $0.cells, gives: $0.gives, place: draft.report.place($0.range))
      })
  }
}
