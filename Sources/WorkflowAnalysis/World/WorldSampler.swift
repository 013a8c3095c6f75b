import CEL
package import WorkflowEngine

/// Draws small worlds in which the rules of a definition hold, with values that its conditions
/// compare with.
package struct WorldSampler {
  let definition: WorkflowDefinition
  let samples: Samples
  var dice: Dice

  /// - Parameter other: a definition of the same records, whose conditions count as well.
  package init(_ definition: WorkflowDefinition, beside other: WorkflowDefinition, seed: UInt64) {
    self.definition = definition
    samples = Samples(definition, now: Scope.morning, goals: other.decidingFormulas)
    dice = Dice(seed: seed)
  }

  /// Up to three records of each type; nil where none was found in which all rules hold.
  package mutating func world() -> [PlacedRecord]? {
    for _ in 0..<20 {
      let records = drawn()
      if isSound(records) { return records }
    }
    return nil
  }

  // MARK: Records

  private mutating func drawn() -> [PlacedRecord] {
    var records: [PlacedRecord] = []
    for type in definition.recordTypes where !type.isInline {
      let count = dice.pick([0, 1, 1, 1, 1, 2, 2, 3]) ?? 1
      for number in 0..<count {
        records.append(PlacedRecord(type: type.index, id: "\(type.name)-\(number + 1)"))
      }
    }
    while true {
      let count = records.count
      let types = Set(records.map(\.type))
      records.removeAll { record in
        definition.recordTypes[record.type].fields.contains { field in
          guard field.mustHaveValue, case .reference(let target) = field.type else { return false }
          return !types.contains(target)
        }
      }
      if records.count == count { break }
    }
    for index in records.indices {
      records[index].values = values(of: records[index], among: records)
    }
    return records
  }

  private mutating func values(
    of record: PlacedRecord, among records: [PlacedRecord]
  ) -> [Int: StoredValue] {
    let type = definition.recordTypes[record.type]
    var values: [Int: StoredValue] = [:]
    for (slot, field) in type.fields.enumerated() where !field.isInternal {
      if let region = type.regions.first(where: { $0.slot == slot }) {
        // An inner region is entered with the state around it.
        if region.parent == nil, dice.isBelow(70), let state = dice.pick(region.states) {
          values[slot] = .choice(state.name)
        }
        continue
      }
      let isNeeded = field.mustHaveValue && field.defaultValue == nil
      guard isNeeded || dice.isBelow(60) else { continue }
      if field.uniqueness != nil, field.type == .text {
        values[slot] = .text("\(record.id) \(field.name)")
      } else if let value = dice.pick(self.values(of: field, slot, record.type, among: records)) {
        values[slot] = value
      }
    }
    return values
  }

  private func values(
    of field: Field, _ slot: Int, _ type: Int, among records: [PlacedRecord]
  ) -> [StoredValue] {
    func ids(_ type: Int) -> [String] { records.filter { $0.type == type }.map(\.id) }
    switch field.type {
    case .reference(let target):
      return (field.mustHaveValue ? [] : [.null]) + ids(target).map { .reference($0) }
    case .list, .links, .entries: return samples.lists(of: field.type, ids: ids)
    case .plain, .choice:
      let values = samples.values(of: Word(type: type, slot: slot))
      return field.mustHaveValue ? values.filter { $0 != .null } : values
    }
  }

  private func isSound(_ records: [PlacedRecord]) -> Bool {
    let snapshot = Replay(definition, given: records, since: Scope.morning).snapshot
    let interpreter = Interpreter(definition)
    let nobody = Actor(user: "nobody")
    return definition.invariants.filter(\.during.isEmpty).allSatisfy { invariant in
      snapshot.all(type: invariant.recordType).allSatisfy { record in
        if let when = invariant.when,
          interpreter.holds(when, snapshot, record, actor: nobody, now: Scope.morning) != .yes
        {
          return true
        }
        return interpreter.holds(
          invariant.check, snapshot, record, actor: nobody, now: Scope.morning) == .yes
      }
    }
  }
}
