import CEL
package import WorkflowEngine

/// A place of a store in which a personal value of a record may stand, as it is or in what was made
/// of it.
package enum MentionPlace: Hashable {
  /// A field in a line of the history, by its number.
  case change(line: Int, field: String)
  /// A message, by its number.
  case message(Int)
  /// A request that waits, by its number.
  case waiting(Int)
  /// What was answered under the request id of a line.
  case answer(line: Int)
}

/// Keeps account of where personal values of records went, so that erasing finds them.
///
/// A place that was made of another record's value is also one of whatever that value was made of.
package protocol MentionKeeper: AnyObject {
  /// The other records of whose personal values a stored value was made.
  func origins(of value: HeldValue) throws(StoreError) -> Set<NamedRecord>
  /// Replaces these.
  func setOrigins(_ origins: Set<NamedRecord>, of value: HeldValue) throws(StoreError)
  func note(_ origin: NamedRecord, in place: MentionPlace) throws(StoreError)
}

extension MentionKeeper {
  /// Notes what a plan was made of, once its lines and messages are written.
  ///
  /// - Parameters:
  ///   - snapshot: the plan's, before or after it was carried out.
  ///   - first: the number of the first line.
  ///   - messages: the number of each of its messages; nil for those that were not sent.
  ///   - isKept: whether the answer is kept under a request id.
  package func note(
    _ plan: Plan, in snapshot: Snapshot, first: Int, messages: [Int?], isKept: Bool
  ) throws(StoreError) {
    let secrets = snapshot.definition.secrets
    if !secrets.hasPersonal { return }
    var made: [HeldValue: Set<NamedRecord>] = [:]
    for mention in plan.mentions {
      let source = snapshot.name(of: mention.record, slot: mention.slot)
      let origins = try self.origins(of: source).union(made[source] ?? []).union([source.record])
      switch mention.target {
      case .field(let record, let slot):
        made[snapshot.name(of: record, slot: slot), default: []].formUnion(origins)
      case .message(let place):
        guard messages.indices.contains(place), let number = messages[place] else { break }
        // What a record sends goes with it anyway.
        let sender = plan.messages[place]
        for origin in origins
        where origin.id != sender.recordID || origin.recordType != sender.recordType {
          try note(origin, in: .message(number))
        }
      case .said, .request: break
      }
      if !isKept { continue }
      for origin in origins { try note(origin, in: .answer(line: first)) }
    }
    func noteChange(_ record: RecordHandle, _ slot: Int, isLeft: Bool, _ step: Int32)
      throws(StoreError)
    {
      let value = snapshot.name(of: record, slot: slot)
      let former = try self.noteChange(
        of: value, to: made[value] ?? [], isLeft: isLeft, line: first + Int(step))
      if !isKept { return }
      for origin in former { try note(origin, in: .answer(line: first)) }
    }
    let erased = Set(plan.removed.lazy.filter(\.isErased).map(\.record))
    for change in plan.changes {
      let (type, slot) = (snapshot.type(of: change.record), Int(change.slot))
      guard secrets.isPersonal(type: type.index, slot: slot), !type.isInline,
        !erased.contains(change.record)
      else { continue }
      let isList = if case .entries = type.fields[slot].type { true } else { false }
      let new = snapshot.storedValue(change.new, as: type.fields[slot].type)
      try noteChange(
        change.record, slot, isLeft: isList && new != .null && new != .entries([]), change.step)
    }
    for removal in plan.removed {
      let type = snapshot.type(of: removal.record)
      for slot in type.fields.indices where secrets.isPersonal(type: type.index, slot: slot) {
        try noteChange(removal.record, slot, isLeft: false, removal.step)
      }
    }
  }

  /// Notes that a line of the history tells what a value was, and what it is.
  ///
  /// - Parameters:
  ///   - made: the records of whose personal values it is made now.
  ///   - isLeft: whether some of what it was is left, as in a list.
  /// - Returns: those of whose values it was made.
  @discardableResult
  package func noteChange(
    of value: HeldValue, to made: Set<NamedRecord> = [], isLeft: Bool = false, line: Int
  ) throws(StoreError) -> Set<NamedRecord> {
    let former = try origins(of: value)
    let present = made.union(isLeft ? former : []).subtracting([value.record])
    for origin in former.union(present) {
      try note(origin, in: .change(line: line, field: value.field))
    }
    if former != present { try setOrigins(present, of: value) }
    return former
  }

  /// The same for a line of an import.
  package func noteImport(
    of type: RecordType, id: String, _ changes: [HistoryLine.Change], line: Int,
    _ secrets: Secrets
  ) throws(StoreError) {
    if !secrets.hasPersonal { return }
    for change in changes {
      guard let slot = type.slot(of: change.field),
        secrets.isPersonal(type: type.index, slot: slot)
      else { continue }
      try noteChange(
        of: HeldValue(recordType: type.name, recordID: id, field: change.field), line: line)
    }
  }

  /// Notes what a request that waits may hold.
  ///
  /// - Parameter isKept: whether the answer is kept under a request id.
  package func note(
    _ request: PendingRequest, about values: [HeldValue], isKept: Bool
  ) throws(StoreError) {
    for value in values {
      for origin in try origins(of: value).union([value.record]) {
        try note(origin, in: .waiting(request.number))
        if isKept { try note(origin, in: .answer(line: request.line)) }
      }
    }
  }
}

extension HeldValue {
  fileprivate var record: NamedRecord { NamedRecord(recordType: recordType, id: recordID) }
}
