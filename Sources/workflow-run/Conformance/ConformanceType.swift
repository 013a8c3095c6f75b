import CEL
import JSONText
import Workflow

/// Types in the form of the conformance tests: `"int"`, `{"list":"int"}`.
enum ConformanceType {
  static func read(_ json: JSON) throws(ConformanceMistake) -> CELType {
    if let name = json.text { return try simple(name) }
    guard case .object(let members) = json, members.count == 1, let (kind, inner) = members.first
    else {
      throw ConformanceMistake("a type is a name, or an object with one member")
    }
    switch kind {
    case "list": return .list(try read(inner))
    case "type": return .type(try read(inner))
    case "wrapper": return .nullable(try read(inner))
    case "map":
      guard let pair = inner.elements, pair.count == 2 else {
        throw ConformanceMistake("the type of a map has two types, of its keys and its values")
      }
      return .map(try read(pair[0]), try read(pair[1]))
    case "param": return .parameter(try name(inner))
    case "message":
      switch try name(inner) {
      case "google.protobuf.Duration": return .duration
      case "google.protobuf.Timestamp": return .timestamp
      default: return .dyn
      }
    case "abstract": return try abstract(inner)
    // A function is no value, so nothing needs to be known of its type.
    case "function": return .dyn
    default: throw ConformanceMistake("there is no type '\(kind)'")
    }
  }

  private static func simple(_ name: String) throws(ConformanceMistake) -> CELType {
    switch name {
    case "bool": .bool
    case "int": .int
    case "uint": .uint
    case "double": .double
    case "string": .string
    case "bytes": .bytes
    case "null_type": .null
    case "dyn", "any": .dyn
    case "timestamp": .timestamp
    case "duration": .duration
    case "error": .error
    default: throw ConformanceMistake("there is no type '\(name)'")
    }
  }

  private static func name(_ json: JSON) throws(ConformanceMistake) -> String {
    guard let name = json.text else { throw ConformanceMistake("a type's name is a string") }
    return name
  }

  private static func abstract(_ json: JSON) throws(ConformanceMistake) -> CELType {
    guard let name = json["name"]?.text else {
      throw ConformanceMistake("an abstract type has a name")
    }
    var parameters: [CELType] = []
    for parameter in json["params"]?.elements ?? [] { parameters.append(try read(parameter)) }
    if name == "optional_type", parameters.count == 1 { return .optional(parameters[0]) }
    return .abstract(name, parameters)
  }

  static func json(_ type: CELType) -> JSON {
    switch type {
    case .dyn: .string("dyn")
    case .null: .string("null_type")
    case .bool: .string("bool")
    case .int: .string("int")
    case .uint: .string("uint")
    case .double: .string("double")
    case .string: .string("string")
    case .bytes: .string("bytes")
    case .timestamp: .string("timestamp")
    case .duration: .string("duration")
    case .error: .string("error")
    case .list(let element): .object([("list", json(element))])
    case .map(let key, let value): .object([("map", .array([json(key), json(value)]))])
    case .type(let inner): .object([("type", json(inner))])
    case .nullable(let inner): .object([("wrapper", json(inner))])
    case .parameter(let name): .object([("param", .string(name))])
    case .optional(let inner): abstract("optional_type", [inner])
    case .abstract(let name, let parameters): abstract(name, parameters)
    // No row can declare these: they belong to workflows.
    case .decimal: abstract("decimal", [])
    case .date: abstract("date", [])
    case .record: abstract("record", [])
    case .choice: abstract("choice", [])
    }
  }

  private static func abstract(_ name: String, _ parameters: [CELType]) -> JSON {
    .object([
      (
        "abstract",
        .object([
          ("name", .string(name)), ("params", .array(parameters.map { json($0) })),
        ])
      )
    ])
  }
}
