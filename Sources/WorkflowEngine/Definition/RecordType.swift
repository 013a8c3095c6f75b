/// A type of record: its fields, regions, sets, and what can happen to it.
public final class RecordType: Sendable {
  /// The number of the type in `WorkflowDefinition.recordTypes`.
  public let index: Int
  public let name: String
  public let place: SourcePlace
  /// How a record is shown to a person, after its type and id.
  public let shownAs: Sentence?
  /// Fields that a record stores, in slot order: regions first, then fields, links and inline
  /// lists.
  public let fields: [Field]
  /// Fields that are computed; the slot of the first is `fields.count`.
  public let formulas: [FormulaField]
  public let regions: [Region]
  public let sets: [RecordSet]
  public let events: [Event]
  public let reactions: [Reaction]
  public let lists: [RecordList]
  public let badges: [Badge]
  /// Whether the type's records are entries of an inline list: they have no id of their own.
  public let isInline: Bool

  public init(
    index: Int, name: String, place: SourcePlace, shownAs: Sentence?, fields: [Field],
    formulas: [FormulaField], regions: [Region], sets: [RecordSet], events: [Event],
    reactions: [Reaction], lists: [RecordList], badges: [Badge], isInline: Bool
  ) {
    self.index = index
    self.name = name
    self.place = place
    self.shownAs = shownAs
    self.fields = fields
    self.formulas = formulas
    self.regions = regions
    self.sets = sets
    self.events = events
    self.reactions = reactions
    self.lists = lists
    self.badges = badges
    self.isInline = isInline
    eventTable = .copy(of: events.map(Unmanaged.passUnretained))
    for effect in events.lazy.flatMap(\.transitions).flatMap(\.effects) {
      if case .each(let loop) = effect.target { loop.bind(to: sets) }
    }
    hasUniqueFields = fields.contains { $0.uniqueness != nil }
    fieldIndex = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    eventIndex = Dictionary(
      events.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  deinit { eventTable.deallocate() }

  // INVARIANT: never written after init; `events` keeps them alive.
  nonisolated(unsafe) let eventTable: UnsafeBufferPointer<Unmanaged<Event>>

  /// Whether a change of its records can break a uniqueness.
  public let hasUniqueFields: Bool

  private let fieldIndex: [String: Int]
  private let eventIndex: [String: Int]

  /// The slot of a stored field or region.
  public func slot(of name: String) -> Int? { fieldIndex[name] }

  /// The slot of a computed field.
  public func formulaSlot(of name: String) -> Int? {
    formulas.firstIndex { $0.name == name }.map { $0 + fields.count }
  }

  public func event(named name: String) -> Event? { eventIndex[name].map { events[$0] } }

  public func list(named name: String) -> RecordList? { lists.first { $0.name == name } }
}

/// A field that a record stores.
public struct Field: Sendable {
  public let name: String
  public let type: FieldType
  /// Whether it may be empty.
  public let isOptional: Bool
  public let defaultValue: Expression?
  public let uniqueness: Uniqueness?
  /// The region whose state this is.
  public let region: Int?
  /// A field the engine keeps for itself, such as when a repeating timer last fired; no form of the
  /// language names it.
  public let isInternal: Bool
  public let place: SourcePlace

  public init(
    name: String, type: FieldType, isOptional: Bool, defaultValue: Expression?,
    uniqueness: Uniqueness?, region: Int?, isInternal: Bool = false, place: SourcePlace
  ) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
    self.defaultValue = defaultValue
    self.uniqueness = uniqueness
    self.region = region
    self.isInternal = isInternal
    self.place = place
  }
}

extension Field {
  /// Whether an empty value is refused; a list without elements counts as a value.
  public var mustHaveValue: Bool { !isOptional && !isInternal && (type.isScalar || type == .text) }
}

/// Among which records a field's value may stand only once.
public struct Uniqueness: Sendable {
  /// States that hold the value; nil means every record that is not erased.
  public let states: StateTest?
  public let otherwise: Sentence?

  public init(states: StateTest?, otherwise: Sentence?) {
    self.states = states
    self.otherwise = otherwise
  }
}

/// A field that is computed whenever it is read.
public struct FormulaField: Sendable {
  public let name: String
  public let type: FieldType
  public let formula: Formula
  public let place: SourcePlace
  /// The slots to follow where the formula is a plain path of references, such as
  /// `location.account`.
  public let referencePath: [Int]?

  public init(
    name: String, type: FieldType, formula: Formula, place: SourcePlace, referencePath: [Int]?
  ) {
    self.name = name
    self.type = type
    self.formula = formula
    self.place = place
    self.referencePath = referencePath
  }
}

/// A region: a set of states of which a record is in exactly one.
public struct Region: Sendable {
  public let name: String
  /// Its place among the record's stored fields.
  public let slot: Int
  /// Its states in `WorkflowDefinition.choices`.
  public let choice: Int
  public let states: [State]

  public init(name: String, slot: Int, choice: Int, states: [State]) {
    self.name = name
    self.slot = slot
    self.choice = choice
    self.states = states
  }
}

/// A state, with how records in it are shown.
public struct State: Sendable {
  public let name: String
  public let badge: String?
  public let rowColor: String?
  public let place: SourcePlace

  public init(name: String, badge: String?, rowColor: String?, place: SourcePlace) {
    self.name = name
    self.badge = badge
    self.rowColor = rowColor
    self.place = place
  }
}

/// States of one region, as bits.
public struct StateTest: Sendable, Hashable {
  public let slot: Int
  public let states: UInt64

  public init(slot: Int, states: UInt64) {
    self.slot = slot
    self.states = states
  }

  @inlinable
  public func contains(_ state: Int64) -> Bool {
    state >= 0 && states & (1 << UInt64(state)) != 0
  }
}

/// A badge shown under a condition, beside those of the states.
public struct Badge: Sendable {
  public let name: String
  public let when: Condition

  public init(name: String, when: Condition) {
    self.name = name
    self.when = when
  }
}

/// A list that people look at.
public struct RecordList: Sendable {
  public let name: String
  public let title: String?
  public let isDefault: Bool
  /// Which records are in it; the record looked at is the own record of the condition.
  public let condition: Condition?
  public let orderBy: Formula?
  public let descending: Bool
  /// Members shown as columns.
  public let columns: [String]
  public let place: SourcePlace

  public init(
    name: String, title: String?, isDefault: Bool, condition: Condition?, orderBy: Formula?,
    descending: Bool, columns: [String], place: SourcePlace
  ) {
    self.name = name
    self.title = title
    self.isDefault = isDefault
    self.condition = condition
    self.orderBy = orderBy
    self.descending = descending
    self.columns = columns
    self.place = place
  }
}
