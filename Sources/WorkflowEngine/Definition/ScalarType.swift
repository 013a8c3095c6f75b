public import CEL

/// The types of fields that need nothing beside their name, as files write them.
public enum ScalarType: String, CaseIterable, Sendable {
  case text, integer, decimal, boolean, date, timestamp, duration

  /// The type as a field has it.
  public var fieldType: FieldType {
    switch self {
    case .text: .text
    case .integer: .integer
    case .decimal: .decimal
    case .boolean: .boolean
    case .date: .date
    case .timestamp: .timestamp
    case .duration: .duration
    }
  }

  /// The type as formulas see it.
  public var formulaType: CELType {
    switch self {
    case .text: .string
    case .integer: .int
    case .decimal: .decimal
    case .boolean: .bool
    case .date: .date
    case .timestamp: .timestamp
    case .duration: .duration
    }
  }
}

extension StoredValue {
  /// The value as formulas see it; nil where that takes more than the value: its type or a record.
  public var plainValue: Value? {
    switch self {
    case .null: .null
    case .text(let text): .text(text)
    case .integer(let number): .int(number)
    case .decimal(let number): .decimal(number)
    case .boolean(let flag): .bool(flag)
    case .date(let date): .date(date)
    case .timestamp(let microseconds): .timestamp(Timestamp(microseconds: microseconds))
    case .duration(let microseconds): .duration(TimeSpan(microseconds: microseconds))
    case .choice, .reference, .list, .entries: nil
    }
  }
}
