package import CEL
package import WorkflowEngine

/// A plan sorted by what a store writes: records, each once, and history lines, one for each step.
///
/// A class so that its memory is used again from plan to plan.
package final class PlanOutline {
  package enum Kind { case insert, update, delete, erase }

  package struct Write {
    package var record: RecordHandle
    package var kind: Kind
    /// The first of its changed slots in `slots`, or -1.
    package var firstSlot: Int32
    /// The changed slots below 64, as bits.
    package var slotBits: UInt64
    /// Whether a slot that no bit stands for has changed.
    package var hasHighSlot: Bool
  }

  package struct Slot {
    package var slot: Int32
    package var next: Int32
  }

  package private(set) var writes: [Write] = []
  package private(set) var slots: [Slot] = []
  /// Places in `Plan.changes`, sorted by step; those of entries are left out.
  package private(set) var changeOrder: [Int32] = []
  /// For each step the end of its changes in `changeOrder`.
  package private(set) var stepEnds: [Int32] = []
  /// For each record of the snapshot its place in `writes`, or -1.
  private var places: [Int32] = []
  /// Whether changes may be of entries, which only their owner's list tells of.
  private let hasEntries: Bool

  package init(hasEntries: Bool) { self.hasEntries = hasEntries }

  /// Reads a plan. The snapshot may be from before or after the plan was carried out on it.
  package func read(_ plan: Plan, in snapshot: Snapshot) {
    for write in writes { places[Int(write.record.raw)] = -1 }
    writes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    if places.count < snapshot.count {
      places.append(contentsOf: repeatElement(-1, count: snapshot.count - places.count))
    }
    for creation in plan.created where !creation.id.isEmpty { _ = place(creation.record, .insert) }
    sortChanges(of: plan, in: snapshot)
    for index in changeOrder {
      let change = plan.changes[Int(index)]
      note(change.slot, in: place(change.record, .update))
    }
    for removal in plan.removed {
      let place = place(removal.record, .update)
      writes[place].kind = removal.isErased ? .erase : .delete
    }
  }

  /// Forgets a snapshot, whose numbers another one uses differently.
  package func forget() {
    for write in writes { places[Int(write.record.raw)] = -1 }
    writes.removeAll(keepingCapacity: true)
  }

  /// The places in `Plan.changes` of one step.
  package func changes(ofStep step: Int) -> ArraySlice<Int32> {
    let start = step == 0 ? 0 : Int(stepEnds[step - 1])
    return changeOrder[start..<Int(stepEnds[step])]
  }

  private func place(_ record: RecordHandle, _ kind: Kind) -> Int {
    let known = places[Int(record.raw)]
    if known >= 0 { return Int(known) }
    places[Int(record.raw)] = Int32(writes.count)
    writes.append(
      Write(record: record, kind: kind, firstSlot: -1, slotBits: 0, hasHighSlot: false))
    return writes.count - 1
  }

  private func note(_ slot: Int32, in place: Int) {
    if slot < 64 {
      let bit = UInt64(1) << UInt64(slot)
      if writes[place].slotBits & bit != 0 { return }
      writes[place].slotBits |= bit
    } else {
      writes[place].hasHighSlot = true
    }
    slots.append(Slot(slot: slot, next: writes[place].firstSlot))
    writes[place].firstSlot = Int32(slots.count - 1)
  }

  private func isEntry(_ change: Plan.Change, _ snapshot: Snapshot) -> Bool {
    hasEntries && snapshot.type(of: change.record).isInline
  }

  /// A stable counting sort: plans list changes nearly in this order already.
  private func sortChanges(of plan: Plan, in snapshot: Snapshot) {
    stepEnds.removeAll(keepingCapacity: true)
    stepEnds.append(contentsOf: repeatElement(0, count: plan.steps.count))
    changeOrder.removeAll(keepingCapacity: true)
    var amount: Int32 = 0
    for change in plan.changes where !isEntry(change, snapshot) {
      stepEnds[Int(change.step)] += 1
      amount += 1
    }
    var end: Int32 = 0
    for step in stepEnds.indices {
      let count = stepEnds[step]
      stepEnds[step] = end
      end += count
    }
    changeOrder.append(contentsOf: repeatElement(0, count: Int(amount)))
    for (index, change) in plan.changes.enumerated() {
      if isEntry(change, snapshot) { continue }
      changeOrder[Int(stepEnds[Int(change.step)])] = Int32(index)
      stepEnds[Int(change.step)] += 1
    }
  }
}

extension Plan {
  /// What the lines of removed records say that they held: taken before the plan is carried out.
  ///
  /// Of erased records nothing is kept.
  package func valuesOfDeleted(in snapshot: Snapshot) -> [RecordHandle: [HistoryLine.Change]] {
    if removed.isEmpty { return [:] }
    var result: [RecordHandle: [HistoryLine.Change]] = [:]
    for removal in removed where !removal.isErased {
      let type = snapshot.type(of: removal.record)
      result[removal.record] = type.fields.indices.compactMap { slot in
        let field = type.fields[slot]
        let old = snapshot.storedValue(of: removal.record, slot: slot)
        if field.isInternal || old == .null { return nil }
        return HistoryLine.Change(
          field: field.name, isState: field.region != nil,
          values: HistoryLine.Values(old: old, new: .null))
      }
    }
    return result
  }
}
