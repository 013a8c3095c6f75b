import CEL

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

  /// The stored field by whose value other records are looked up; without one, all are looked
  /// through.
  public let lookupSlot: Int?

  /// - Parameter types: the types of the stored fields.
  public init(
    parts: [Part], uniqueness: Uniqueness, place: SourcePlace, types: (_ slot: Int) -> FieldType
  ) {
    self.parts = parts
    self.uniqueness = uniqueness
    self.place = place
    let slots = parts.compactMap { part in
      if case .field(let slot) = part { slot } else { nil }
    }
    // Of a choice there are few values: many records would have the same one.
    lookupSlot = slots.first { !types($0).hasFewValues } ?? slots.first
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

extension FieldType {
  fileprivate var hasFewValues: Bool {
    switch self {
    case .choice, .plain(.boolean): true
    case .plain, .reference, .list, .links, .entries: false
    }
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
    let condition = key.uniqueness.condition?.formulas.flatMap(\.program.reads) ?? []
    return key.parts.flatMap(slotsRead) + (key.uniqueness.states.map { [$0.slot] } ?? [])
      + condition.compactMap { slot(of: $0.member) }
  }

  /// The stored slots behind one value of a key.
  func slotsRead(by part: UniqueKey.Part) -> [Int] {
    switch part {
    case .field(let slot): [slot]
    case .computed(let number):
      formulas[number].formula.program.reads.compactMap { slot(of: $0.member) }
    }
  }

  /// Whether the value in a slot is among those that tell records apart.
  public func tellsApart(_ slot: Int) -> Bool {
    uniqueKeys.contains { $0.parts.contains { slotsRead(by: $0).contains(slot) } }
  }
}
