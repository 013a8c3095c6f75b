import WorkflowEngine

/// Makes the records that a scope begins with: those that can be created come to be by their own
/// events, the others are there.
struct WorldMaker {
  let definition: WorkflowDefinition
  let scope: Scope

  func records() -> [PlacedRecord] {
    let created = Changeable(definition).createdTypes
    let samples = Samples(definition, now: scope.moments[0])
    var records: [PlacedRecord] = []
    for type in definition.recordTypes where !type.isInline {
      for number in 0..<scope.counts[type.index] {
        let id = "\(type.name)-\(number + 1)"
        if created.contains(type.index) {
          records.append(PlacedRecord(type: type.index, id: id, isPresent: false))
        } else {
          records.append(
            PlacedRecord(type: type.index, id: id, values: values(of: type, number, samples)))
        }
      }
    }
    return records
  }

  private func values(of type: RecordType, _ number: Int, _ samples: Samples) -> [Int: StoredValue]
  {
    var values: [Int: StoredValue] = [:]
    for (slot, field) in type.fields.enumerated()
    where field.region == nil && field.mustHaveValue && field.defaultValue == nil {
      if case .reference(let target) = field.type {
        guard scope.counts[target] > 0 else { continue }
        let id = "\(definition.recordTypes[target].name)-\(number % scope.counts[target] + 1)"
        values[slot] = .reference(id)
      } else if type.tellsApart(slot), field.type == .text {
        values[slot] = .text("\(type.name) \(number + 1)")
      } else {
        values[slot] = samples.values(of: Word(type: type.index, slot: slot)).first
      }
    }
    return values
  }
}
