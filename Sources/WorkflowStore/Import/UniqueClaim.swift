import WorkflowEngine

/// Values that may stand in no other record of their type.
struct UniqueClaim: Hashable {
  var type: Int
  var held: HeldKey

  var value: StoredValue { held.value }
}

/// Tells what records claim for themselves by their values.
struct ClaimReader {
  let definition: WorkflowDefinition
  private let interpreter: Interpreter

  init(_ definition: WorkflowDefinition) {
    self.definition = definition
    interpreter = Interpreter(definition)
  }

  /// What a record with these values claims for itself, in the order of the keys.
  func claims(of type: RecordType, _ values: (Int) -> StoredValue) -> [UniqueClaim] {
    guard type.hasUniqueFields else { return [] }
    var computed: [HeldKey]?
    return type.uniqueKeys.enumerated().compactMap { number, key in
      guard key.isComputed else { return claim(number, key, of: type, values) }
      let held = computed ?? self.held(by: type, values)
      computed = held
      return held.first { $0.key == number }.map { UniqueClaim(type: type.index, held: $0) }
    }
  }

  private func claim(
    _ number: Int, _ key: UniqueKey, of type: RecordType, _ values: (Int) -> StoredValue
  ) -> UniqueClaim? {
    var claimed: [StoredValue] = []
    for case .field(let slot) in key.parts {
      let value = values(slot).normalized(for: type.fields[slot])
      if value == .null { return nil }
      claimed.append(value)
    }
    if let test = key.uniqueness.states {
      guard case .choice(let name) = values(test.slot),
        let region = type.regions.first(where: { $0.slot == test.slot }),
        let state = region.states.firstIndex(where: { $0.name == name }),
        test.contains(Int64(state))
      else { return nil }
    }
    return UniqueClaim(type: type.index, held: HeldKey(key: number, values: claimed))
  }

  /// Where formulas decide, they are asked of a record with the values that stands alone.
  private func held(by type: RecordType, _ values: (Int) -> StoredValue) -> [HeldKey] {
    let snapshot = Snapshot(definition: definition)
    let record = snapshot.place(type: type.index, id: "record")
    for slot in type.fields.indices {
      let value = values(slot).normalized(for: type.fields[slot])
      if value != .null { snapshot.set(record, slot: slot, to: value) }
    }
    return interpreter.heldKeys(snapshot, record)
  }
}
