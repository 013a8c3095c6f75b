/// A value of an expression. Scalars stand in it unboxed.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case decimal(Decimal)
  case string(String)
  case bytes([UInt8])
  case timestamp(Timestamp)
  case duration(TimeSpan)
  case date(CivilDate)
  case period(Period)
  /// One of a choice type's named values, by index.
  case choice(type: Int32, index: Int32)
  case record(RecordHandle)
  case list([Value])
  case map(ValueMap)
  indirect case optional(Value?)
  /// A type as a value, by its name in CEL.
  case type(String)
  /// What could not be computed, and why.
  case error(Problem)

  /// A text.
  public static func text(_ text: String) -> Value { .string(text) }
  /// A list of values.
  public static func makeList(_ elements: [Value]) -> Value { .list(elements) }
  /// What could not be computed, and why: a sentence without its period.
  public static func failure(_ sentence: String) -> Value { .error(Problem(sentence)) }

  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  public var elements: [Value]? {
    if case .list(let elements) = self { elements } else { nil }
  }

  /// The sentence of an error value.
  public var problem: String? {
    if case .error(let problem) = self { problem.sentence } else { nil }
  }

  public var isError: Bool {
    if case .error = self { true } else { false }
  }

  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The name of the value's type in CEL, as `type(x)` gives it.
  public var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .decimal: "decimal"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .date: "date"
    case .period: "period"
    case .choice: "choice"
    case .record: "record"
    case .list: "list"
    case .map: "map"
    case .optional: "optional_type"
    case .type: "type"
    case .error: "error"
    }
  }
}

/// Why a value could not be computed, as a sentence for people.
public final class Problem: Sendable {
  // A class so that a value stays small.
  public let sentence: String

  public init(_ sentence: String) { self.sentence = sentence }
}
