import CEL
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// All records of a workflow in the form of a definition, and what it takes to get there.
///
/// A class because its snapshot is filled once and then written record by record. It holds every
/// record of the workflow in memory: formulas and invariants may read any.
final class MigrationRun {
  let connection: Connection
  let plan: MovePlan
  let isBegun: Bool
  let number: Int64
  let options: MigrationOptions
  let snapshot: Snapshot
  let interpreter: Interpreter
  /// What is told of a migration is told everybody.
  private let sight: Sight
  private(set) var preview = MigrationPreview()
  private var tally = MigrationTally()

  init(
    _ connection: Connection, _ plan: MovePlan, isBegun: Bool, number: Int64,
    _ options: MigrationOptions
  ) {
    self.connection = connection
    self.plan = plan
    self.isBegun = isBegun
    self.number = number
    self.options = options
    snapshot = Snapshot(definition: connection.layout.definition)
    interpreter = Interpreter(connection.layout.definition)
    sight = Sight(connection.layout.definition, of: nil)
  }

  /// Fills the snapshot and counts what changes.
  func gather() throws(StoreError) {
    preview.isBegun = isBegun
    preview.isNeeded = isBegun || !plan.isEmpty
    preview.notes = plan.notes
    var waiting: [(place: Int, record: RecordHandle, hasSteps: Bool)] = []
    for (place, move) in plan.types.enumerated() where move.former != nil {
      let reader = FormerRecordReader(
        connection: connection, move: move, isBegun: isBegun, number: number)
      let query = try reader.query(forOne: false)
      while try query.next() {
        let record = try reader.record(from: query)
        let handle = self.place(record, move)
        guard move.needsRecords else { continue }
        if record.isMoved {
          preview.moved += 1
        } else {
          count(record, move)
          let hasSteps =
            !record.steps.isEmpty || !record.followed.isEmpty || hasChangedEntries(record)
          waiting.append((place, handle, hasSteps))
        }
      }
    }
    preview.records = waiting.count
    for (place, handle, hasSteps) in waiting {
      let isFilled = fill(handle, plan.types[place])
      if hasSteps || isFilled || plan.types[place].isRenamed { preview.changed += 1 }
    }
    for move in plan.types where move.former != nil { checkUniqueness(move) }
    for (_, handle, _) in waiting { check(handle) }
    preview.changes = tally.changes(of: plan)
  }

  // MARK: One record

  private func place(_ record: FormerRecord, _ move: TypeMove) -> RecordHandle {
    let handle = snapshot.place(
      type: move.type.index, id: record.id, version: record.version)
    for (slot, value) in record.values.enumerated() where value != .null {
      snapshot.set(handle, slot: slot, to: value)
    }
    return handle
  }

  private func hasChangedEntries(_ record: FormerRecord) -> Bool {
    record.formerEntries.contains { $0.value != record.values[$0.key] }
  }

  /// Whether anything was set.
  private func fill(_ record: RecordHandle, _ move: TypeMove) -> Bool {
    var isFilled = fill(record, move.fields, list: nil, owner: record, move)
    for (slot, container) in move.entries where !container.set.isEmpty {
      for entry in interpreter.entries(snapshot, of: record, slot: slot) {
        let name = move.type.fields[slot].name
        if fill(entry, container, list: name, owner: record, move) { isFilled = true }
      }
    }
    return isFilled
  }

  private func fill(
    _ record: RecordHandle, _ container: ContainerMove, list: String?, owner: RecordHandle,
    _ move: TypeMove
  ) -> Bool {
    if container.set.isEmpty { return false }
    let filling = interpreter.fill(
      snapshot, record, with: container.set, actor: options.actor, now: options.at)
    func name(_ slot: Int) -> String {
      (list.map { "\($0)." } ?? "") + container.type.fields[slot].name
    }
    for slot in filling.filled {
      let value = snapshot.storedValue(of: record, slot: slot)
      tally.add(
        .set, move, field: name(slot), former: "",
        present: text(of: value, in: container.type.fields[slot].name, of: container.type),
        snapshot.id(of: owner))
    }
    for failure in filling.failures {
      fail(owner, "\(name(failure.slot)) cannot be told: \(failure.reason)")
    }
    for assignment in container.set
    where container.type.fields[assignment.slot].mustHaveValue
      && snapshot.storedValue(of: record, slot: assignment.slot) == .null
      && !filling.failures.contains(where: { $0.slot == assignment.slot })
    {
      fail(owner, "\(name(assignment.slot)) may not be empty")
    }
    return !filling.filled.isEmpty
  }

  private func count(_ record: FormerRecord, _ move: TypeMove) {
    if move.isRenamed {
      tally.add(
        .typeRenamed, move, field: "", former: move.former?.name ?? "", present: move.type.name,
        record.id)
    }
    for step in record.steps { count(step, record, move) }
    for (slot, old) in record.formerEntries where old != record.values[slot] {
      tally.add(
        .converted, move, field: move.type.fields[slot].name, former: move.type.fields[slot].name,
        present: move.type.fields[slot].name, record.id)
    }
  }

