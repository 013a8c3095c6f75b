import CEL
package import WorkflowEngine

/// Draws small worlds in which the rules of a definition hold, with values that its conditions
/// compare with.
package struct WorldSampler {
  let definition: WorkflowDefinition
  let samples: Samples
  /// What somebody has put together, of which others are made.
  private let examples: [SampledMoment]
  var dice: Dice

  /// How many values a word is drawn from where tables name many.
  private static let mostValues = 24

  /// - Parameters:
  ///   - other: a definition of the same records, whose conditions count as well.
  ///   - examples: what somebody has put together.
  package init(
    _ definition: WorkflowDefinition, beside other: WorkflowDefinition, examples: [SampledMoment],
    seed: UInt64
  ) {
    self.definition = definition
    self.examples = examples.filter { !$0.records.isEmpty }
    samples = Samples(
      definition, now: Scope.morning,
      goals: definition.showingFormulas + other.decidingFormulas + other.showingFormulas,
      limit: definition.tables.isEmpty ? Samples.maximum : WorldSampler.mostValues)
    dice = Dice(seed: seed)
  }

  /// An example with some of its values changed, or up to three records of each type; nil where none
  /// was found in which all rules hold.
  ///
  /// - Parameter focus: a type and one of its events, on which the examples are to bear.
  package mutating func moment(focus: (type: Int, event: Int)?) -> SampledMoment? {
    let close = focus.map { focus in examples.filter { $0.concerns(focus) } } ?? []
    for attempt in 0..<20 {
      let chosen = dice.isBelow(60) && !close.isEmpty ? close : examples
      if dice.isBelow(80), var example = dice.pick(chosen) {
        example.records = varied(example.records, attempt: attempt)
        if isSound(example.records) { return example }
      } else {
        let records = drawn()
        if isSound(records) { return SampledMoment(records: records) }
      }
    }
    return nil
  }

  /// An example with up to three values changed; fewer the more often that was in vain.
  private mutating func varied(_ example: [PlacedRecord], attempt: Int) -> [PlacedRecord] {
    var records = example
    for _ in 0..<(attempt < 10 ? Int.random(in: 0...3, using: &dice) : attempt < 15 ? 1 : 0) {
      guard let index = records.indices.randomElement(using: &dice) else { break }
      let type = definition.recordTypes[records[index].type]
      let slots = type.fields.indices.filter { !type.fields[$0].isInternal }
      guard let slot = dice.pick(Array(slots)) else { continue }
      let near = records[index].values[slot].map { neighbours(of: $0) } ?? []
      records[index].values[slot] =
        dice.isBelow(50) && !near.isEmpty
        ? dice.pick(near) : value(at: slot, of: records[index], among: records)
    }
    return records
  }

  /// Values that differ a little from one.
  mutating func neighbours(of value: StoredValue) -> [StoredValue] {
    guard case .entries(var entries) = value,
      let index = entries.indices.randomElement(using: &dice),
      let name = dice.pick(entries[index].keys.sorted()), let part = entries[index][name]
    else { return value.neighbours }
    let near = part.neighbours
    guard let other = dice.pick(near) else {
      entries.remove(at: index)
      return [.entries(entries)]
    }
    entries[index][name] = other
    return [.entries(entries)]
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
      let isNeeded = field.mustHaveValue && field.defaultValue == nil
      if field.region != nil ? dice.isBelow(70) : isNeeded || dice.isBelow(60) {
        values[slot] = value(at: slot, of: record, among: records)
      }
    }
    return values
  }

  /// A value of a field, or a state of a region; nil for what has its own beginning.
  private mutating func value(
    at slot: Int, of record: PlacedRecord, among records: [PlacedRecord]
  ) -> StoredValue? {
    let type = definition.recordTypes[record.type]
    if let region = type.regions.first(where: { $0.slot == slot }) {
      // An inner region is entered with the state around it.
      return region.parent == nil ? dice.pick(region.states).map { .choice($0.name) } : nil
    }
    let field = type.fields[slot]
    if type.tellsApart(slot), field.type == .text {
      return .text("\(record.id) \(field.name)")
    }
    let word = Word(type: record.type, slot: slot)
    let values = values(of: field.type, among: records) { samples.values(of: word) }
    return dice.pick(field.mustHaveValue ? values.filter { $0 != .null } : values)
  }

  /// What a field or an input is tried with: records and lists are made of what there is.
  func values(
    of type: FieldType, among records: [PlacedRecord], plain: () -> [StoredValue]
  ) -> [StoredValue] {
    func ids(_ type: Int) -> [String] { records.filter { $0.type == type }.map(\.id) }
    switch type {
    case .reference(let target): return [.null] + ids(target).map { .reference($0) }
    case .list, .links, .entries: return samples.lists(of: type, ids: ids)
    case .plain, .choice: return plain()
    }
  }

  private func isSound(_ records: [PlacedRecord]) -> Bool {
    let snapshot = snapshot(of: records)
    let interpreter = Interpreter(definition)
    let nobody = Actor(user: "nobody")
    return definition.recordTypes.allSatisfy { type in
      snapshot.all(type: type.index).allSatisfy { record in
        interpreter.brokenInvariants(snapshot, record, actor: nobody, now: Scope.morning).isEmpty
      }
    }
  }

  /// The records as a scenario would give them.
  func snapshot(of records: [PlacedRecord]) -> Snapshot {
    Replay(definition, given: records, since: Scope.morning, isGiven: true).snapshot
  }
}

extension WorkflowDefinition {
  /// Formulas that decide what is said, asked and shown.
  fileprivate var showingFormulas: [Formula] {
    recordTypes.flatMap { type -> [Formula] in
      let conditions =
        type.badges.map(\.when) + type.lists.compactMap(\.condition)
        + type.transitions.flatMap { way in
          (way.warnings + way.reminders).compactMap(\.when)
            + [way.question?.when].compactMap(\.self)
        }
      return conditions.flatMap(\.formulas)
    }
  }
}
