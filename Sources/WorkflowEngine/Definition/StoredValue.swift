public import CEL

/// A field's value outside a snapshot: as files, requests, histories and stores carry it.
///
/// Choices and states are their names, references their ids, so that it means the same everywhere.
public indirect enum StoredValue: Hashable, Sendable {
  case null
  case text(String)
  case integer(Int64)
  case decimal(Decimal)
  case boolean(Bool)
  case date(CivilDate)
  /// Microseconds since 1970-01-01T00:00:00Z.
  case timestamp(Int64)
  /// Microseconds.
  case duration(Int64)
  case choice(String)
  /// A record's id; the field says of which type.
  case reference(String)
  case list([StoredValue])
  /// Entries of an inline list: their fields by name, empty ones left out.
  case entries([[String: StoredValue]])
}
