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
  /// Values that no two records have: those of unique fields first, in slot order.
  public let uniqueKeys: [UniqueKey]
  /// Those of them that are of several fields or computed.
  public let furtherKeys: [UniqueKey]

  public init(
    index: Int, name: String, place: SourcePlace, shownAs: Sentence?, fields: [Field],
    formulas: [FormulaField], regions: [Region], sets: [RecordSet], events: [Event],
    reactions: [Reaction], lists: [RecordList], badges: [Badge], isInline: Bool,
    undecidedEvent: Int? = nil, furtherKeys: [UniqueKey] = []
  ) {
    self.index = index
    self.name = name
    self.place = place
    self.shownAs = shownAs
    let simple = fields.enumerated().compactMap { slot, field in
      field.uniqueness.map {
        UniqueKey(parts: [.field(slot: slot)], uniqueness: $0, place: field.place) {
          fields[$0].type
        }
      }
    }
    let allKeys = simple + furtherKeys
    let lookedUp = Set(allKeys.compactMap(\.lookupSlot))
    uniqueKeys = allKeys
    self.furtherKeys = furtherKeys
    self.fields = fields.enumerated().map { slot, field in
      var field = field
      field.isLookedUp = lookedUp.contains(slot)
      return field
    }
    self.formulas = formulas
    self.regions = regions
    self.sets = sets
    self.events = events
    self.reactions = reactions
    self.lists = lists
    self.badges = badges
    self.isInline = isInline
    eventTable = PlainTable(of: events)
    flatSets = PlainTable(sets.map { FlatSet($0) })
    let transitions = events.flatMap(\.transitions)
    for effect in transitions.flatMap(\.effects) + regions.flatMap(\.effects) {
      effect.bind(to: sets)
    }
    for event in events { event.bind(isDecidedByStates: Self.isDecidedByStates(event, regions)) }
    flatEvents = PlainTable(events.map { FlatEvent($0) })
    let isFlat =
      events.allSatisfy(\.isDecidedByStates)
      && !Self.needsChart(
        regions: regions, transitions: transitions, undecidedEvent: undecidedEvent)
    chart =
      isFlat
      ? nil : Chart(regions: regions, transitions: transitions, undecidedEvent: undecidedEvent)
    hasUniqueFields = !allKeys.isEmpty
    let entering = regions.compactMap { region in
      region.enteredSlot.map { (Self.enteringName(of: region.name), $0) }
    }
    let pending = events.compactMap { event in
      event.pendingSlot.map { (Self.pendingName(of: event.name), $0) }
    }
    fieldIndex = Dictionary(
      fields.enumerated().map { ($1.name, $0) } + entering + pending,
      uniquingKeysWith: { first, _ in first })
    eventIndex = Dictionary(
      events.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  deinit {
    eventTable.free()
    flatEvents.free()
    flatSets.free()
  }

  // What the interpreter looks at in every attempt; `events` keeps alive what is in the tables.
  let flatEvents: PlainTable<FlatEvent>
  let flatSets: PlainTable<FlatSet>
  let eventTable: PlainTable<Unmanaged<Event>>

  /// Its states as a tree; nil where a record only ever moves from one state to another.
  let chart: Chart?

  /// The event raised where a condition or an effect cannot be told (`undecided:`).
  public var undecidedEvent: Int? { chart?.undecidedEvent }

  /// Whether a change of its records can break a uniqueness.
  public let hasUniqueFields: Bool

  private let fieldIndex: [String: Int]
  private let eventIndex: [String: Int]

  /// What formulas call the time at which the present state of a region was entered.
  public static func enteringName(of region: String) -> String { "entered.\(region)" }

  /// What formulas call it that a request for an event waits for a second person.
  public static func pendingName(of event: String) -> String { "pending.\(event)" }

  /// The slot of a stored field or region, of the time at which its state was entered, or of what
  /// tells whether a request waits.
  public func slot(of name: String) -> Int? { fieldIndex[name] }

  /// The slot of a computed field.
  public func formulaSlot(of name: String) -> Int? {
    formulas.firstIndex { $0.name == name }.map { $0 + fields.count }
  }

  /// Whether at most one way of an event fits the states of a record, whatever its fields are.
  private static func isDecidedByStates(_ event: Event, _ regions: [Region]) -> Bool {
    let ways = event.transitions
    if ways.contains(where: { $0.when != nil && !$0.isTimed || $0.occasion.isSpontaneous }) {
      return false
    }
    if ways.contains(where: \.leadsBack) { return false }
    if !Chart.unbound(ways.filter { !$0.from.isEmpty }, regions).isEmpty { return false }
    return ways.indices.allSatisfy { index in
      ways[..<index].allSatisfy { other in
        if ways[index].creates || other.creates { return ways[index].creates != other.creates }
        return ways[index].from.contains { test in
          regions[test.slot].parent == nil
            && other.from.contains { $0.slot == test.slot && $0.states & test.states == 0 }
        }
      }
    }
  }

  /// The event of a name; nil where the type has none.
  public func event(named name: String) -> Event? { eventIndex[name].map { events[$0] } }

  /// The list of a name; nil where the type has none.
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
  /// Roles of which one is needed to see its value; nil where anybody may, and none where nobody
  /// may.
  public let seenBy: [String]?
  /// Whether what is made of its value goes when its record is erased.
  public let isPersonal: Bool
  /// Whether records are looked up by its value.
  public internal(set) var isLookedUp = false
  public let place: SourcePlace

  public init(
    name: String, type: FieldType, isOptional: Bool, defaultValue: Expression?,
    uniqueness: Uniqueness?, region: Int?, isInternal: Bool = false, seenBy: [String]? = nil,
    isPersonal: Bool = false, place: SourcePlace
  ) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
    self.defaultValue = defaultValue
    self.uniqueness = uniqueness
    self.seenBy = seenBy
    self.isPersonal = isPersonal
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
  /// What holds for the records that count; it reads their own fields alone.
  public let condition: Condition?
  public let otherwise: Sentence?

  public init(states: StateTest?, condition: Condition? = nil, otherwise: Sentence?) {
    self.states = states
    self.condition = condition
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
  public let order: SortOrder
  /// Members shown as columns.
  public let columns: [String]
  public let place: SourcePlace

  public init(
    name: String, title: String?, isDefault: Bool, condition: Condition?, orderBy: Formula?,
    order: SortOrder, columns: [String], place: SourcePlace
  ) {
    self.name = name
    self.title = title
    self.isDefault = isDefault
    self.condition = condition
    self.orderBy = orderBy
    self.order = order
    self.columns = columns
    self.place = place
  }
}
