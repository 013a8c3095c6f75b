/// A region: a set of states of which a record is in exactly one while the region is active.
///
/// A region at the top is always active, one inside a state while the record is in that state.
public struct Region: Sendable {
  public let name: String
  /// Its place among the record's stored fields, and among the type's regions.
  public let slot: Int
  /// Its states in `WorkflowDefinition.choices`.
  public let choice: Int
  public let states: [State]
  /// The state it lies in; nil at the top.
  public let parent: StateID?
  /// Ways back to where the record was before it left the state around.
  public let histories: [History]
  /// The internal field that keeps the state it was last left in, where a history asks for it.
  public let historySlot: Int?
  /// The same for the histories of regions around it that keep it apart, by region.
  public let memorySlots: [Int: Int]
  /// The internal field that keeps when its state was entered, where somebody asks for it.
  public let enteredSlot: Int?
  /// The internal field that keeps the state before the present one, where a way leads back to it.
  public let previousSlot: Int?

  public init(
    name: String, slot: Int, choice: Int, states: [State], parent: StateID? = nil,
    histories: [History] = [], historySlot: Int? = nil, memorySlots: [Int: Int] = [:],
    enteredSlot: Int? = nil, previousSlot: Int? = nil
  ) {
    self.name = name
    self.slot = slot
    self.choice = choice
    self.states = states
    self.parent = parent
    self.histories = histories
    self.historySlot = historySlot
    self.memorySlots = memorySlots
    self.enteredSlot = enteredSlot
    self.previousSlot = previousSlot
  }
}

extension Region {
  /// The internal fields that keep states in which it was.
  public var memories: [Int] {
    [historySlot, previousSlot].compactMap(\.self) + memorySlots.values.sorted()
  }
}

/// A state of a record type, by its region and its place there.
public struct StateID: Sendable, Hashable, BitwiseCopyable {
  public var region: Int
  public var state: Int

  public init(region: Int, state: Int) {
    self.region = region
    self.state = state
  }
}

/// A state: how records in it are shown, what entering and leaving it brings about, and the regions
/// inside it.
public struct State: Sendable {
  public let name: String
  public let badge: String?
  public let rowColor: String?
  /// Whether nothing leaves it any more.
  public let isFinal: Bool
  /// Regions inside it (`RecordType.regions`); several are parallel.
  public let regions: [Int]
  public let onEntry: [Effect]
  public let onExit: [Effect]
  /// Where it is entered when nothing inside it is named; nil means the first state of each region.
  public let initial: Initial?
  public let place: SourcePlace

  public init(
    name: String, badge: String?, rowColor: String?, isFinal: Bool = false, regions: [Int] = [],
    onEntry: [Effect] = [], onExit: [Effect] = [], initial: Initial? = nil, place: SourcePlace
  ) {
    self.name = name
    self.badge = badge
    self.rowColor = rowColor
    self.isFinal = isFinal
    self.regions = regions
    self.onEntry = onEntry
    self.onExit = onExit
    self.initial = initial
    self.place = place
  }
}

/// What a state is entered by.
public enum EntryTarget: Sendable, Hashable {
  case state(StateID)
  /// The history with this place in `Region.histories`.
  case history(region: Int, index: Int)
  /// The state in which the region was before the present one.
  case previous(region: Int)

  public var region: Int {
    switch self {
    case .state(let id): id.region
    case .history(let region, _), .previous(let region): region
    }
  }
}

/// Where a state is entered when nothing inside it is named, and what that brings about.
public struct Initial: Sendable {
  public let targets: [EntryTarget]
  /// Run after the state's own effects on entry.
  public let effects: [Effect]

  public init(targets: [EntryTarget], effects: [Effect]) {
    self.targets = targets
    self.effects = effects
  }
}

/// A way back to where a record was before it left the state around a region.
public struct History: Sendable {
  public let name: String
  /// Whether inner regions go back too, and not only this one.
  public let isDeep: Bool
  /// Where it leads when there is nothing to go back to; none means the initial states.
  public let defaults: [EntryTarget]
  /// What happens then, after the effects on entry of the state around.
  public let effects: [Effect]
  public let place: SourcePlace

  public init(
    name: String, isDeep: Bool, defaults: [EntryTarget], effects: [Effect], place: SourcePlace
  ) {
    self.name = name
    self.isDeep = isDeep
    self.defaults = defaults
    self.effects = effects
    self.place = place
  }
}

/// States of one region, as bits.
public struct StateTest: Sendable, Hashable, BitwiseCopyable {
  public let slot: Int
  public let states: UInt64

  public init(slot: Int, states: UInt64) {
    self.slot = slot
    self.states = states
  }

  @inlinable
  /// Whether a state, by its word in the region's slot, is one of them.
  public func contains(_ state: Int64) -> Bool {
    state >= 0 && states & (1 << UInt64(state)) != 0
  }
}

extension [Region] {
  /// Where a history of a region leads without memory: its default, or where the state around
  /// begins.
  package func defaults(of history: History, in region: Int) -> [EntryTarget] {
    if !history.defaults.isEmpty { return history.defaults }
    let initial =
      self[region].parent.flatMap { self[$0.region].states[$0.state].initial }?.targets ?? []
    let inside = initial.filter { isRegion($0.region, within: region) }
    return inside.isEmpty ? [.state(StateID(region: region, state: 0))] : inside
  }

  /// Whether a region is another or lies in it, at any depth.
  package func isRegion(_ region: Int, within outer: Int) -> Bool {
    var current = region
    while current != outer {
      guard let parent = self[current].parent else { return false }
      current = parent.region
    }
    return true
  }
}
