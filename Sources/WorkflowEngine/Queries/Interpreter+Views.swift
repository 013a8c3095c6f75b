public import CEL

/// A record as a person sees it.
public struct RecordView: Sendable, Equatable {
  /// What `shown_as` makes of it.
  public var title: String?
  public var badges: [String]
  public var rowColor: String?
  public var menu: [MenuItem]
}

/// An event that a record's menu offers in its state.
public struct MenuItem: Sendable, Equatable {
  public var event: String
  public var label: String
  public var tabs: [String]
}

extension Interpreter {
  /// How a record looks: badges and colour of its states, and the labelled events its states allow.
  public func view(_ snapshot: Snapshot, _ record: RecordHandle, actor: Actor, now: Int64)
    -> RecordView
  {
    let run = reading(snapshot, actor: actor, now: now)
    let type = snapshot.type(of: record)
    let states = type.regions.compactMap { region -> State? in
      let word = snapshot.cell(record, region.slot)
      return word == Scalar.null ? nil : region.states[Int(word)]
    }
    let conditional = run.reader.withFrame(own: record) { frame in
      type.badges.filter { run.reader.truth(of: $0.when, frame) == .yes }.map(\.name)
    }
    let title = type.shownAs.map { sentence in
      run.reader.withFrame(own: record) { run.reader.text(of: sentence, $0) }
    }
    return RecordView(
      title: title, badges: states.compactMap(\.badge) + conditional,
      rowColor: states.compactMap(\.rowColor).first, menu: menu(of: record, type: type, run: run))
  }

  private func menu(of record: RecordHandle, type: RecordType, run: StepRun) -> [MenuItem] {
    type.events.compactMap { event in
      guard let transition = run.select(event, record: record)?.takeUnretainedValue(),
        let label = transition.label, transition.notSupported == nil,
        transition.selection.extent != .all
      else { return nil }
      return MenuItem(event: event.name, label: label, tabs: transition.tabs)
    }
  }

  /// The labelled events that are for all records of a type at once: no single one's menu has them.
  public func menu(of type: RecordType) -> [MenuItem] {
    type.events.compactMap { event in
      event.transitions.first { $0.selection.extent == .all && $0.notSupported == nil }
        .flatMap { transition in
          transition.label.map { MenuItem(event: event.name, label: $0, tabs: transition.tabs) }
        }
    }
  }

  /// Records of a list in its order, of one parent where one is given.
  public func list(
    _ snapshot: Snapshot, _ list: RecordList, of type: RecordType, parent: RecordHandle?,
    actor: Actor,
    now: Int64
  ) -> [RecordHandle] {
    let run = reading(snapshot, actor: actor, now: now)
    let rows = snapshot.all(type: type.index).filter { record in
      if let parent, !belongs(record, to: parent, type: type, run: run) { return false }
      guard let condition = list.condition else { return true }
      return run.reader.withFrame(own: record) { run.reader.truth(of: condition, $0) == .yes }
    }
    guard let orderBy = list.orderBy else { return rows }
    let keyed = rows.map { record in
      run.reader.withFrame(own: record) {
        (record, SortKey(orderBy.program.evaluate($0), definition: definition))
      }
    }
    return list.order.sorted(keyed)
  }

  /// Whether one of the record's references, stored or computed, is the parent.
  private func belongs(
    _ record: RecordHandle, to parent: RecordHandle, type: RecordType, run: StepRun
  ) -> Bool {
    let target = FieldType.reference(run.snapshot.type(of: parent).index)
    for (slot, field) in type.fields.enumerated() where field.type == target {
      if run.reader.scalar(of: record, slot: slot) == Int64(parent.raw) { return true }
    }
    for (offset, field) in type.formulas.enumerated() where field.type == target {
      if run.reader.scalar(of: record, slot: type.fields.count + offset) == Int64(parent.raw) {
        return true
      }
    }
    return false
  }

  /// Any member of a record as a value, computed ones included; nil when it cannot be told, with
  /// the reason.
  public func value(
    _ snapshot: Snapshot, _ record: RecordHandle, member: String, actor: Actor, now: Int64
  ) -> MemberValue? {
    let type = snapshot.type(of: record)
    if let slot = type.slot(of: member) {
      return .value(snapshot.storedValue(of: record, slot: slot))
    }
    let run = reading(snapshot, actor: actor, now: now)
    if let slot = type.formulaSlot(of: member) {
      let field = type.formulas[slot - type.fields.count]
      let value = run.reader.value(of: record, slot: slot)
      if let problem = value.problem { return .unknown(problem) }
      guard let word = run.reader.word(of: value, as: field.type) else {
        return .unknown("it does not fit its type")
      }
      return .value(snapshot.storedValue(word, as: field.type))
    }
    if let set = type.sets.firstIndex(where: { $0.name == member }) {
      return .records(run.reader.members(of: record, set: set))
    }
    return nil
  }

  /// Whether a condition over a record of its type holds, as `--where` asks.
  public func holds(
    _ condition: Condition, _ snapshot: Snapshot, _ record: RecordHandle, actor: Actor, now: Int64
  ) -> Truth {
    let run = reading(snapshot, actor: actor, now: now)
    return run.reader.withFrame(own: record) { run.reader.truth(of: condition, $0) }
  }

  /// `service S1 "Weekly pickup"`.
  public func name(_ snapshot: Snapshot, of record: RecordHandle, actor: Actor, now: Int64)
    -> String
  {
    reading(snapshot, actor: actor, now: now).name(of: record).description
  }

  /// Rules that a record breaks as it stands; an import lists them.
  public func brokenInvariants(
    _ snapshot: Snapshot, _ record: RecordHandle, actor: Actor, now: Int64
  ) -> [Invariant] {
    let run = reading(snapshot, actor: actor, now: now)
    let type = snapshot.type(of: record)
    return definition.invariants.filter { invariant in
      guard invariant.recordType == type.index, invariant.during.isEmpty else { return false }
      return run.reader.withFrame(own: record) { frame in
        if let when = invariant.when, run.reader.truth(of: when, frame) != .yes { return false }
        return run.reader.truth(of: invariant.check, frame) == .no
      }
    }
  }

  /// A run that only reads: the records as they are, at a time, for an actor.
  func reading(_ snapshot: Snapshot, actor: Actor, now: Int64) -> StepRun {
    let run = run(on: snapshot)
    run.begin(
      Request(recordType: 0, event: 0, target: .new(id: nil), actor: actor, now: now),
      explained: true)
    return run
  }
}

/// The value of any member of a record.
public enum MemberValue: Sendable {
  case value(StoredValue)
  case records([RecordHandle])
  /// Why it cannot be told.
  case unknown(String)
}