  private func count(_ step: FormerRecord.Step, _ record: FormerRecord, _ move: TypeMove) {
    let field = step.slot.map { move.type.fields[$0] }
    let definition = connection.layout.definition
    switch step.kind {
    case .renamed:
      tally.add(
        .fieldRenamed, move, field: field?.name ?? "", former: step.former.name,
        present: field?.name ?? "", record.id)
    case .mapped:
      // What the engine remembers is no change that anybody sees.
      if field?.isInternal == true { break }
      tally.add(
        .valueMoved, move, field: field?.name ?? "",
        former: text(of: step.old, in: field?.name, of: move.type),
        present: text(of: step.new, in: field?.name, of: move.type), record.id)
    case .converted:
      guard let field else { break }
      let isFaithful = ValueConversion(definition: definition)
        .isFaithful(step.old, to: field.type, from: step.former.kind)
      tally.add(
        .converted, move, field: field.name, former: step.former.name,
        present: field.name, record.id, isLoss: !isFaithful)
    case .dropped:
      tally.add(
        .fieldDropped, move, field: step.former.name, former: step.former.name, present: "",
        record.id, isLoss: true)
    case .misfit:
      fail(
        snapshot.known(type: move.type.index, id: record.id),
        "\(step.former.name) cannot be converted: "
          + (field.map { sight.shown(step.old, of: $0.name, in: move.type) } ?? step.old).phrase)
    }
  }

  /// A value as everybody may see it; a former one is as secret as the field that takes it up.
  private func text(of value: StoredValue, in field: String?, of type: RecordType) -> String {
    connection.layout.definition.text(
      of: field.map { sight.shown(value, of: $0, in: type) } ?? value)
  }

  private func fail(_ record: RecordHandle, _ sentence: String) {
    preview.failureCount += 1
    if preview.failures.count == MigrationPreview.shown { return }
    preview.failures.append(
      MigrationFailure(
        recordType: snapshot.type(of: record).name, recordID: snapshot.id(of: record),
        sentence: sentence))
  }

  /// Values that were converted or set, and states that became one, may clash; others may have stood
  /// twice before the definition said that they may not.
  private func checkUniqueness(_ move: TypeMove) {
    let type = move.type
    if !type.hasUniqueFields { return }
    var holders: [HeldKey: [RecordHandle]] = [:]
    var shared: [HeldKey] = []
    for (record, keys) in interpreter.heldKeys(snapshot, ofType: type.index) {
      for held in keys {
        holders[held, default: []].append(record)
        if holders[held]?.count == 2 { shared.append(held) }
      }
    }
    // Found in the order of the records, told key by key.
    for (number, key) in type.uniqueKeys.enumerated() {
      let isTouched = type.slotsRead(by: key).contains { place in
        if case .kept = move.fields.sources[place] { move.fields.isSet(place) } else { true }
      }
      let name = key.name(in: type)
      let records = shared.filter { $0.key == number }.map { ($0.value, holders[$0] ?? []) }
        .sorted { snapshot.id(of: $0.1[0]) < snapshot.id(of: $1.1[0]) }
      for (held, records) in records {
        let value = sight.hides(key, of: type) ? .text(Sight.mark) : held
        if isTouched, move.needsRecords {
          for record in records.dropFirst() {
            fail(record, "\(name) is not unique: \(value.phrase)")
          }
        } else {
          preview.shared.append(
            SharedValue(
              recordType: type.name, field: name, value: value,
              ids: records.map { snapshot.id(of: $0) }))
        }
      }
    }
  }

  private func check(_ record: RecordHandle) {
    let invariants = interpreter.brokenInvariants(
      snapshot, record, actor: options.actor, now: options.at)
    preview.brokenCount += invariants.count
    for invariant in invariants where preview.broken.count < MigrationPreview.shown {
      preview.broken.append(
        BrokenInvariant(
          recordType: snapshot.type(of: record).name, recordID: snapshot.id(of: record),
          invariant: invariant.name))
    }
  }
}

/// Counts what happens to records, alike things together.
private struct MigrationTally {
  private var changes: [MigrationChange] = []
  private var places: [[String]: Int] = [:]

  mutating func add(
    _ kind: MigrationChange.Kind, _ move: TypeMove, field: String, former: String,
    present: String, _ id: String, isLoss: Bool = false
  ) {
    // Values that formulas give are as many as the records.
    let shown = kind == .set ? "" : present
    let key = [kind.rawValue, move.type.name, field, former, shown]
    let place = places[key] ?? changes.count
    if place == changes.count {
      places[key] = place
      changes.append(
        MigrationChange(
          kind: kind, recordType: move.type.name, field: field, former: former, present: present))
    }
    changes[place].records += 1
    if kind == .set, changes[place].present != present { changes[place].present = "" }
    if isLoss { changes[place].losses += 1 }
    if changes[place].examples.count < MigrationPreview.examples {
      changes[place].examples.append(id)
    }
  }

  /// In the order of the types, with the losses of values that become the same.
  func changes(of plan: MovePlan) -> [MigrationChange] {
    var result: [MigrationChange] = []
    for move in plan.types {
      let own = changes.filter { $0.recordType == move.type.name }
      for kind in MigrationChange.Kind.allCases {
        for var change in own.filter({ $0.kind == kind }).sorted(by: precedes) {
          if kind == .valueMoved, isMerge(change, among: own, move) {
            change.losses = change.records
          }
          result.append(change)
        }
      }
    }
    return result
  }

  private func precedes(_ left: MigrationChange, _ right: MigrationChange) -> Bool {
    (left.field, left.former, left.present) < (right.field, right.former, right.present)
  }

  /// Whether the value that takes a former one's place stands for others too.
  private func isMerge(
    _ change: MigrationChange, among own: [MigrationChange], _ move: TypeMove
  ) -> Bool {
    let others = own.contains {
      $0.kind == .valueMoved && $0.field == change.field && $0.present == change.present
        && $0.former != change.former
    }
    guard let slot = move.type.slot(of: change.field),
      case .choice(let known)? = move.fields.sources[slot].former?.kind
    else { return others }
    return others || known.contains(change.present)
  }
}
