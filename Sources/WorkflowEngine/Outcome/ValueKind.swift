/// What kind of value is expected, with names instead of numbers of a definition.
public indirect enum ValueKind: Sendable, Hashable {
  case text, integer, decimal, boolean, date, timestamp, duration
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
  public func kind(of type: FieldType) -> ValueKind {
    switch type {
    case .text: .text
    case .integer: .integer
    case .decimal: .decimal
    case .boolean: .boolean
    case .date: .date
    case .timestamp: .timestamp
    case .duration: .duration
    case .choice(let choice): .choice(choices[choice].values)
    case .reference(let target): .reference(recordTypes[target].name)
    case .list(let element): .list(kind(of: element))
    case .links(let target): .links(recordTypes[target].name)
    case .entries(let target): .entries(recordTypes[target].name)
    }
  }
}
