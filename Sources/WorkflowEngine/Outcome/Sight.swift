public import CEL

/// What somebody may see of a definition's secrets: every value passes here on its way to people.
///
/// Values that are empty are shown as such: that there is nothing is no secret.
public struct Sight: Sendable {
  /// What stands in the place of a secret value.
  public static let mark = "•••"

  private let secrets: Secrets
  private let recordTypes: [RecordType]
  private let roles: [String]
  /// Whether nothing is hidden.
  public let seesAll: Bool

  private init(_ definition: WorkflowDefinition, roles: [String], seesAll: Bool) {
    secrets = definition.secrets
    recordTypes = definition.recordTypes
    self.roles = roles
    self.seesAll = seesAll || definition.secrets.isEmpty
  }

  /// What an actor may see; nil is nobody, for what is kept and for what everybody may look at.
  public init(_ definition: WorkflowDefinition, of actor: Actor?) {
    self.init(definition, roles: actor?.roles ?? [], seesAll: false)
  }

  /// What those see who have everything revealed to them.
  public static func revealing(_ definition: WorkflowDefinition) -> Sight {
    Sight(definition, roles: [], seesAll: true)
  }

  /// Whether it shows anything that is hidden from others.
  public var opensSomething: Bool {
    seesAll ? !secrets.isEmpty : secrets.all.contains { $0.isOpen(to: roles) }
  }

  // MARK: What is hidden

  private func hides(_ secrecy: @autoclosure () -> Secrecy?) -> Bool {
    if seesAll { return false }
    return secrecy().map { !$0.isOpen(to: roles) } ?? false
  }

  /// Whether what a formula comes to is hidden.
  public func hides(_ program: Program) -> Bool { hides(secrets.secrecy(of: program)) }

  /// Whether what a condition reads is hidden: whoever asks with one of their own would guess it.
  public func hides(_ condition: Condition) -> Bool {
    condition.formulas.contains { hides($0.program) }
  }

  /// Whether a stored or computed field is hidden.
  public func hides(_ member: String, of type: RecordType) -> Bool {
    hides(secrets.secrecy(of: member, in: type))
  }

  /// Whether a field, or a field of its entries, is hidden.
  public func hidesPart(_ member: String, of type: RecordType) -> Bool {
    if seesAll { return false }
    if hides(member, of: type) { return true }
    guard let slot = type.slot(of: member), case .entries(let number) = type.fields[slot].type
    else { return false }
    let entry = recordTypes[number]
    return entry.fields.indices.contains { hides(slot: $0, of: entry) }
      || entry.formulas.contains { hides($0.name, of: entry) }
  }

  public func hides(slot: Int, of type: RecordType) -> Bool {
    hides(secrets.secrecy(type: type.index, slot: slot))
  }

  /// Whether a value that a request gives to an event is hidden.
  public func hides(input name: String, event: String, of type: RecordType) -> Bool {
    hides(secrets.secrecy(ofInput: name, event: event, of: type))
  }

  /// Whether one of the values of a key is hidden.
  public func hides(_ key: UniqueKey, of type: RecordType) -> Bool {
    key.parts.contains { part in
      switch part {
      case .field(let slot): hides(slot: slot, of: type)
      case .computed(let number): hides(slot: type.fields.count + number, of: type)
      }
    }
  }

  // MARK: Values

  private static func hidden(_ value: StoredValue) -> StoredValue {
    value == .null ? .null : .text(mark)
  }

  /// A value of a field, as it is shown.
  public func shown(_ value: StoredValue, of member: String, in type: RecordType) -> StoredValue {
    if seesAll { return value }
    if hides(member, of: type) { return Self.hidden(value) }
    guard case .entries(let entries) = value, let slot = type.slot(of: member),
      case .entries(let number) = type.fields[slot].type
    else { return value }
    let inner = recordTypes[number]
    return .entries(
      entries.map { entry in
        Dictionary(uniqueKeysWithValues: entry.map { ($0, shown($1, of: $0, in: inner)) })
      })
  }

  /// A value of a field of a record type by their names. What no type or field is called now may
  /// have been a secret under its former name: it is hidden.
  public func shown(_ value: StoredValue, of member: String, ofType name: String) -> StoredValue {
    if seesAll { return value }
    guard let type = recordTypes.first(where: { $0.name == name }),
      type.slot(of: member) != nil || type.formulaSlot(of: member) != nil
    else { return Self.hidden(value) }
    return shown(value, of: member, in: type)
  }

  /// Values that a request gives to an event; hidden where it takes none of that name now.
  public func shown(_ values: [NamedValue], event: String, ofType name: String) -> [NamedValue] {
    if seesAll { return values }
    let type = recordTypes.first { $0.name == name }
    let inputs = type?.event(named: event)?.transitions.flatMap(\.inputs) ?? []
    return values.map { value in
      guard let type, !hides(input: value.name, event: event, of: type) else {
        return NamedValue(value.name, Self.hidden(value.value))
      }
      if inputs.contains(where: { $0.name == value.name && $0.field == nil }) { return value }
      return NamedValue(value.name, shown(value.value, of: value.name, ofType: name))
    }
  }

  /// Values of a message.
  public func shown(_ fields: [NamedValue], ofMessage name: String) -> [NamedValue] {
    fields.map {
      hides($0.name, ofMessage: name) ? NamedValue($0.name, Self.hidden($0.value)) : $0
    }
  }

  /// Whether a value of a message is hidden, as is one that no message of the name has now.
  public func hides(_ field: String, ofMessage name: String) -> Bool {
    if seesAll { return false }
    guard let secrecy = secrets.fields(ofMessage: name)[field] else { return true }
    return hides(secrecy)
  }
}
