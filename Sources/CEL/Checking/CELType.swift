/// The type of an expression, as the checker knows it.
public indirect enum CELType: Hashable, Sendable {
  case dyn
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  case list(CELType)
  case map(CELType, CELType)
  case type(CELType)
  case optional(CELType)
  /// The type or null (CEL's wrapper types; a field that may be empty).
  case nullable(CELType)
  /// A type parameter of a function declaration.
  case parameter(String)
  /// A type that only its name is known of.
  case abstract(String, [CELType])
  /// The type of an expression that has an error already reported.
  case error

  // Extensions (`Environment.Extensions.workflow`).
  case decimal
  case date
  case record(Schema.RecordTypeID)
  case choice(Schema.ChoiceTypeID)
}
