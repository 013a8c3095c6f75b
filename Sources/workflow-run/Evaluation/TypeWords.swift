import CEL

/// Types as `--type` names them.
struct TypeWords {
  let schema: Schema

  /// `decimal`; `decimal?` where the value may be empty.
  func name(of type: CELType, isNullable: Bool) -> String {
    name(of: type) + (isNullable && type != .null ? "?" : "")
  }

  func name(of type: CELType) -> String {
    switch type {
    case .dyn, .error: "dyn"
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .decimal: "decimal"
    case .date: "date"
    case .list(let element): "list(\(name(of: element)))"
    case .map(let key, let value): "map(\(name(of: key)), \(name(of: value)))"
    case .type: "type"
    case .optional(let inner): "optional(\(name(of: inner)))"
    case .nullable(let inner): name(of: inner) + "?"
    case .parameter: "dyn"
    case .abstract(let name, _): name
    case .record(let type):
      schema.recordTypes.indices.contains(type) ? schema.recordTypes[type].name : "record"
    case .choice(let choice):
      schema.choiceTypes.indices.contains(choice) ? schema.choiceTypes[choice].name : "choice"
    }
  }
}
