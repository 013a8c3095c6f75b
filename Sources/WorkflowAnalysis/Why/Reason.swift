package import WorkflowStore

/// Why something holds for a record, or does not: the step that made it so.
package struct Reason: Sendable {
  package enum Verdict: String, Sendable {
    case holds
    case doesNotHold = "does_not_hold"
    case cannotTell = "cannot_tell"
  }

  package var verdict: Verdict
  /// What the step did to a record on which it depends; nil where it has been so since the records
  /// came to be, as far as the history tells.
  package var line: HistoryLine?
  /// What the line followed from, one after another, back to what was asked for.
  package var causes: [HistoryLine] = []
  /// Whether the history lacks values that were erased: what was before them is not known.
  package var isCut = false
}
