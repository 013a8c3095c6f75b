import CEL
import WorkflowEngine
import WorkflowStore

/// A stored word of one record.
struct RecordWord: Hashable {
  let record: RecordHandle
  let slot: Int
}

/// The records of one type whose references or links in a slot lead to an owner.
struct RecordSetKey: Hashable {
  let owner: RecordHandle
  let type: Int
  let slot: Int
}

/// What differs from the records as they are: a situation of a route.
struct RouteSituation {
  var words: [RecordWord: Int64] = [:]
  var presences: [RecordHandle: RecordPresence] = [:]
  /// By type: how many numbers were drawn for new records.
  var drawn: [Int: Int] = [:]
  /// In microseconds.
  var now: Int64
}

/// The records of a store as they are, and what routes make of them: one view, of which a step
/// reads through this supply, so that what its answer depends on is known.
///
/// A class, because the snapshot asks it back. Words are loaded from the store when they are first
/// asked for; each record is parked, and brought back for the steps that ask for it.
final class RouteWorld: WordSupply {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let interpreter: Interpreter
  private let source: any ViewSource

  private struct Known {
    /// Whether the store has it.
    var presence: RecordPresence
    /// The place of its cells; negative where it has none.
    var cells: Int32
    /// The words that the store holds.
    var words: [Int64]
    /// Whether its cells are in place for the step in hand.
    var isBrought = false
  }

  private var known: [Known?] = []
  /// Records that the store has and that were looked at, by type.
  private(set) var metOfType: [[RecordHandle]]
  private var baseSets: [RecordSetKey: [RecordHandle]] = [:]
  private var baseAll: [Int: [RecordHandle]] = [:]
  private var baseHolders: [RecordWord: [RecordHandle]] = [:]
  private var baseSerials: [Int: Int] = [:]
  private var lists = ListTable()

  /// The situation that words are taken from.
  private(set) var situation: RouteSituation

  // What the steps since the last `forget` have read.
  private(set) var readWords: [RecordWord] = []
  private(set) var readPresences: [RecordHandle] = []
  private(set) var readSets: [RecordSetKey] = []
  private(set) var readTypes: [Int] = []
  private var brought: [RecordHandle] = []
  /// How many words, records and sets were read in all: the measure of the work.
  private(set) var reads = 0

  init(_ view: StoreView, _ interpreter: Interpreter, now: Int64) {
    definition = interpreter.definition
    snapshot = view.snapshot
    source = view.source
    self.interpreter = interpreter
    situation = RouteSituation(now: now)
    metOfType = definition.recordTypes.map { _ in [] }
    for raw in 0..<Int32(snapshot.count) {
      let record = RecordHandle(raw: raw)
      if snapshot.isLoaded(record), !snapshot.type(of: record).isInline { capture(record) }
    }
    snapshot.supply = self
    interpreter.limit(on: snapshot, judging: nil, isSilent: true)
  }

  deinit { snapshot.supply = nil }

  // MARK: Situations

  func enter(_ next: RouteSituation) {
    situation = next
    for (type, serial) in baseSerials {
      snapshot.setNextSerial(type: type, to: serial + (next.drawn[type] ?? 0))
    }
  }

  /// The situation that a plan leads to.
  func situation(after plan: Plan) -> RouteSituation {
    var next = situation
    var entries: Set<RecordHandle> = []
    for created in plan.created {
      if created.id.isEmpty {
        entries.insert(created.record)
        continue
      }
      prepare(created.record, type: created.type)
      next.presences[created.record] = .present
      if created.isNumbered {
        if baseSerials[created.type] == nil {
          baseSerials[created.type] = snapshot.nextSerial(type: created.type)
        }
        next.drawn[created.type, default: 0] += 1
      }
    }
    for change in plan.changes {
      let slot = Int(change.slot)
      if entries.contains(change.record) {
        snapshot.setRaw(change.record, slot: slot, to: change.new)
        continue
      }
      let type = snapshot.type(of: change.record).fields[slot].type
      set(
        lists.canonical(change.new, as: type, in: snapshot),
        RecordWord(record: change.record, slot: slot), in: &next)
    }
    for removal in plan.removed {
      next.presences[removal.record] = removal.isErased ? .erased : .deleted
      for slot in snapshot.type(of: removal.record).fields.indices {
        set(Scalar.null, RecordWord(record: removal.record, slot: slot), in: &next)
      }
    }
    return next
  }

