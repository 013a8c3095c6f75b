public import CEL

/// A field's value outside a snapshot: as files, requests, histories and stores carry it.
///
/// Choices and states are their names, references their ids, so that it means the same everywhere.
public indirect enum StoredValue: Hashable, Sendable {
  case null
  case text(String)
  /// A value of a scalar type that is one word.
  case word(Int64, ScalarType)
  case choice(String)
  /// A record's id; the field says of which type.
  case reference(String)
  case list([StoredValue])
  /// Entries of an inline list: their fields by name, empty ones left out.
  case entries([[String: StoredValue]])
}

// Values of scalar types by their names.
extension StoredValue {
  /// A whole number.
  public static func integer(_ number: Int64) -> StoredValue { .word(number, .integer) }

  /// A decimal number, exact.
  public static func decimal(_ number: Decimal) -> StoredValue { .word(number.packed, .decimal) }

  /// True or false.
  public static func boolean(_ flag: Bool) -> StoredValue { .word(flag ? 1 : 0, .boolean) }

  /// A day without a time or a zone.
  public static func date(_ date: CivilDate) -> StoredValue {
    .word(Int64(date.daysSinceEpoch), .date)
  }

  /// A moment.
  ///
  /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
  public static func timestamp(_ microseconds: Int64) -> StoredValue {
    .word(microseconds, .timestamp)
  }

  /// A length of time.
  ///
  /// - Parameter microseconds: how long it is; negative for one that leads back.
  public static func duration(_ microseconds: Int64) -> StoredValue {
    .word(microseconds, .duration)
  }
}

extension StoredValue {
  /// The value as formulas see it; nil where that takes more than the value: its type or a record.
  public var plainValue: Value? {
    switch self {
    case .null: .null
    case .text(let text): .text(text)
    case .word(let word, let type): type.value(word)
    case .choice, .reference, .list, .entries: nil
    }
  }

  /// As it is written in a file; the empty value as nothing.
  public var text: String {
    switch self {
    case .null: ""
    case .text(let text), .choice(let text), .reference(let text): text
    case .word(let word, let type): type.traits.text(word)
    case .list(let values): values.map(\.text).joined(separator: ", ")
    case .entries(let entries):
      entries.map { entry in
        entry.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }.joined(
          separator: ", ")
      }.map { "{\($0)}" }.joined(separator: ", ")
    }
  }
}
