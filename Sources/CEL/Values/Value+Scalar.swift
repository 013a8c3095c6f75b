extension Value {
  /// The value as a word of `Scalar`; `.failed` for what no word can hold.
  public var scalar: Int64 {
    switch self {
    case .null: Scalar.null
    case .bool(let value): value ? 1 : 0
    case .int(let value): value > Scalar.failed ? value : Scalar.failed
    case .decimal(let value): value.packed
    case .date(let value): Int64(value.daysSinceEpoch)
    case .timestamp(let value): value.microseconds
    case .duration(let value): value.microseconds
    case .choice(_, let index): Int64(index)
    case .record(let handle): Int64(handle.raw)
    case .uint, .double, .string, .bytes, .period, .list, .map, .optional, .type, .error:
      Scalar.failed
    }
  }
}

/// What a scalar word means: the types that travel as one.
enum WordKind: Equatable, Sendable {
  case bool
  case int
  case decimal
  case date
  case timestamp
  case duration
  case choice(Int32)
  case record

  init?(_ type: CELType) {
    switch type {
    case .bool: self = .bool
    case .int: self = .int
    case .decimal: self = .decimal
    case .date: self = .date
    case .timestamp: self = .timestamp
    case .duration: self = .duration
    case .choice(let id): self = .choice(Int32(clamping: id))
    case .record: self = .record
    case .nullable(let inner): self.init(inner)
    case .dyn, .null, .uint, .double, .string, .bytes, .list, .map, .type, .optional,
      .parameter, .abstract, .error:
      return nil
    }
  }

  /// The value of a word that is neither `.null` nor `.failed`.
  func value(_ word: Int64) -> Value {
    switch self {
    case .bool: .bool(word != 0)
    case .int: .int(word)
    case .decimal: .decimal(Decimal(packed: word))
    case .date: .date(CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: word)))
    case .timestamp: .timestamp(Timestamp(microseconds: word))
    case .duration: .duration(TimeSpan(microseconds: word))
    case .choice(let type): .choice(type: type, index: Int32(truncatingIfNeeded: word))
    case .record: .record(RecordHandle(raw: Int32(truncatingIfNeeded: word)))
    }
  }
}

extension Scalar {
  /// The value of a word whose declared type is known; nil for a type that does not travel as one.
  public static func value(of word: Int64, type: CELType) -> Value? {
    if word == null { return .null }
    guard word != failed else { return .failure("the value could not be computed") }
    return WordKind(type)?.value(word)
  }
}