  private func set(_ word: Int64, _ place: RecordWord, in next: inout RouteSituation) {
    let base = known(place.record).words
    if place.slot < base.count, base[place.slot] == word {
      next.words[place] = nil
    } else {
      next.words[place] = word
    }
  }

  /// Gives a record that a plan makes its cells.
  private func prepare(_ record: RecordHandle, type: Int) {
    var entry = known(record)
    guard entry.cells < 0 else { return }
    _ = snapshot.place(type: type, id: snapshot.id(of: record))
    let slots = definition.recordTypes[type].fields.indices
    for slot in slots { snapshot.setUnread(record, slot: slot) }
    entry.cells = snapshot.park(record)
    entry.words = slots.map { _ in Scalar.null }
    known[Int(record.raw)] = entry
  }

  /// A word of a record in the situation, without anybody noticing.
  func peek(_ place: RecordWord) -> Int64 {
    if let word = situation.words[place] { return word }
    let words = known(place.record).words
    return place.slot < words.count ? words[place.slot] : Scalar.null
  }

  func isPresent(_ record: RecordHandle) -> Bool {
    (situation.presences[record] ?? known(record).presence) == .present
  }

  /// An id of the type that nothing has.
  func freeID(type: Int) -> String {
    let name = definition.recordTypes[type].name
    var number = 1
    while true {
      let id = "\(name)-\(number)"
      let record = snapshot.known(type: type, id: id)
      if known(record).presence == .unknown, situation.presences[record] == nil { return id }
      number += 1
    }
  }

  // MARK: Loading

  private func known(_ record: RecordHandle) -> Known {
    let index = Int(record.raw)
    while known.count <= index { known.append(nil) }
    if let entry = known[index] { return entry }
    return load(record)
  }

  private func load(_ record: RecordHandle) -> Known {
    let type = snapshot.type(of: record)
    guard !type.isInline else {
      let entry = Known(presence: .present, cells: -1, words: [])
      known[Int(record.raw)] = entry
      return entry
    }
    // What is not there may stand as asked for in vain.
    if !snapshot.isLoaded(record) { _ = snapshot.park(record) }
    let presence = source.load(type: type, id: snapshot.id(of: record), into: snapshot)
    return presence == .present ? capture(record) : note(absent: record, presence)
  }

  private func note(absent record: RecordHandle, _ presence: RecordPresence) -> Known {
    let entry = Known(presence: presence, cells: -1, words: [])
    known[Int(record.raw)] = entry
    return entry
  }

  /// Takes over the words of a record that the store has just placed, and parks it.
  @discardableResult
  private func capture(_ record: RecordHandle) -> Known {
    let type = snapshot.type(of: record)
    var words: [Int64] = []
    for (slot, field) in type.fields.enumerated() {
      let word = snapshot.peek(record, slot: slot) ?? Scalar.null
      words.append(lists.canonical(word, as: field.type, in: snapshot))
      snapshot.setUnread(record, slot: slot)
    }
    let entry = Known(presence: .present, cells: snapshot.park(record), words: words)
    let index = Int(record.raw)
    while known.count <= index { known.append(nil) }
    known[index] = entry
    metOfType[type.index].append(record)
    return entry
  }

  /// Lets the store place records, with those that are known already in their places.
  private func placed(type: Int, _ load: () -> [String]) -> [RecordHandle] {
    var parked: [RecordHandle] = []
    for record in metOfType[type] where !snapshot.isLoaded(record) {
      guard let entry = known[Int(record.raw)] else { continue }
      snapshot.bring(record, cells: entry.cells)
      parked.append(record)
    }
    let found = load().map { snapshot.known(type: type, id: $0) }
    for record in parked { _ = snapshot.park(record) }
    for record in found {
      let index = Int(record.raw)
      while known.count <= index { known.append(nil) }
      if known[index] == nil { capture(record) }
    }
    return found
  }

  // MARK: Supplying

  func word(of record: RecordHandle, slot: Int) -> Int64 {
    let place = RecordWord(record: record, slot: slot)
    readWords.append(place)
    reads += 1
    return peek(place)
  }

  func presence(of record: RecordHandle) -> RecordPresence {
    readPresences.append(record)
    reads += 1
    var entry = known(record)
    let presence = situation.presences[record] ?? entry.presence
    if presence == .present, entry.cells >= 0 {
      snapshot.bring(record, cells: entry.cells)
      entry.isBrought = true
      known[Int(record.raw)] = entry
    }
    brought.append(record)
    return presence
  }

