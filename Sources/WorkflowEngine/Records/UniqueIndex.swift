import CEL

/// Which records hold a value in a field that is unique, or the first of several that are
/// together.
struct UniqueIndex {
  /// The number of a field that is looked up, by type and slot; -1 where the slot is none.
  private var numbers: [[Int]]
  private var holders: [[Int: [RecordHandle]]] = []
  /// Values a source was asked for.
  private var loaded: [Set<Int>] = []

  init(definition: WorkflowDefinition) {
    numbers = definition.recordTypes.map { Array(repeating: -1, count: $0.fields.count) }
    for type in definition.recordTypes {
      for (slot, field) in type.fields.enumerated() where field.isLookedUp {
        numbers[type.index][slot] = holders.count
        holders.append([:])
        loaded.append([])
      }
    }
  }

  func isIndexed(type: Int, slot: Int) -> Bool { numbers[type][slot] >= 0 }

  func holders(of word: Int64, type: Int, slot: Int) -> [RecordHandle] {
    holders[numbers[type][slot]][Int(word)] ?? []
  }

  mutating func needsLoading(_ word: Int64, type: Int, slot: Int) -> Bool {
    loaded[numbers[type][slot]].insert(Int(word)).inserted
  }

  mutating func move(_ record: RecordHandle, type: Int, slot: Int, from old: Int64, to new: Int64) {
    guard old != new else { return }
    let (number, old, new) = (numbers[type][slot], Int(old), Int(new))
    if old != Int(Scalar.null) {
      holders[number][old]?.removeAll { $0 == record }
      if holders[number][old]?.isEmpty == true { holders[number][old] = nil }
    }
    if new != Int(Scalar.null) { holders[number][new, default: []].append(record) }
  }
}

extension Snapshot {
  /// Records that hold the value in a unique field, asking the source if need be.
  func holding(_ word: Int64, type: RecordType, slot: Int) -> [RecordHandle] {
    if let supplied = supply?.holders(of: word, type: type.index, slot: slot) { return supplied }
    if let source, uniques.needsLoading(word, type: type.index, slot: slot) {
      let value = storedValue(word, as: type.fields[slot].type)
      _ = source.loadHolding(type: type, slot: slot, value: value, into: self)
    }
    return uniques.holders(of: word, type: type.index, slot: slot)
      .sorted { names.precedes($0.raw, $1.raw) }
  }
}
