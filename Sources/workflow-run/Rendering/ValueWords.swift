import Diagnostics
import JSONText
import RecordFiles
import Workflow
import WorkflowEngine
import WorkflowWords

/// Values as the screens show them.
struct ValueWords {
  let definition: WorkflowDefinition

  /// A longer value is cut, or counted where it is a list.
  static let widest = 40

  /// The value on one line, short enough for a table; the empty value is `(none)`.
  func short(_ value: StoredValue) -> String {
    switch value {
    case .null: return "(none)"
    case .text(let text):
      return text.isEmpty ? "\"\"" : text.shownOnOneLine.cut(to: Self.widest)
    case .list(let values): return values.isEmpty ? "(none)" : list(value, count: values.count)
    case .entries(let entries):
      return entries.isEmpty ? "(none)" : list(value, count: entries.count)
    case .integer, .decimal, .boolean, .date, .timestamp, .duration, .choice, .reference:
      return plain(value).shownOnOneLine
    }
  }

  /// The value as it is written in a file; the empty value as `null`.
  func plain(_ value: StoredValue) -> String {
    value == .null ? "null" : definition.text(of: value)
  }

  private func list(_ value: StoredValue, count: Int) -> String {
    let text = plain(value).shownOnOneLine
    if text.displayWidth <= Self.widest { return text }
    return counted(count, "entry", "entries")
  }

  /// The value as a program reads it: exact numbers as strings, so that none is rounded.
  func json(_ value: StoredValue) -> JSON { definition.json(of: value) }
}