  func members(at owner: RecordHandle, type: Int, slot: Int) -> [RecordHandle]? {
    let key = RecordSetKey(owner: owner, type: type, slot: slot)
    readSets.append(key)
    reads += 1
    return members(of: key)
  }

  /// The members of a set in the situation, by id, without anybody noticing.
  func members(of key: RecordSetKey) -> [RecordHandle] {
    let base = baseMembers(of: key)
    let changed = situation.words.keys.filter {
      $0.slot == key.slot && snapshot.type(of: $0.record).index == key.type
    }
    if changed.isEmpty, situation.presences.isEmpty { return base }
    let touched = Set(changed.map(\.record))
    let added = changed.filter { holds(key.owner, at: $0) }.map(\.record)
    return ordered((base.filter { !touched.contains($0) } + added).filter(isPresent))
  }

  private func holds(_ owner: RecordHandle, at place: RecordWord) -> Bool {
    let word = peek(place)
    if word == Scalar.null { return false }
    if case .links = snapshot.type(of: place.record).fields[place.slot].type {
      return snapshot.elements(ofList: word).contains(Int64(owner.raw))
    }
    return word == Int64(owner.raw)
  }

  private func baseMembers(of key: RecordSetKey) -> [RecordHandle] {
    if let members = baseSets[key] { return members }
    guard known(key.owner).presence == .present else { return [] }
    let type = definition.recordTypes[key.type]
    let ownerType = snapshot.type(of: key.owner)
    let id = snapshot.id(of: key.owner)
    let members = placed(type: key.type) {
      if case .links = type.fields[key.slot].type {
        return source.loadLinking(
          type: type, slot: key.slot, memberType: ownerType, id: id, into: snapshot)
      }
      return source.loadReferencing(
        type: type, slot: key.slot, ownerType: ownerType, id: id, into: snapshot)
    }
    baseSets[key] = members
    return members
  }

  private func ordered(_ records: [RecordHandle]) -> [RecordHandle] {
    records.map { ($0, snapshot.id(of: $0)) }
      .sorted { $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) }.map(\.0)
  }

  func all(ofType type: Int) -> [RecordHandle]? {
    readTypes.append(type)
    reads += 1
    return every(ofType: type)
  }

  /// All records of a type in the situation, by id, without anybody noticing.
  func every(ofType type: Int) -> [RecordHandle] {
    if baseAll[type] == nil {
      baseAll[type] = placed(type: type) {
        source.loadAll(type: definition.recordTypes[type], into: snapshot)
      }
    }
    let base = baseAll[type] ?? []
    if situation.presences.isEmpty { return base }
    let made = situation.presences.keys.filter {
      snapshot.type(of: $0).index == type && known($0).presence != .present
    }
    return ordered((base + made).filter(isPresent))
  }

  func holders(of word: Int64, type: Int, slot: Int) -> [RecordHandle]? {
    let field = definition.recordTypes[type].fields[slot]
    let value = snapshot.storedValue(word, as: field.type)
    let base = placed(type: type) {
      source.loadHolding(
        type: definition.recordTypes[type], slot: slot, value: value, into: snapshot)
    }
    let changed = situation.words.keys.filter {
      $0.slot == slot && snapshot.type(of: $0.record).index == type
    }
    let candidates = Set(base + changed.map(\.record))
    let holders = candidates.filter {
      isPresent($0) && peek(RecordWord(record: $0, slot: slot)) == word
    }
    for holder in holders { readWords.append(RecordWord(record: holder, slot: slot)) }
    reads += holders.count + 1
    return ordered(Array(holders))
  }

  /// Forgets what was read, so that the next step reads anew.
  func forget() {
    for place in readWords where known(place.record).isBrought {
      snapshot.setUnread(place.record, slot: place.slot)
    }
    for record in brought {
      _ = snapshot.park(record)
      known[Int(record.raw)]?.isBrought = false
    }
    brought.removeAll(keepingCapacity: true)
    readWords.removeAll(keepingCapacity: true)
    readPresences.removeAll(keepingCapacity: true)
    readSets.removeAll(keepingCapacity: true)
    readTypes.removeAll(keepingCapacity: true)
  }
}
