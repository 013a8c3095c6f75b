import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowWords

/// Values of answers as the screens show them.
extension JSON {
  /// A longer value is cut, or counted where it is a list.
  static let widest = 40

  /// The value on one line, short enough for a table; the empty value is `(none)`.
  var shortText: String {
    switch self {
    case .null: return "(none)"
    case .string(let text):
      return text.isEmpty ? "\"\"" : text.shownOnOneLine.cut(to: Self.widest)
    case .array(let values):
      if values.isEmpty { return "(none)" }
      let text = plainText.shownOnOneLine
      if text.displayWidth <= Self.widest { return text }
      return counted(values.count, "entry", "entries")
    case .boolean, .integer, .number, .raw, .object: return plainText.shownOnOneLine
    }
  }

  /// The value as it is written in a file; the empty value as `null`.
  var plainText: String {
    switch self {
    case .string(let text): text
    case .array(let values): values.map(\.plainText).joined(separator: ", ")
    case .object(let members):
      "{\(members.map { "\($0.0): \($0.1.plainText)" }.joined(separator: ", "))}"
    case .null, .boolean, .integer, .number, .raw: compact
    }
  }
}

extension PlanAnswer.Change {
  /// `active → deactivated`; of a new record only what it becomes.
  func text(of kind: Changeset.Entry.Kind) -> String {
    kind == .created && old == .null
      ? new.shortText : "\(old.shortText) → \(new.shortText)"
  }
}

extension ChangedValueAnswer {
  /// `amount 10 → 99999`.
  var text: String {
    isErased ? "\(field) (erased)" : "\(field) \(old.shortText) → \(new.shortText)"
  }
}

extension PlanAnswer.Message {
  /// `reminder: account A2, subject Balance`.
  var text: String {
    let sent = isRepeated ?? false ? " (sent before under this key, not sent again)" : ""
    guard case .object(let members) = fields, !members.isEmpty else { return name + sent }
    return name + ":" + members.map { " \($0.0) \($0.1.shortText)" }.joined(separator: ",") + sent
  }
}
