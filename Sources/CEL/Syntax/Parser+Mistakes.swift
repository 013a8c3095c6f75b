extension Parser {
  mutating func expect(_ kind: Token.Kind, _ message: String) -> Bool {
    if token.kind == kind, !hasFailed {
      advance()
      return true
    }
    if token.kind == .end { fail(message, at: endRange) } else { failUnexpected(or: message) }
    return false
  }

  /// The last character, for what is missing at the end.
  var endRange: Range<Int> {
    max(0, previousEnd - 1)..<max(previousEnd, min(1, bytes.count))
  }

  @discardableResult
  mutating func failTooDeep() -> Int {
    fail(
      "an expression is nested at most \(limits.nesting) levels deep", at: token.range,
      help: "split it into several", code: "limit-exceeded")
  }

  @discardableResult
  mutating func fail(
    _ message: String, at range: Range<Int>, help: String? = nil, replacement: String? = nil,
    code: String = "syntax-error"
  ) -> Int {
    if issues.isEmpty {
      issues.append(
        Issue(code: code, range: range, message: message, help: help, replacement: replacement))
    }
    // Nothing after a mistake is read.
    token = Token(kind: .end, range: bytes.count..<bytes.count)
    tree.nodes.append(SyntaxTree.Node(kind: .invalid, range: range))
    return tree.nodes.count - 1
  }

  /// The current token cannot stand here.
  @discardableResult
  mutating func failUnexpected(or message: String? = nil) -> Int {
    if token.kind == .end, issues.isEmpty {
      return fail("something is missing at the end", at: endRange)
    }
    let word = string(token.range)
    if let (message, help) = Parser.habits[word.lowercased()] {
      return fail(
        message, at: token.range, help: help, replacement: Parser.operators[word.lowercased()])
    }
    let before = string(previousStart..<previousEnd)
    if before.lowercased() == "not", token.range != previousStart..<previousEnd {
      return fail("'\(before)' is written '!'", at: previousStart..<previousEnd, help: "write !")
    }
    if token.kind == .comma, !before.isEmpty, before.utf8.allSatisfy({ isDigit($0) }) {
      return fail(
        "numbers are written without separators", at: token.range,
        help: "leave out the comma, or write a point")
    }
    if token.kind == .string || token.kind == .identifier || token.kind == .int, message == nil {
      return fail(
        "'\(word)' cannot stand here", at: token.range,
        help: "an operator such as == or && is missing before it")
    }
    return fail(message ?? "'\(word)' cannot stand here", at: token.range)
  }

  /// Words for which an operator stands here.
  static let operators = ["and": "&&", "or": "||", "is": "==", "equals": "=="]

  /// What people write who know another language, and what to write here.
  static let habits: [String: (String, String)] = [
    "and": ("'and' is written '&&'", "write &&"),
    "or": ("'or' is written '||'", "write ||"),
    "not": ("'not' is written '!'", "write !"),
    "is": ("'is' is written '=='", "write =="),
    "equals": ("'equals' is written '=='", "write =="),
    "like": ("there is no 'like'", "use contains(), startsWith() or matches()"),
    "between": ("there is no 'between'", "write x >= low && x <= high"),
    "if": ("there is no 'if'", "write condition ? value : other"),
    "then": ("there is no 'then'", "write condition ? value : other"),
    "else": ("there is no 'else'", "write condition ? value : other"),
  ]
}
