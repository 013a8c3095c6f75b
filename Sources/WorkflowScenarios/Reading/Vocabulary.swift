import WorkflowEngine

/// Every name of a workflow that a scenario may use.
struct Vocabulary {
  let definition: WorkflowDefinition
  /// What `blocked_by` may list: codes, guards, checks of inputs, invariants.
  let reasons: Set<String>
  /// What `cannot_decide` may list.
  let guards: Set<String>
  let warnings: Set<String>
  let reminders: Set<String>
  /// Messages with the types of their fields.
  let messages: [String: [String: FieldType]]

  init(_ definition: WorkflowDefinition) {
    self.definition = definition
    let transitions = definition.recordTypes.flatMap(\.events).flatMap(\.transitions)
    let guards = Set(
      transitions.flatMap(\.guards).map(\.declared.name)
        + transitions.flatMap(\.inputs).flatMap(\.checks).map(\.name))
    self.guards = guards
    reasons = guards.union(definition.invariants.map(\.name)).union(Vocabulary.codes)
    warnings = Set(transitions.flatMap(\.warnings).map(\.name))
    reminders = Set(transitions.flatMap(\.reminders).map(\.name))
    var messages: [String: [String: FieldType]] = [:]
    for effect in definition.recordTypes.flatMap(\.effects) {
      guard case .emit(let message, _, let with) = effect.kind else { continue }
      let fields = with.map { ($0.name, $0.type) }
      messages[message, default: [:]].merge(fields) { first, _ in first }
    }
    self.messages = messages
  }

  /// Those that are not reported under the name of their rule.
  private static let codes = BlockCode.allCases.filter { $0.naming != .name }.map(\.rawValue)

  var typeNames: [String] { definition.recordTypes.filter { !$0.isInline }.map(\.name) }

  func badges(of type: RecordType) -> [String] {
    type.regions.flatMap(\.states).compactMap(\.badge) + type.badges.map(\.name)
  }

  func rowColors(of type: RecordType) -> [String] {
    type.regions.flatMap(\.states).compactMap(\.rowColor)
  }

  func labels(of type: RecordType) -> [String] {
    type.events.flatMap(\.transitions).compactMap(\.label)
  }

  func tabs(of type: RecordType) -> [String] {
    type.events.flatMap(\.transitions).flatMap(\.tabs)
  }
}

/// What a name of a record's means.
enum Member {
  case stored(slot: Int, FieldType)
  case computed(FieldType)
  case set(of: Int)
}

extension RecordType {
  func member(named name: String) -> Member? {
    if let slot = slot(of: name), !fields[slot].isInternal {
      return .stored(slot: slot, fields[slot].type)
    }
    if let slot = formulaSlot(of: name) { return .computed(formulas[slot - fields.count].type) }
    return sets.first { $0.name == name }.map { .set(of: $0.memberType) }
  }

  var memberNames: [String] {
    fields.filter { !$0.isInternal }.map(\.name) + formulas.map(\.name) + sets.map(\.name)
  }
}
