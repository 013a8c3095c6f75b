public import CEL

/// What a definition keeps secret, and what is personal: fields that say so, what formulas make of
/// them, the inputs that fill them, and the values of messages that tell them.
///
/// What a condition finds out is neither: that a guard holds, or in which state a record is.
public final class Secrets: Sendable {
  /// By type and slot, computed fields behind stored ones.
  private let members: [[Sensitivity]]
  private let inputs: [Place: Sensitivity]
  /// Formulas that see inputs.
  private let programs: [ObjectIdentifier: Sensitivity]
  /// What formulas call marked inputs.
  private let inputNames: Set<String>
  private let messages: [String: [String: Sensitivity]]
  private let recordTypes: [RecordType]
  /// Whether there is nothing secret.
  public let isEmpty: Bool
  /// Whether there is anything personal.
  public let hasPersonal: Bool
  /// By type and stored slot whether it holds what is personal, itself or in its entries.
  private let personalSlots: [[Bool]]

  init(of types: [RecordType]) {
    recordTypes = types
    let stored = types.map { type in
      type.fields.map(Sensitivity.init(of:)) + type.formulas.map { _ in Sensitivity.none }
    }
    isEmpty = stored.allSatisfy { $0.allSatisfy { $0.secrecy == nil } }
    hasPersonal = stored.contains { $0.contains(where: \.isPersonal) }
    personalSlots = types.map { type in
      type.fields.map { field in
        guard case .entries(let entry) = field.type else { return field.isPersonal }
        return types[entry].fields.contains(where: \.isPersonal)
      }
    }
    if isEmpty, !hasPersonal {
      members = stored
      inputs = [:]
      programs = [:]
      inputNames = []
      messages = [:]
      return
    }
    var walk = SecretWalk(types: types, members: stored)
    walk.followFormulas()
    // What is sent on may go through several events.
    repeat {
      walk.begin()
      for type in types {
        for transition in type.events.flatMap(\.transitions) { walk.add(transition, of: type) }
      }
    } while !walk.isSettled
    for type in types {
      for effect in type.effects { walk.add(messagesOf: effect) }
    }
    members = walk.members
    inputs = walk.inputs
    programs = walk.programs
    inputNames = Set(walk.inputs.keys.map(\.name))
    messages = walk.messages
  }

  /// Of all fields that are secret.
  var all: Set<Secrecy> { Set(members.flatMap { $0.compactMap(\.secrecy) }) }

  // MARK: Secrets

  /// Of a field by its slot, computed fields behind stored ones.
  public func secrecy(type: Int, slot: Int) -> Secrecy? {
    isEmpty ? nil : members[type][slot].secrecy
  }

  /// Of a stored or computed field.
  public func secrecy(of member: String, in type: RecordType) -> Secrecy? {
    isEmpty ? nil : sensitivity(of: member, in: type).secrecy
  }

  /// Of what a formula comes to.
  public func secrecy(of program: Program) -> Secrecy? {
    isEmpty ? nil : sensitivity(of: program).secrecy
  }

  /// Of a value that a request gives to an event, or that formulas know by this name.
  public func secrecy(ofInput name: String, event: String, of type: RecordType) -> Secrecy? {
    if isEmpty { return nil }
    return inputs[Place(type: type.index, event: event, name: name)]?.secrecy
      ?? secrecy(of: name, in: type)
  }

  /// Of the values of a message by their names; those that are no secret have none.
  func fields(ofMessage name: String) -> [String: Secrecy?] {
    (messages[name] ?? [:]).mapValues(\.secrecy)
  }

  // MARK: Personal values

  /// Whether a stored field holds what is personal, itself or in its entries.
  public func isPersonal(type: Int, slot: Int) -> Bool {
    hasPersonal && personalSlots[type][slot]
  }

  /// Whether a stored or computed field is personal.
  public func isPersonal(_ member: String, in type: RecordType) -> Bool {
    hasPersonal && sensitivity(of: member, in: type).isPersonal
  }

  /// Whether what a formula comes to is made of something personal.
  public func isPersonal(_ program: Program) -> Bool {
    hasPersonal && sensitivity(of: program).isPersonal
  }

  /// Whether a value that an event is given is personal.
  public func isPersonal(input name: String, event: String, of type: RecordType) -> Bool {
    hasPersonal
      && (inputs[Place(type: type.index, event: event, name: name)]?.isPersonal
        ?? isPersonal(name, in: type))
  }

  /// The inputs among the names that a formula uses, where it is made of personal ones.
  func personalInputs(of program: Program) -> [String] {
    guard programs[ObjectIdentifier(program)]?.isPersonal == true else { return [] }
    return program.usedVariables.filter(inputNames.contains)
  }

  // MARK: Both

  private func sensitivity(of member: String, in type: RecordType) -> Sensitivity {
    (type.slot(of: member) ?? type.formulaSlot(of: member)).map { members[type.index][$0] } ?? .none
  }

