/// What kind of value is expected, with names instead of numbers of a definition.
public indirect enum ValueKind: Sendable, Hashable {
  case plain(ScalarType)
  /// One of these names.
  case choice([String])
  /// The id of a record of this type.
  case reference(String)
  case list(ValueKind)
  /// Ids of records of this type.
  case links(String)
  /// Entries of this type.
  case entries(String)
}

extension WorkflowDefinition {
  /// The kind of value that a field of the type holds.
  public func kind(of type: FieldType) -> ValueKind {
    switch type {
    case .plain(let type): .plain(type)
    case .choice(let choice): .choice(choices[choice].values)
    case .reference(let target): .reference(recordTypes[target].name)
    case .list(let element): .list(kind(of: element))
    case .links(let target): .links(recordTypes[target].name)
    case .entries(let target): .entries(recordTypes[target].name)
    }
  }
}
