import CEL
import Diagnostics
import WorkflowEngine
import YAML

extension EffectReader {
  /// A new record of a type, or a new entry of an own inline list.
  func create(_ node: Node, _ form: Form, _ target: EffectTarget) -> Effect.Kind? {
    guard let name = report.text(node, of: "create") else { return nil }
    var entries: Int?
    let made: RecordTypeDraft
    if case .relation(let number) = type.member(name), case .inline = type.relations[number].source
    {
      let relation = type.relations[number]
      guard let member = relation.memberType else { return nil }
      entries = type.slot(ofStoredRelation: relation.storedNumber)
      made = draft.types[member]
    } else if let number = draft.typeNumber(name) {
      made = draft.types[number]
      if let list = made.entriesOf {
        report.add(.inlineElsewhere(made.name, relation: list), at: node.range)
        return nil
      }
    } else {
      let lists = type.relations.filter { if case .inline = $0.source { true } else { false } }
      report.add(
        .unknownRecordType(name, all: draft.typeNames + lists.map(\.name)), at: node.range)
      return nil
    }
    let with = AssignmentReader(draft: draft, scope: target.scope).with(
      form["with"], of: made, at: node.range)
    var sent: Int?
    if let send = form["send"] {
      sent = event(send, of: made)
      if let sent {
        refuseLater(made.events[sent], of: made, at: send)
        refuseMissing(made.events[sent], of: made, given: [], sender: .create, at: send)
      }
      if let sent { addCascade(to: made, sent, isOverSet: false, at: send.range) }
    }
    return .create(type: made.index, entries: entries, with: with, send: sent)
  }

  /// A new record is in its first states, so it must be able to take the event there.
  private func refuseLater(_ event: EventDraft, of made: RecordTypeDraft, at node: Node) {
    // A region's slot is its number, and its first state is 0; what lies inside a state can start
    // elsewhere.
    let isPossible = event.ways.contains { way in
      way.from.allSatisfy { made.regions[$0.slot].parent != nil || $0.contains(0) }
    }
    guard !isPossible, !event.ways.isEmpty else { return }
    report.add(
      .cannotBeSent(
        event.name, type: "a new \(made.name)", because: "it starts in another state",
        declared: event.range), at: node.range)
  }

  func link(
    _ node: Node, _ form: Form, _ target: EffectTarget, isLink: Bool
  ) -> Effect.Kind? {
    guard let text = report.text(node, of: isLink ? "link" : "unlink") else { return nil }
    let path = text.split(separator: ".").map(String.init)
    let name = path.last ?? text
    // A bare name is an own relation, whatever is looped over.
    let isOwn = path.count == 1 || (path.count == 2 && path[0] == type.name)
    let looped = form["as"].map(\.text) ?? target.type.name
    let ofMember = !isOwn && (form["for"] == nil || path.dropLast() == [looped])
    let owner = ofMember ? target.type : type
    guard case .relation(let number) = owner.member(name),
      case .links = owner.relations[number].source, let member = owner.relations[number].memberType
    else {
      let links = owner.relations.filter { if case .links = $0.source { true } else { false } }
      report.add(
        .unknownRelation(
          name, type: owner.name, all: links.map(\.name), declared: owner.range), at: node.range)
      return nil
    }
    guard let with = form["with"] else {
      if form.lacks("with") {
        report.add(.missingKey("with", in: "'\(isLink ? "link" : "unlink")'"), at: node.range)
      }
      return nil
    }
    guard let records = linked(with, member: draft.types[member], in: target.scope) else {
      return nil
    }
    let slot = owner.slot(ofStoredRelation: owner.relations[number].storedNumber)
    return isLink
      ? .link(slot: slot, records: records, ofMember: ofMember)
      : .unlink(slot: slot, records: records, ofMember: ofMember)
  }

  /// The records that are linked: a formula for one or for a list.
  private func linked(_ node: Node, member: RecordTypeDraft, in scope: Scope) -> Formula? {
    guard let (text, start) = formulas.formulaText(node) else {
      report.add(
        .wrongShape(node, expected: "a formula that names records", example: "=\(member.name)"),
        at: node.range)
      return nil
    }
    guard
      let formula = formulas.formula(text, at: start, of: node, in: scope, expecting: nil)
    else { return nil }
    guard let (number, _) = EffectReader.recordType(formula.program.type), number == member.index
    else {
      if formula.program.type != .error {
        report.add(.wrongRecords(text, expected: member.name), at: node.range)
      }
      return nil
    }
    return formula
  }

  func emit(_ node: Node, _ form: Form, _ target: EffectTarget) -> Effect.Kind? {
    guard node.isScalar else {
      report.add(.wrongShape(node, expected: "a message's name"), at: node.range)
      return nil
    }
    let message = NameRules.check(node, what: "a message", report, isFormulaName: false)
    let with = report.entries(form["with"], of: "with", example: "{name: value}")
      .compactMap { named($0, $1, in: target.scope) }
    let key = formulas.sentence(form["key"], of: "key", in: target.scope)
    if let key, let range = form["key"]?.range { draft.note(key: key, at: range) }
    return .emit(message: message, key: key, with: with)
  }

  /// A value in a message; its type is what it looks like.
  private func named(_ key: Node, _ value: Node, in scope: Scope) -> NamedExpression? {
    let name = NameRules.check(key, what: "a value", report, isFormulaName: false)
    if let (text, start) = formulas.formulaText(value) {
      guard
        let formula = formulas.formula(text, at: start, of: value, in: scope, expecting: nil)
      else { return nil }
      guard let type = FieldType(formula.program.type) else {
        if formula.program.type != .error {
          report.add(.messageFormulaType(name), at: value.range)
        }
        return nil
      }
      return NamedExpression(name: name, type: type, value: .formula(formula))
    }
    guard value.isScalar else {
      report.add(.wrongShape(value, expected: "a value or a formula"), at: value.range)
      return nil
    }
    let type = FieldType(shownBy: value)
    return formulas.expression(value, as: type, mayBeEmpty: true, of: name, in: scope).map {
      NamedExpression(name: name, type: type, value: $0)
    }
  }
}
