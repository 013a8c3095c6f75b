/// Values that no two records of a type have together.
public struct UniqueKey: Sendable {
  /// One of the values.
  public enum Part: Sendable, Hashable {
    /// That of a stored field.
    case field(slot: Int)
    /// That of a computed field, by its place in `RecordType.formulas`.
    case computed(Int)
  }

  public let parts: [Part]
  public let uniqueness: Uniqueness
  public let place: SourcePlace

  public init(parts: [Part], uniqueness: Uniqueness, place: SourcePlace) {
    self.parts = parts
    self.uniqueness = uniqueness
    self.place = place
  }

  /// The stored field by whose value other records are looked up; without one, all are looked
  /// through.
  public var lookupSlot: Int? {
    for case .field(let slot) in parts { return slot }
    return nil
  }

  /// Whether formulas decide what a record holds.
  public var isComputed: Bool {
    uniqueness.condition != nil
      || parts.contains { if case .computed = $0 { true } else { false } }
  }

  /// The fields' names: `account, period`.
  public func name(in type: RecordType) -> String {
    parts.map { part in
      switch part {
      case .field(let slot): type.fields[slot].name
      case .computed(let number): type.formulas[number].name
      }
    }.joined(separator: ", ")
  }
}

/// What a record holds for itself: the values of a key, none of them empty.
public struct HeldKey: Sendable, Hashable {
  /// The place of the key in `RecordType.uniqueKeys`.
  public let key: Int
  public let values: [StoredValue]

  public init(key: Int, values: [StoredValue]) {
    self.key = key
    self.values = values
  }

  /// The values as one, as they are shown.
  public var value: StoredValue {
    values.count == 1 ? values[0] : .text(values.map(\.text).joined(separator: ", "))
  }
}

extension RecordType {
  /// The stored slots on which it depends who holds what.
  public func slotsRead(by key: UniqueKey) -> [Int] {
    // A formula may read any of them.
    if key.isComputed { return Array(fields.indices) }
    let slots = key.parts.compactMap { part in
      if case .field(let slot) = part { slot } else { nil }
    }
    return slots + (key.uniqueness.states.map { [$0.slot] } ?? [])
  }
}
