import CEL
import WorkflowEngine

/// The records of one run of a scenario, and what else its steps leave behind.
///
/// A class, because the steps of a run share it.
final class World {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let interpreter: Interpreter
  /// Every record there is or was, in the order in which they came.
  private(set) var known: [RecordName] = []
  var requests = RequestBook()
  var heldBack: Set<TimerKey> = []
  /// What waits for a second person.
  private(set) var waiting = PendingBook()

  private init(_ definition: WorkflowDefinition) {
    self.definition = definition
    snapshot = Snapshot(definition: definition)
    interpreter = Interpreter(definition)
  }

  /// Places what is given; what is missing is empty, has its default or is in its first state.
  convenience init(definition: WorkflowDefinition, given: [GivenRecord], clock: Int64) {
    self.init(definition)
    for record in given {
      let handle = snapshot.place(type: record.name.type, id: record.name.id)
      interpreter.fillPlainDefaults(snapshot, handle)
      for (slot, value) in record.values { snapshot.set(handle, slot: slot, to: value) }
      interpreter.fillStates(snapshot, handle, except: Set(record.values.map(\.slot)))
      known.append(record.name)
    }
    for record in given {
      interpreter.fillComputedDefaults(
        snapshot, handle(of: record.name), except: Set(record.values.map(\.slot)),
        actor: Actor(user: "tester"), now: clock)
    }
  }

  func note(_ records: [RecordName]) {
    for record in records where !known.contains(record) { known.append(record) }
  }

  func handle(of record: RecordName) -> RecordHandle {
    snapshot.known(type: record.type, id: record.id)
  }

  func presence(of record: RecordName) -> RecordPresence {
    snapshot.presence(of: handle(of: record))
  }

  /// The ids of all records that are no more, in this way.
  func ids(_ presence: RecordPresence) -> [String] {
    known.filter { self.presence(of: $0) == presence }.map(\.id)
  }

  // MARK: Looking at records

  /// The value of any member of a record, computed ones included.
  func found(_ record: RecordName, _ member: String, at time: Int64) -> Found {
    switch presence(of: record) {
    case .present: return found(handle(of: record), member, at: time)
    case .deleted: return .gone("deleted")
    case .erased: return .gone("erased")
    case .unknown:
      return .gone(
        "not there: there is no \(definition.recordTypes[record.type].name) \(record.id)")
    }
  }

  private func found(_ record: RecordHandle, _ member: String, at time: Int64) -> Found {
    let type = snapshot.type(of: record)
    if let slot = type.slot(of: member), case .entries(let entryType) = type.fields[slot].type {
      let names = definition.recordTypes[entryType].memberNames
      return .entries(
        interpreter.entries(snapshot, of: record, slot: slot).map { entry in
          Dictionary(
            names.map { ($0, found(entry, $0, at: time)) }, uniquingKeysWith: { first, _ in first })
        })
    }
    let isLinks = type.slot(of: member).map { type.fields[$0].type.isLinks } ?? false
    switch interpreter.value(
      snapshot, record, member: member, actor: Actor(user: "tester"), now: time)
    {
    case .value(.list(let values)) where isLinks:
      return .records(values.compactMap { if case .reference(let id) = $0 { id } else { nil } })
    case .value(.null) where isLinks: return .records([])
    case .value(let value): return .plain(value)
    case .records(let records): return .records(records.map { snapshot.id(of: $0) })
    case .unknown(let reason): return .unknown(reason)
    case nil: return .unknown("there is no '\(member)' in \(type.name)")
    }
  }

  /// Whether a record is as an expectation describes it by some of its fields.
  func isLike(_ record: RecordName, _ expected: ExpectedRecord, at time: Int64) -> Bool {
    if expected.isImpossible { return false }
    if let type = expected.type, type != record.type { return false }
    if let id = expected.id, id != record.id { return false }
    return expected.fields.allSatisfy { found(record, $0.name, at: time).matches($0.value) }
  }

  // MARK: Before and after

  /// Every record's stored values.
  struct Image: Equatable {
    struct Record: Equatable {
      var presence: RecordPresence
      var values: [StoredValue]

      /// Without what the definition keeps for itself, such as when a timer last fired.
      func shown(of type: RecordType) -> Record {
        let shown = zip(type.fields, values).filter { !$0.0.isInternal }.map(\.1)
        return Record(presence: presence, values: shown)
      }
    }

    var records: [RecordName: Record] = [:]

    /// The records that are not the same, or not there, in another image.
    func differences(from other: Image, in definition: WorkflowDefinition) -> [RecordName] {
      Set(records.keys).union(other.records.keys).filter { name in
        let type = definition.recordTypes[name.type]
        return records[name]?.shown(of: type) != other.records[name]?.shown(of: type)
      }.sorted { ($0.type, $0.id) < ($1.type, $1.id) }
    }
  }

  /// The values of a record that is there, by slot.
  func storedValues(of name: RecordName) -> [StoredValue] {
    let handle = handle(of: name)
    return definition.recordTypes[name.type].fields.indices.map {
      snapshot.storedValue(of: handle, slot: $0)
    }
  }

  func image() -> Image {
    var image = Image()
    for name in known {
      let presence = presence(of: name)
      let values = presence == .present ? storedValues(of: name) : []
      image.records[name] = Image.Record(presence: presence, values: values)
    }
    return image
  }

  /// The same records once more: what happens to them happens to no other.
  func copy() -> World {
    let copy = World(definition)
    let image = image()
    for name in known {
      guard let record = image.records[name] else { continue }
      if record.presence == .present {
        let handle = copy.snapshot.place(type: name.type, id: name.id)
        for (slot, value) in record.values.enumerated() {
          copy.snapshot.set(handle, slot: slot, to: value)
        }
      } else {
        copy.snapshot.mark(copy.handle(of: name), as: record.presence)
      }
    }
    for type in definition.recordTypes {
      copy.snapshot.setNextSerial(type: type.index, to: snapshot.nextSerial(type: type.index))
    }
    copy.known = known
    copy.requests = requests
    copy.heldBack = heldBack
    copy.waiting = waiting.copy()
    return copy
  }
}

extension FieldType {
  var isLinks: Bool {
    if case .links = self { true } else { false }
  }
}
