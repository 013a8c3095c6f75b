import CEL
import WorkflowEngine

/// The records of a scenario as they are at some moment, or as a dry run would leave them.
struct RecordsView {
  let snapshot: Snapshot
  let interpreter: Interpreter
  /// Every record there is or was, in the order in which they came.
  let known: [RecordName]

  var definition: WorkflowDefinition { snapshot.definition }

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

  // MARK: Members

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
      snapshot, record, member: member, actor: World.tester, now: time)
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
    }

    var records: [RecordName: Record] = [:]

    /// The records that are not the same, or not there, in another image.
    func differences(from other: Image) -> [RecordName] {
      Set(records.keys).union(other.records.keys).filter { records[$0] != other.records[$0] }
        .sorted { ($0.type, $0.id) < ($1.type, $1.id) }
    }
  }

  /// The values of a record that is there, by slot.
  func storedValues(of name: RecordName) -> [StoredValue] {
    let handle = handle(of: name)
    return definition.recordTypes[name.type].fields.indices.map {
      snapshot.storedValue(of: handle, slot: $0)
    }
  }

  /// What people know of the records: how often a timer has fired is no part of it.
  func image() -> Image {
    var image = Image()
    for name in known {
      let presence = presence(of: name)
      let fields = definition.recordTypes[name.type].fields
      let values =
        presence == .present
        ? zip(fields, storedValues(of: name)).filter { !$0.0.isInternal }.map(\.1) : []
      image.records[name] = Image.Record(presence: presence, values: values)
    }
    return image
  }
}

extension FieldType {
  var isLinks: Bool {
    if case .links = self { true } else { false }
  }
}
