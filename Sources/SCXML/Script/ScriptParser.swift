import YAML

/// Reads an expression.
struct ScriptParser {
  private let tokens: [ScriptToken]
  private var position = 0
  private var depth = 0
  private var operators = 0

  /// How deeply an expression may be nested, and how long it may be.
  static let maximumDepth = 60
  static let maximumBytes = 20_000
  /// How many operators an expression may have: each is a level of the formula.
  static let maximumOperators = 200

  private init(_ tokens: [ScriptToken]) { self.tokens = tokens }

  static func parse(_ text: String) throws(ScriptFailure) -> Script {
    if text.utf8.count > maximumBytes { throw .untranslated("it is too long") }
    var parser = ScriptParser(try ScriptTokens.all(of: text))
    if parser.peek == .end { throw .failing("it is empty") }
    let script = try parser.conditional()
    switch parser.peek {
    case .end: return script
    case .sign, .name, .integer, .fraction, .text:
      throw .failing("it is no expression of JavaScript")
    }
  }

  private static let assignments: Set<String> = [
    "=", "+=", "-=", "*=", "/=", "%=", "**=", "&&=", "||=", "??=", "++", "--",
  ]

  /// What stands between two parts of an expression in JavaScript, and has no formula.
  private static let unread: Set<String> = [
    "**", "??", "?.", "<<", ">>", ">>>", "&", "|", "^", ",", "=>", "in", "instanceof",
  ]

  private static let statements: Set<String> = [
    "return", "var", "let", "const", "if", "for", "while", "do", "switch", "throw", "try", "break",
    "continue", "case", "catch", "default", "else", "finally", "with", "in", "instanceof", "export",
    "import",
  ]

  private var peek: ScriptToken { tokens[position] }

  private mutating func take(_ sign: String) -> Bool {
    guard peek == .sign(sign) else { return false }
    position += 1
    return true
  }

  private mutating func need(_ sign: String) throws(ScriptFailure) {
    if !take(sign) { throw .failing("a '\(sign)' is missing in it") }
  }

  /// - Parameter inList: whether a comma may follow.
  private mutating func conditional(inList: Bool = false) throws(ScriptFailure) -> Script {
    depth += 1
    defer { depth -= 1 }
    if depth > ScriptParser.maximumDepth { throw .untranslated("it is nested too deeply") }
    let condition = try binary(above: 0)
    try refuseUnread(inList: inList)
    guard take("?") else { return condition }
    let yes = try conditional()
    try need(":")
    return .conditional(condition, yes, try conditional(inList: inList))
  }

  private mutating func binary(above precedence: Int) throws(ScriptFailure) -> Script {
    var left = try unary()
    while case .sign(let sign) = peek, let symbol = Script.BinaryOperator(rawValue: sign),
      symbol.precedence > precedence
    {
      position += 1
      operators += 1
      if operators > ScriptParser.maximumOperators { throw .untranslated("it is too long") }
      left = .binary(symbol, left, try binary(above: symbol.precedence))
    }
    return left
  }

  /// Names what is JavaScript and is not read, where an expression could go on.
  private func refuseUnread(inList: Bool) throws(ScriptFailure) {
    switch peek {
    case .sign(let sign) where ScriptParser.assignments.contains(sign):
      throw .untranslated("an expression that changes a value is a side effect")
    case .sign(","): if !inList { throw .untranslated("the operator ',' is not read") }
    case .sign(let word), .name(let word):
      if ScriptParser.unread.contains(word) {
        throw .untranslated("the operator '\(word)' is not read")
      }
    case .integer, .fraction, .text, .end: break
    }
  }

  private mutating func unary() throws(ScriptFailure) -> Script {
    depth += 1
    defer { depth -= 1 }
    if depth > ScriptParser.maximumDepth { throw .untranslated("it is nested too deeply") }
    if take("!") { return .unary(.not, try unary()) }
    if take("-") { return .unary(.minus, try unary()) }
    if take("+") { return .unary(.plus, try unary()) }
    if peek == .name("typeof") {
      position += 1
      return .unary(.typeOf, try unary())
    }
    if peek == .sign("++") || peek == .sign("--") {
      throw .untranslated("an expression that changes a value is a side effect")
    }
    return try postfix()
  }

