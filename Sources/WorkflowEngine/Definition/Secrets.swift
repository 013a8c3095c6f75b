public import CEL

/// What a definition keeps secret: fields that say so, what formulas make of them, the inputs that
/// fill them, and the values of messages that tell them.
///
/// What a condition finds out is no secret: that a guard holds, or in which state a record is.
public final class Secrets: Sendable {
  /// An input by its event.
  private struct Place: Hashable {
    var type: Int
    var event: String
    var name: String
  }

  /// By type and slot, computed fields behind stored ones.
  private let members: [[Secrecy?]]
  private let inputs: [Place: Secrecy]
  /// Formulas that see inputs.
  private let programs: [ObjectIdentifier: Secrecy]
  private let messages: [String: [String: Secrecy?]]
  private let recordTypes: [RecordType]
  /// Whether there is nothing secret.
  public let isEmpty: Bool

  init(of types: [RecordType]) {
    recordTypes = types
    let stored = types.map { type in
      type.fields.map { $0.seenBy.map(Secrecy.init(seenBy:)) } + type.formulas.map { _ in nil }
    }
    isEmpty = stored.allSatisfy { $0.allSatisfy { $0 == nil } }
    if isEmpty {
      members = stored
      inputs = [:]
      programs = [:]
      messages = [:]
      return
    }
    var walk = SecretWalk(types: types, members: stored)
    walk.followFormulas()
    for type in types {
      for transition in type.events.flatMap(\.transitions) { walk.add(transition, of: type) }
    }
    for type in types {
      for effect in type.effects { walk.add(messagesOf: effect) }
    }
    members = walk.members
    inputs = Dictionary(
      walk.inputs.map { (Place(type: $0.type, event: $0.event, name: $0.name), $0.secrecy) },
      uniquingKeysWith: { first, second in
        var both = first
        both.add(second)
        return both
      })
    programs = walk.programs
    messages = walk.messages
  }

  /// Of all fields that are secret.
  var all: Set<Secrecy> { Set(members.flatMap { $0.compactMap(\.self) }) }

  /// Of a field by its slot, computed fields behind stored ones.
  public func secrecy(type: Int, slot: Int) -> Secrecy? { isEmpty ? nil : members[type][slot] }

  /// Of a stored or computed field.
  public func secrecy(of member: String, in type: RecordType) -> Secrecy? {
    if isEmpty { return nil }
    return (type.slot(of: member) ?? type.formulaSlot(of: member)).flatMap {
      members[type.index][$0]
    }
  }

  /// Of what a formula comes to.
  public func secrecy(of program: Program) -> Secrecy? {
    if isEmpty { return nil }
    var secrecy = programs[ObjectIdentifier(program)]
    for read in program.reads {
      secrecy.add(self.secrecy(of: read.member, in: recordTypes[read.recordType]))
    }
    return secrecy
  }

  /// Of a value that a request gives to an event, or that formulas know by this name.
  public func secrecy(ofInput name: String, event: String, of type: RecordType) -> Secrecy? {
    if isEmpty { return nil }
    return inputs[Place(type: type.index, event: event, name: name)]
      ?? secrecy(of: name, in: type)
  }

  /// Of the values of a message by their names; those that are no secret have none.
  func fields(ofMessage name: String) -> [String: Secrecy?] { messages[name] ?? [:] }
}

/// Finds out what tells a secret.
private struct SecretWalk {
  let types: [RecordType]
  var members: [[Secrecy?]]
  var inputs: [(type: Int, event: String, name: String, secrecy: Secrecy)] = []
  var programs: [ObjectIdentifier: Secrecy] = [:]
  var messages: [String: [String: Secrecy?]] = [:]

  init(types: [RecordType], members: [[Secrecy?]]) {
    self.types = types
    self.members = members
  }

  private func secrecy(of program: Program) -> Secrecy? {
    var secrecy = programs[ObjectIdentifier(program)]
    for read in program.reads {
      let type = types[read.recordType]
      guard let slot = type.slot(of: read.member) ?? type.formulaSlot(of: read.member) else {
        continue
      }
      secrecy.add(members[type.index][slot])
    }
    return secrecy
  }

  /// Computed fields build on each other, in any order.
  mutating func followFormulas() {
    var isChanged = true
    while isChanged {
      isChanged = false
      for type in types {
        for (number, field) in type.formulas.enumerated() {
          let slot = type.fields.count + number
          let found = secrecy(of: field.formula.program)
          if found != members[type.index][slot] {
            members[type.index][slot] = found
            isChanged = true
          }
        }
      }
    }
  }

  // MARK: Inputs

  /// An input is as secret as the fields that it is put into.
  mutating func add(_ transition: Transition, of type: RecordType) {
    var found: [String: Secrecy] = [:]
    for effect in transition.effects { note(effect, of: type, transition.inputs, &found) }
    // What a secret input begins with is as secret.
    for input in transition.inputs.reversed() {
      var secrecy = found[input.variable]
      secrecy.add(input.field.flatMap { members[type.index][$0] })
      guard let secrecy, case .formula(let formula) = input.defaultValue else { continue }
      for name in formula.program.usedVariables { found[name].add(secrecy) }
    }
    var variables: [String: Secrecy] = [:]
    for input in transition.inputs {
      var secrecy = found[input.variable]
      secrecy.add(input.field.flatMap { members[type.index][$0] })
      if case .formula(let formula) = input.defaultValue {
        secrecy.add(self.secrecy(of: formula.program))
        for name in formula.program.usedVariables { secrecy.add(variables[name]) }
      }
      guard let secrecy else { continue }
      for name in Set([input.name, input.variable]) {
        inputs.append((type.index, transition.event, name, secrecy))
      }
      if input.field == nil { variables[input.variable] = secrecy }
    }
    if variables.isEmpty { return }
    var visit = FormulaVisit(programs) { program, programs in
      for name in program.usedVariables {
        programs[ObjectIdentifier(program)].add(variables[name])
      }
    }
    visit.add(transition)
    programs = visit.found
  }

  /// Notes which variables an effect puts into secret fields.
  private func note(
    _ effect: Effect, of own: RecordType, _ inputs: [Input], _ found: inout [String: Secrecy]
  ) {
    var target = own
    if case .each(let loop) = effect.target { target = types[loop.memberType] }
    switch effect.kind {
    case .set(let assignments): note(assignments, target, inputs, &found)
    case .create(let type, _, let with, _): note(with, types[type], inputs, &found)
    case .setTogether(let effects):
      for effect in effects { note(effect, of: target, inputs, &found) }
    case .choose(let effects, let others):
      for effect in effects { note(effect, of: target, inputs, &found) }
      for effect in others { note(effect, of: target, inputs, &found) }
    case .delete, .erase, .link, .unlink, .send, .raise, .emit: break
    }
  }

  private func note(
    _ assignments: [Assignment], _ type: RecordType, _ inputs: [Input],
    _ found: inout [String: Secrecy]
  ) {
    for assignment in assignments {
      guard case .formula(let formula) = assignment.value,
        let secrecy = members[type.index][assignment.slot]
      else { continue }
      for input in inputs where formula.program.uses(variable: input.variable) {
        found[input.variable].add(secrecy)
      }
    }
  }

  // MARK: Messages

  mutating func add(messagesOf effect: Effect) {
    guard case .emit(let message, _, let fields) = effect.kind else { return }
    for field in fields {
      var secrecy = messages[message]?[field.name] ?? nil
      if case .formula(let formula) = field.value {
        secrecy.add(self.secrecy(of: formula.program))
      }
      messages[message, default: [:]].updateValue(secrecy, forKey: field.name)
    }
  }
}
