import Diagnostics
import WorkflowEngine
import YAML

extension EffectReader {
  /// What is sent to the records of an effect, and what happens where one cannot take it.
  func send(_ event: Int, _ form: Form, on target: EffectTarget) -> Effect.Kind {
    let skips = report.boolean(form["skip_blocked"], of: "skip_blocked") ?? false
    let isOptional = report.boolean(form["if_possible"], of: "if_possible") ?? false
    if target.isSet, let key = form.key("if_possible") {
      report.add(
        .misplacedKey(
          "if_possible", "is for one record: of a set, those are left alone anyway",
          label: "leave it out"),
        at: key.range)
    } else if !target.isSet, !skips, form.lacks("if_possible") {
      warnOfConditions(target.type.events[event], form)
    }
    addCascade(
      to: target.type, event, isOverSet: target.isSet || isOptional,
      at: form["send"]?.range ?? form.node.range)
    return .send(event: event, skipBlocked: skips, ifPossible: isOptional)
  }

  /// A single record must be able to take the event; that may not have been thought of.
  private func warnOfConditions(_ event: EventDraft, _ form: Form) {
    let ways = event.ways.filter { !$0.isSpontaneous && !$0.isFiredByClock && !$0.followsExpiry }
    guard !ways.isEmpty, ways.allSatisfy({ $0.form["when"] != nil }),
      let key = form.key("send"), let value = form["send"]
    else { return }
    let end = SourceRange(
      file: value.range.file, start: value.range.end, end: value.range.end)
    let indentation = String(repeating: " ", count: key.range.startPosition.column - 1)
    let isFlow = form.node.style == .flowMapping
    report.warn(
      .mayNotApply(
        event.name,
        edit: .init(end, (isFlow ? ", " : "\n\(indentation)") + "if_possible: true"),
        declared: event.range),
      at: value.range)
  }
}