  private mutating func postfix() throws(ScriptFailure) -> Script {
    var script = try primary()
    var steps = 0
    while steps < ScriptParser.maximumDepth {
      steps += 1
      if take(".") {
        guard case .name(let name) = peek else { throw .failing("a name is missing behind '.'") }
        position += 1
        script = .member(script, name)
      } else if take("[") {
        let index = try conditional()
        try need("]")
        script = .element(script, index)
      } else if take("(") {
        script = .call(script, try list(until: ")"))
      } else {
        return script
      }
    }
    throw .untranslated("it is nested too deeply")
  }

  /// Expressions with commas between them, up to a closing sign.
  private mutating func list(until close: String) throws(ScriptFailure) -> [Script] {
    var elements: [Script] = []
    if take(close) { return elements }
    while true {
      if peek == .sign("...") { throw .untranslated("the operator '...' is not read") }
      elements.append(try conditional(inList: true))
      if take(close) { return elements }
      try need(",")
    }
  }

  private mutating func primary() throws(ScriptFailure) -> Script {
    let token = peek
    position = min(position + 1, tokens.count - 1)
    switch token {
    case .integer(let text):
      guard Int64(text) != nil, text == "0" || !text.hasPrefix("0") else {
        throw .untranslated("'\(text)' is no number here")
      }
      return .integer(text)
    case .fraction(let text):
      guard text.allSatisfy({ $0.isNumber || $0 == "." }), text.count <= 17 else {
        throw .untranslated("'\(text)' is no number here")
      }
      return .fraction(text.hasPrefix(".") ? "0" + text : text.hasSuffix(".") ? text + "0" : text)
    case .text(let text): return .text(text)
    case .name(let name): return try word(name)
    case .sign("("):
      let inner = try conditional()
      try need(")")
      return inner
    case .sign("["): return .array(try list(until: "]"))
    case .sign("{"): return try object()
    case .sign("~"): throw .untranslated("the operator '~' is not read")
    case .sign("/"): throw .untranslated("regular expressions are not read")
    case .sign(let sign): throw .failing("'\(sign)' cannot stand there")
    case .end: throw .failing("something is missing at its end")
    }
  }

  private func word(_ name: String) throws(ScriptFailure) -> Script {
    switch name {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "undefined": return .nothing
    case "null": return .null
    case "function", "new", "this", "class", "async", "await", "void", "delete", "NaN", "Infinity":
      throw .untranslated("'\(name)' has no counterpart")
    case let word where ScriptParser.statements.contains(word):
      throw .failing("'\(name)' begins no expression")
    default: return .name(name)
    }
  }

  private mutating func object() throws(ScriptFailure) -> Script {
    var members: [Script.Member] = []
    while !take("}") {
      let key: String
      switch peek {
      case .name(let name), .text(let name), .integer(let name), .fraction(let name): key = name
      case .sign, .end: throw .failing("a '}' is missing in it")
      }
      position += 1
      try need(":")
      members.append(Script.Member(name: key, value: try conditional(inList: true)))
      if peek != .sign("}") { try need(",") }
    }
    return .object(members)
  }

  /// A value as JSON; what is computed is left out.
  static func json(_ script: Script) -> String {
    switch script {
    case .integer(let text), .fraction(let text): text
    case .object(let members):
      "{\(members.map { "\(quoted($0.name)):\(json($0.value))" }.joined(separator: ","))}"
    case .text(let text): quoted(text)
    case .boolean(let flag): flag ? "true" : "false"
    case .array(let elements): "[\(elements.map(json).joined(separator: ","))]"
    case .unary(.minus, .integer(let text)), .unary(.minus, .fraction(let text)): "-\(text)"
    case .nothing, .null, .name, .member, .element, .call, .unary, .binary, .conditional: "null"
    }
  }

  /// A text in double quotes, as JSON and the expression language read it.
  static func quoted(_ text: String) -> String { YAMLText.doubleQuoted(text) }
}
