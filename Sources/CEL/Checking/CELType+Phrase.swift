extension CELType {
  /// The type as a noun with its article: "a whole number".
  func phrase(in schema: Schema) -> String {
    let noun = noun(in: schema)
    switch self {
    case .string, .bytes, .null, .dyn, .error, .parameter: return noun
    case .abstract("period", _): return noun
    default:
      let isVowel = "aeio".contains(noun.first ?? "x")
      return (isVowel ? "an " : "a ") + noun
    }
  }

  /// The type as an analyst calls it.
  func noun(in schema: Schema) -> String {
    switch self {
    case .dyn, .error, .parameter: "a value of any type"
    case .null: "empty (null)"
    case .bool: "yes/no value"
    case .int: "whole number"
    case .uint: "unsigned whole number"
    case .double: "binary fraction (double)"
    case .decimal: "decimal"
    case .string: "text"
    case .bytes: "bytes"
    case .timestamp: "point in time"
    case .duration: "duration"
    case .date: "date"
    case .list(.record(let type)):
      "set of \(schema.recordName(type)) records"
    case .list(let inner): "list of \(inner.withoutNull.plural(in: schema))"
    case .map: "map"
    case .type: "type"
    case .optional(let inner): "optional \(inner.noun(in: schema))"
    case .nullable(let inner): inner.noun(in: schema)
    case .abstract("period", _): "a number of days, months or years"
    case .abstract(let name, _): name
    case .record(let type): "record of type \(schema.recordName(type))"
    case .choice(let type): schema.choiceNoun(type)
    }
  }

  private func plural(in schema: Schema) -> String {
    switch self {
    case .string, .bytes, .dyn, .error, .parameter, .null: noun(in: schema)
    case .choice, .type, .map, .list, .record, .optional, .nullable, .abstract:
      "values: \(noun(in: schema))"
    case .timestamp: "points in time"
    case .bool, .int, .uint, .double, .decimal, .duration, .date: noun(in: schema) + "s"
    }
  }
}

extension Schema {
  func recordName(_ type: Int) -> String {
    recordTypes.indices.contains(type) ? recordTypes[type].name : "record"
  }

  func choiceNoun(_ type: Int) -> String {
    guard choiceTypes.indices.contains(type) else { return "choice" }
    let choice = choiceTypes[type]
    return choice.isState ? "state (\(choice.name))" : "choice (\(choice.name))"
  }
}
