import CEL

/// One thing that a transition brings about.
public final class Effect: Sendable {
  /// What is done.
  public enum Kind: Sendable {
    /// Fields of the target and their new values; all are computed before any is set.
    case set([Assignment])
    /// Fields of several records: each effect is a `set` of its own; all values are computed before
    /// any is set.
    case setTogether([Effect])
    /// A new record, or a new entry of the inline list in `entries`; `send` is an event it gets at
    /// once.
    case create(type: Int, entries: Int?, with: [Assignment], send: Int?)
    case delete
    case erase
    /// Adds records to, or removes them from, the target's links in `slot`.
    /// `ofMember` says that the links are those of the record looped over, and not the own ones.
    case link(slot: Int, records: Formula, ofMember: Bool)
    case unlink(slot: Int, records: Formula, ofMember: Bool)
    /// An event of the target's type (`RecordType.events`), carried out at once and to its end.
    /// With `ifPossible` a single record to which no way applies is left alone, as in a set; `with`
    /// gives values to its inputs.
    case send(event: Int, skipBlocked: Bool, ifPossible: Bool, with: [NamedExpression])
    /// An event of the own record, for when the effects are done; `isLater` lets everything else
    /// that follows in the step go first.
    case raise(event: Int, isLater: Bool)
    /// Effects that happen where `when` holds, and others that do where it does not.
    case choose([Effect], otherwise: [Effect])
    case emit(message: String, key: Sentence?, with: [NamedExpression])
  }

  /// On which records: the own one, or a loop.
  public enum Target: Sendable {
    case own
    case each(Loop)
  }

  public let kind: Kind
  public let target: Target
  /// Whether the effect happens at all; own names only.
  public let when: Condition?
  public let place: SourcePlace

  public init(kind: Kind, target: Target, when: Condition?, place: SourcePlace) {
    self.kind = kind
    self.target = target
    self.when = when
    self.place = place
    isConditional = when != nil
  }

  let isConditional: Bool

  deinit {
    flat.when?.free()
    flat.assignments.free()
  }

  /// What the interpreter looks at.
  var flat: FlatEffect { bound.value }
  /// Told by the definition that the effect becomes part of.
  nonisolated(unsafe) private var bound = BoundOnce(FlatEffect())

  func bind(to own: RecordType, in definition: WorkflowDefinition) {
    bound.bind(FlatEffect(of: self, own: own, in: definition))
  }

  /// Tells loops which of the type's sets they go over.
  func bind(to sets: [RecordSet]) {
    if case .each(let loop) = target { loop.bind(to: sets) }
    for effect in kind.parts.inner { effect.bind(to: sets) }
  }
}

/// Over which records an effect goes, and in which order.
public final class Loop: Sendable {
  /// A list of records, or one record.
  public let records: Formula
  /// The type of the records.
  public let memberType: Int
  /// Whether `records` is a single reference: a wrong state then blocks instead of being left
  /// alone.
  public let isSingle: Bool
  public let condition: Condition?
  public let orderBy: Formula?
  public let order: SortOrder
  public let limit: Int?
  /// Whether a single record must be there; else there may be none to go over.
  public let isRequired: Bool
  /// The own set that `records` names, where it is no more than that; -1 otherwise.
  var ownSet: Int { bound.value }
  /// Told by the record type that the loop becomes part of.
  nonisolated(unsafe) private var bound = BoundOnce(-1)

  func bind(to sets: [RecordSet]) {
    bound.bind(sets.firstIndex { $0.name == records.text } ?? -1)
  }

  public init(
    records: Formula, memberType: Int, isSingle: Bool, condition: Condition?, orderBy: Formula?,
    order: SortOrder, limit: Int?, isRequired: Bool = false
  ) {
    self.records = records
    self.memberType = memberType
    self.isSingle = isSingle
    self.condition = condition
    self.orderBy = orderBy
    self.order = order
    self.limit = limit
    self.isRequired = isRequired
  }
}

/// A stored field's new value.
public final class Assignment: Sendable {
  public let slot: Int
  public let value: Expression
  public let place: SourcePlace

  public init(slot: Int, value: Expression, place: SourcePlace) {
    self.slot = slot
    self.value = value
    self.place = place
  }
}

/// A value with a name, in a message or for an input.
public struct NamedExpression: Sendable {
  public let name: String
  public let type: FieldType
  public let value: Expression

  public init(name: String, type: FieldType, value: Expression) {
    self.name = name
    self.type = type
    self.value = value
  }
}

/// When a condition holds for a record that a step has changed, fields of it follow.
public final class Reaction: Sendable {
  public let when: Condition
  public let set: [Assignment]
  public let place: SourcePlace

  public init(when: Condition, set: [Assignment], place: SourcePlace) {
    self.when = when
    self.set = set
    self.place = place
  }
}

/// A rule that must hold for every record of a type at the end of every step.
public final class Invariant: Sendable {
  public let name: String
  public let recordType: Int
  public let when: Condition?
  public let check: Condition
  public let otherwise: Sentence?
  /// Events (`type.event`) at whose end alone it is checked, with `before` at hand; empty means
  /// every step.
  public let during: [String]
  public let place: SourcePlace

  public init(
    name: String, recordType: Int, when: Condition?, check: Condition, otherwise: Sentence?,
    during: [String], place: SourcePlace
  ) {
    self.name = name
    self.recordType = recordType
    self.when = when
    self.check = check
    self.otherwise = otherwise
    self.during = during
    self.place = place
  }
}