  private func sensitivity(of program: Program) -> Sensitivity {
    var found = programs[ObjectIdentifier(program)] ?? .none
    for read in program.reads {
      found.add(sensitivity(of: read.member, in: recordTypes[read.recordType]))
    }
    return found
  }
}

/// An input by its event.
private struct Place: Hashable {
  var type: Int
  var event: String
  var name: String
}

/// Finds out what tells a secret, or something personal.
private struct SecretWalk {
  let types: [RecordType]
  var members: [[Sensitivity]]
  private(set) var inputs: [Place: Sensitivity] = [:]
  /// As they were before the present round.
  private var known: [Place: Sensitivity] = [:]
  var programs: [ObjectIdentifier: Sensitivity] = [:]
  var messages: [String: [String: Sensitivity]] = [:]

  init(types: [RecordType], members: [[Sensitivity]]) {
    self.types = types
    self.members = members
  }

  private func sensitivity(of program: Program) -> Sensitivity {
    var found = programs[ObjectIdentifier(program)] ?? .none
    for read in program.reads {
      let type = types[read.recordType]
      guard let slot = type.slot(of: read.member) ?? type.formulaSlot(of: read.member) else {
        continue
      }
      found.add(members[type.index][slot])
    }
    return found
  }

  /// Computed fields build on each other, in any order.
  mutating func followFormulas() {
    var isChanged = true
    while isChanged {
      isChanged = false
      for type in types {
        for (number, field) in type.formulas.enumerated() {
          let slot = type.fields.count + number
          let found = sensitivity(of: field.formula.program)
          if found != members[type.index][slot] {
            members[type.index][slot] = found
            isChanged = true
          }
        }
      }
    }
  }

  // MARK: Inputs

  mutating func begin() { known = inputs }

  /// Whether the last round has found nothing more.
  var isSettled: Bool { known == inputs }

  /// An input is as secret, and as personal, as the fields that it is put into.
  mutating func add(_ transition: Transition, of type: RecordType) {
    var found: [String: Sensitivity] = [:]
    for effect in transition.effects { note(effect, of: type, transition.inputs, &found) }
    func ownMark(_ input: Input) -> Sensitivity {
      var mark = found[input.variable] ?? .none
      if let slot = input.field { mark.add(members[type.index][slot]) }
      return mark
    }
    // What such an input begins with is so, too.
    for input in transition.inputs.reversed() {
      let mark = ownMark(input)
      guard !mark.isNothing, case .formula(let formula) = input.defaultValue else { continue }
      for name in formula.program.usedVariables { found[name, default: .none].add(mark) }
    }
    var variables: [String: Sensitivity] = [:]
    for input in transition.inputs {
      var mark = ownMark(input)
      if case .formula(let formula) = input.defaultValue {
        mark.add(sensitivity(of: formula.program))
        for name in formula.program.usedVariables { mark.add(variables[name] ?? .none) }
      }
      if mark.isNothing { continue }
      for name in Set([input.name, input.variable]) {
        let place = Place(type: type.index, event: transition.event, name: name)
        inputs[place, default: .none].add(mark)
      }
      if input.field == nil { variables[input.variable] = mark }
    }
    if variables.isEmpty { return }
    var visit = FormulaVisit(programs) { program, programs in
      for name in program.usedVariables {
        guard let mark = variables[name] else { continue }
        programs[ObjectIdentifier(program), default: .none].add(mark)
      }
    }
    visit.add(transition)
    programs = visit.found
  }

  /// Notes which variables an effect puts into marked fields.
  private func note(
    _ effect: Effect, of own: RecordType, _ inputs: [Input], _ found: inout [String: Sensitivity]
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
    case .send(let event, _, _, let values):
      for value in values {
        let place = Place(type: target.index, event: target.events[event].name, name: value.name)
        guard case .formula(let formula) = value.value, let mark = known[place] else { continue }
        for input in inputs where formula.program.uses(variable: input.variable) {
          found[input.variable, default: .none].add(mark)
        }
      }
    case .delete, .erase, .link, .unlink, .raise, .emit: break
    }
  }

  private func note(
    _ assignments: [Assignment], _ type: RecordType, _ inputs: [Input],
    _ found: inout [String: Sensitivity]
  ) {
    for assignment in assignments {
      let mark = members[type.index][assignment.slot]
      guard case .formula(let formula) = assignment.value, !mark.isNothing else { continue }
      for input in inputs where formula.program.uses(variable: input.variable) {
        found[input.variable, default: .none].add(mark)
      }
    }
  }

  // MARK: Messages

  mutating func add(messagesOf effect: Effect) {
    guard case .emit(let message, _, let fields) = effect.kind else { return }
    for field in fields {
      var mark = messages[message]?[field.name] ?? .none
      if case .formula(let formula) = field.value { mark.add(sensitivity(of: formula.program)) }
      messages[message, default: [:]][field.name] = mark
    }
  }
}
