/// The type of a field, an input or a list's elements.
public indirect enum FieldType: Hashable, Sendable {
  /// A value that needs nothing beside its type.
  case plain(ScalarType)
  /// One of named values; the number is its place in `WorkflowDefinition.choices`.
  case choice(Int)
  /// A record of the type with this number.
  case reference(Int)
  /// A list of plain values.
  case list(FieldType)
  /// The entries of an inline owned list, each a record of the type with this number that only its
  /// owner holds.
  case entries(Int)
  /// The members of a many-to-many relation, records of the type with this number.
  case links(Int)

  /// Whether a value is one word that needs nothing beside it.
  public var isScalar: Bool {
    switch self {
    case .plain(let type): type.isWord
    case .list, .entries, .links: false
    case .choice, .reference: true
    }
  }
}

// Plain types by their names.
extension FieldType {
  public static var text: FieldType { .plain(.text) }
  public static var integer: FieldType { .plain(.integer) }
  public static var decimal: FieldType { .plain(.decimal) }
  public static var boolean: FieldType { .plain(.boolean) }
  public static var date: FieldType { .plain(.date) }
  public static var timestamp: FieldType { .plain(.timestamp) }
  public static var duration: FieldType { .plain(.duration) }
}

/// Named values: a region's states, or the values of a choice.
public struct Choice: Sendable {
  /// As in messages: "status of account".
  public let name: String
  public let values: [String]

  public init(name: String, values: [String]) {
    self.name = name
    self.values = values
  }
}
