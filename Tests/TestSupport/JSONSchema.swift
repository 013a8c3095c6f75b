package import JSONText

/// A JSON Schema of the few words that the schema of answers uses; any other word is a mistake.
///
/// It holds against members, too, that are not described: to a program they are an addition, to a
/// test they are a member without a meaning.
package struct JSONSchema: Sendable {
  package let root: JSON

  package init(_ root: JSON) { self.root = root }

  /// The named parts, in their order.
  package var definitions: [(name: String, schema: JSON)] {
    guard case .object(let members)? = root["$defs"] else { return [] }
    return members.map { (name: $0.0, schema: $0.1) }
  }

  /// What stands behind `$ref`, or the schema itself.
  package func resolved(_ schema: JSON) -> JSON {
    guard let path = schema["$ref"]?.text, let name = path.split(separator: "/").last else {
      return schema
    }
    return root["$defs"]?[String(name)] ?? .string("there is no \(path)")
  }

  /// Everything in which a value is not of the schema, each with its place.
  package func problems(_ value: JSON) -> [String] { problems(value, root, "$") }

  private func problems(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    let schema = resolved(schema)
    guard case .object(let words) = schema else { return ["\(path): no schema: \(schema.compact)"] }
    var found: [String] = []
    for (word, content) in words {
      switch word {
      case "$schema", "$id", "$defs", "title", "description", "required", "format": break
      case "type":
        let types = content.text.map { [$0] } ?? content.strings ?? []
        if !types.contains(where: { isOf($0, value) }) {
          found.append("\(path): \(value.compact.prefix(60)) is not \(types)")
        }
      case "const":
        if value != content {
          found.append("\(path): \(value.compact.prefix(60)) is not \(content.compact)")
        }
      case "enum":
        if content.elements?.contains(value) != true {
          found.append("\(path): \(value.compact.prefix(60)) is not listed")
        }
      case "items":
        for (place, element) in (value.elements ?? []).enumerated() {
          found += problems(element, content, "\(path)[\(place)]")
        }
      case "anyOf":
        let tries = (content.elements ?? []).map { problems(value, $0, path) }
        // The one that comes nearest says the most.
        found += tries.min { Self.isNearer($0, $1, path) } ?? ["\(path): nothing to choose from"]
      case "properties": found += members(value, schema, path)
      default: found.append("\(path): the schema has a word that no test knows: '\(word)'")
      }
    }
    return found
  }

  /// A try that is right about what answers stands before one that has fewer problems.
  private static func isNearer(_ one: [String], _ other: [String], _ path: String) -> Bool {
    func rank(_ problems: [String]) -> (Int, Int) {
      (problems.contains { $0.hasPrefix("\(path).command:") } ? 1 : 0, problems.count)
    }
    return rank(one) < rank(other)
  }

  private func members(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    guard case .object(let members) = value else { return [] }
    let names = members.map(\.0)
    var found = (schema["required"]?.strings ?? []).filter { !names.contains($0) }
      .map { "\(path).\($0): it is missing" }
    if Set(names).count < names.count { found.append("\(path): a member stands there twice") }
    for (name, member) in members {
      if let inner = schema["properties"]?[name] {
        found += problems(member, inner, "\(path).\(name)")
      } else {
        found.append("\(path).\(name): it is not described")
      }
    }
    return found
  }

  private func isOf(_ type: String, _ value: JSON) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array),
      ("object", .object), ("integer", .integer), ("number", .integer), ("number", .number):
      true
    default: false
    }
  }
}
