/// Gives names their form in a workflow: `snake_case`, each once.
struct Names {
  private var taken: Set<String>
  /// The number to try next for a name that is taken.
  private var next: [String: Int] = [:]

  /// Names that a workflow uses for something else.
  static let reserved: Set<String> = [
    "before", "after", "actor", "cause", "now", "today", "parameters", "new", "true", "false",
    "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
    "let", "loop", "package", "namespace", "return", "var", "void", "while", "duration", "text",
    "decimal", "timestamp", "date", "int", "bool", "string", "size", "has", "dyn",
  ]

  init(_ taken: Set<String> = []) { self.taken = taken.union(Names.reserved) }

  /// Names for texts in their order; a text that is a name already keeps it.
  mutating func names(for texts: [String], otherwise: String) -> [String] {
    var result = [String](repeating: "", count: texts.count)
    for (index, text) in texts.enumerated()
    where Names.isName(text) && taken.insert(text).inserted {
      result[index] = text
    }
    for (index, text) in texts.enumerated() where result[index].isEmpty {
      result[index] = name(for: text, otherwise: otherwise)
    }
    return result
  }

  /// A name that nothing else has.
  mutating func name(for text: String, otherwise: String) -> String {
    let base = Names.snakeCase(text, otherwise: otherwise)
    if taken.insert(base).inserted { return base }
    var number = next[base] ?? 2
    while !taken.insert("\(base)_\(number)").inserted { number += 1 }
    next[base] = number + 1
    return "\(base)_\(number)"
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 60 && snakeCase(text, otherwise: "") == text
  }

  /// `reallyFail` and `really-fail` are `really_fail`.
  static func snakeCase(_ text: String, otherwise: String) -> String {
    var result = ""
    var wasLower = false
    for scalar in text.unicodeScalars.prefix(200) {
      switch scalar {
      case "a"..."z", "0"..."9":
        result.unicodeScalars.append(scalar)
        wasLower = true
      case "A"..."Z":
        if wasLower { result += "_" }
        result += String(scalar).lowercased()
        wasLower = false
      default:
        if !result.isEmpty, !result.hasSuffix("_") { result += "_" }
        wasLower = false
      }
    }
    while result.hasSuffix("_") { result.removeLast() }
    result = String(result.prefix(60))
    guard let first = result.first else { return otherwise.isEmpty ? "x" : otherwise }
    return first.isNumber ? "\(otherwise.isEmpty ? "x" : otherwise)_\(result)" : result
  }
}
