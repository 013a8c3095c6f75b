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
    let drafted = target.type.events[event]
    let values = values(form["with"], for: drafted, on: target)
    let names = form["with"].map { Set($0.entries.map(\.key.text)) } ?? []
    // One that is misspelt was told.
    let known = Set(drafted.sendableWays.flatMap(\.inputs).map(\.name))
    if let place = form["send"], names.isSubset(of: known) {
      refuseMissing(drafted, of: target.type, given: names, sender: .send(form), at: place)
    }
    return .send(event: event, skipBlocked: skips, ifPossible: isOptional, with: values)
  }

  /// What is given to the inputs of an event.
  private func values(
    _ node: Node?, for event: EventDraft, on target: EffectTarget
  ) -> [NamedExpression] {
    let inputs = event.sendableWays.flatMap(\.inputs)
    return report.entries(node, of: "with", example: "{input: value}").compactMap { key, value in
      guard let input = inputs.first(where: { $0.name == key.text }) else {
        let names = inputs.map(\.name)
        report.add(
          .unknownInput(key.text, event: event.name, all: names, declared: event.range),
          at: key.range)
        return nil
      }
      guard let type = input.type,
        let expression = formulas.expression(
          value, as: type, mayBeEmpty: input.isOptional, of: key.text, in: target.scope)
      else { return nil }
      let index = target.type.index
      draft.note(
        expression,
        into: input.field.map { .field(type: index, name: target.type.fields[$0].name) }
          ?? .input(type: index, event: event.name, name: key.text), at: value.range)
      return NamedExpression(name: key.text, type: type, value: expression)
    }
  }

  /// How an event comes to a record without anybody who could give values.
  enum Sender {
    case send(Form)
    case create
    case raise
  }

  /// Nobody is asked for what an event needs when it is sent.
  func refuseMissing(
    _ event: EventDraft, of type: RecordTypeDraft, given: Set<String>, sender: Sender,
    at node: Node
  ) {
    let ways = event.sendableWays
    let missing = ways.map { way in
      let reader = InputReader(draft: draft, type: type, own: scope, way: way)
      return way.inputs.filter {
        reader.isRequired($0) && $0.form?["when"] == nil && !given.contains($0.name)
      }
    }
    guard let first = missing.first, missing.allSatisfy({ !$0.isEmpty }) else { return }
    report.add(.missingInputs(first, of: event.name, sender), at: node.range)
  }

  /// A single record must be able to take the event; that may not have been thought of.
  private func warnOfConditions(_ event: EventDraft, _ form: Form) {
    let ways = event.sendableWays
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

extension EventDraft {
  /// The ways that an effect can bring about.
  var sendableWays: [WayDraft] {
    ways.filter { !$0.isSpontaneous && !$0.isFiredByClock && !$0.followsExpiry && !$0.creates }
  }
}
