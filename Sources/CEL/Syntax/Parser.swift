/// Turns an expression's text into a syntax tree.
///
/// It stops at the first mistake: what follows one is seldom what the author meant.
public struct Parser {
  /// The tree, or nil and the mistake that prevents it.
  public static func parse(
    _ text: String, limits: Limits = Limits(), extensions: Environment.Extensions = .standard
  ) -> (SyntaxTree?, [Issue]) {
    guard text.utf8.count <= limits.expressionBytes else {
      return (
        nil,
        [
          Issue(
            code: "limit-exceeded", range: 0..<text.utf8.count,
            message: "an expression has at most \(limits.expressionBytes) bytes",
            help: "split it into several")
        ]
      )
    }
    return BorrowedBytes.with(text) { bytes in
      var parser = Parser(
        bytes: bytes, tree: SyntaxTree(text: text), limits: limits, extensions: extensions)
      return parser.run()
    }
  }

  /// The tokens of a text that has no mistake.
  static func tokens(_ text: String) -> [Token] {
    BorrowedBytes.with(text) { bytes in
      var parser = Parser(
        bytes: bytes, tree: SyntaxTree(text: text), limits: Limits(), extensions: .standard)
      var tokens: [Token] = []
      parser.advance()
      while parser.token.kind != .end, !parser.hasFailed {
        tokens.append(parser.token)
        parser.advance()
      }
      return tokens
    }
  }

  // The parser is gone before `parse` and `tokens` end.
  let bytes: BorrowedBytes
  var tree: SyntaxTree
  let limits: Limits
  let extensions: Environment.Extensions
  var issues: [Issue] = []
  var token = Token(kind: .end, range: 0..<0)
  /// Where the token before the current one ends.
  var previousEnd = 0
  var previousStart = 0
  /// Expressions being parsed inside each other.
  private var nesting = 0

  private init(
    bytes: BorrowedBytes, tree: SyntaxTree, limits: Limits,
    extensions: Environment.Extensions
  ) {
    self.bytes = bytes
    self.tree = tree
    self.limits = limits
    self.extensions = extensions
    // Most formulas have a node for every six bytes or fewer.
    self.tree.nodes.reserveCapacity(bytes.count / 6 + 3)
  }

  private mutating func run() -> (SyntaxTree?, [Issue]) {
    advance()
    if token.kind == .end, issues.isEmpty {
      fail("an expression is missing here", at: 0..<max(bytes.count, 0))
    }
    tree.root = expression()
    if issues.isEmpty, token.kind != .end { failUnexpected() }
    return issues.isEmpty ? (tree, []) : (nil, issues)
  }

  var hasFailed: Bool { !issues.isEmpty }

  // MARK: Grammar

  /// Expr = ConditionalOr ["?" ConditionalOr ":" Expr].
  mutating func expression() -> Int {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= limits.nesting else { return failTooDeep() }
    let start = token.range.lowerBound
    let condition = binary(minimum: 1)
    guard token.kind == .question else { return condition }
    advance()
    let yes = binary(minimum: 1)
    guard expect(.colon, "a condition with '?' needs ':' and a second value") else { return yes }
    let no = expression()
    return add(.conditional(condition, yes, no), from: start)
  }

  /// Operators by precedence: `||`, `&&`, relations, sums, products.
  private mutating func binary(minimum: Int) -> Int {
    let start = token.range.lowerBound
    var left = unary()
    while !hasFailed, let infix = token.kind.infix, infix.precedence >= minimum {
      switch infix {
      case .logical(let isAnd):
        var operands = [left]
        let kind = token.kind
        while token.kind == kind {
          advance()
          operands.append(binary(minimum: infix.precedence + 1))
        }
        left = add(.logical(isAnd: isAnd, operands), from: start)
      case .binary(let symbol, let precedence):
        advance()
        let right = binary(minimum: precedence + 1)
        left = add(.binary(symbol, left, right), from: start)
      }
    }
    return left
  }

  private mutating func unary() -> Int {
    let start = token.range.lowerBound
    let kind = token.kind
    guard kind == .not || kind == .minus else { return member() }
    var starts: [Int] = []
    while token.kind == kind {
      starts.append(token.range.lowerBound)
      advance()
    }
    // CEL spec: the smallest integer is written as a negated literal that no literal could hold.
    if kind == .minus, token.kind == .int || token.kind == .double {
      starts.removeLast()
      let literal = number(negative: true, from: starts.isEmpty ? start : token.range.lowerBound)
      var operand = members(of: literal, start: start)
      for start in starts.reversed() { operand = add(.negate(operand), from: start) }
      return operand
    }
    var operand = member()
    for start in starts.reversed() {
      operand = add(kind == .not ? .not(operand) : .negate(operand), from: start)
    }
    return operand
  }

  private mutating func member() -> Int {
    let start = token.range.lowerBound
    return members(of: primary(), start: start)
  }

  /// `.field`, `.?field`, `.method(…)`, `[index]` after a value.
  private mutating func members(of first: Int, start: Int) -> Int {
    var operand = first
    while !hasFailed {
      switch token.kind {
      case .dot:
        advance()
        var isOptional = false
        if token.kind == .question {
          isOptional = true
          advance()
        }
        operand = selection(of: operand, isOptional: isOptional, start: start)
      case .leftBracket:
        advance()
        var isOptional = false
        if token.kind == .question {
          isOptional = true
          advance()
        }
        let index = expression()
        guard expect(.rightBracket, "a ']' is missing") else { return operand }
        operand = add(.index(operand, index, isOptional: isOptional), from: start)
      default: return operand
      }
    }
    return operand
  }

  private mutating func selection(of operand: Int, isOptional: Bool, start: Int) -> Int {
    let range = token.range
    let name: String
    switch token.kind {
    case .identifier: name = string(range)
    case .reserved where !["in", "true", "false", "null"].contains(string(range)):
      name = string(range)
    case .quotedIdentifier: name = string(range.lowerBound + 1..<range.upperBound - 1)
    default:
      return fail("a field's name is missing after the point", at: range)
    }
    let isQuoted = token.kind == .quotedIdentifier
    advance()
    if token.kind == .leftParenthesis, !isQuoted, !isOptional {
      guard let arguments = arguments() else { return operand }
      let call = SyntaxTree.Call(
        name: name, namePlace: SyntaxTree.Place(range), arguments: arguments, target: operand,
        isRooted: false)
      return expandMacro(call, start: start) ?? add(.call(call), from: start)
    }
    return add(
      .select(
        SyntaxTree.Select(
          operand: operand, field: name, fieldPlace: SyntaxTree.Place(range), isTest: false,
          isOptional: isOptional)),
      from: start)
  }

  private mutating func primary() -> Int {
    let start = token.range.lowerBound
    switch token.kind {
    case .int, .uint, .double: return number(negative: false, from: start)
    case .string, .bytes: return text()
    case .leftParenthesis:
      advance()
      let inner = expression()
      _ = expect(.rightParenthesis, "a ')' is missing")
      return inner
    case .leftBracket: return list()
    case .leftBrace: return map()
    case .dot:
      advance()
      guard token.kind == .identifier else { return failUnexpected() }
      return name(isRooted: true, start: start)
    case .identifier: return name(isRooted: false, start: start)
    case .reserved: return keyword()
    default: return failUnexpected()
    }
  }

  private mutating func keyword() -> Int {
    let range = token.range
    let value: Value
    switch string(range) {
    case "true": value = .bool(true)
    case "false": value = .bool(false)
    case "null": value = .null
    case let word:
      if let (message, help) = Parser.habits[word] { return fail(message, at: range, help: help) }
      return fail(
        "'\(word)' is a reserved word and cannot be a name by itself", at: range,
        help: word == "in" ? "a value is missing before 'in'" : "write record.\(word)")
    }
    advance()
    return add(.literal(value), from: range.lowerBound)
  }

  private mutating func name(isRooted: Bool, start: Int) -> Int {
    let range = token.range
    let name = string(range)
    advance()
    guard token.kind == .leftParenthesis else {
      return add(.name(name, isRooted: isRooted), from: start)
    }
    guard let arguments = arguments() else { return add(.invalid, from: start) }
    let call = SyntaxTree.Call(
      name: name, namePlace: SyntaxTree.Place(range), arguments: arguments, target: nil,
      isRooted: isRooted)
    return expandMacro(call, start: start) ?? add(.call(call), from: start)
  }

  /// What stands in the parentheses of a call; a comma at the end is a mistake.
  private mutating func arguments() -> [Int]? {
    advance()
    var arguments: [Int] = []
    if token.kind != .rightParenthesis {
      arguments.append(expression())
      while token.kind == .comma, !hasFailed {
        advance()
        arguments.append(expression())
      }
    }
    return expect(.rightParenthesis, "a ')' is missing") ? arguments : nil
  }

  private mutating func list() -> Int {
    let start = token.range.lowerBound
    advance()
    var elements: [Int] = []
    var optional: [Int] = []
    while token.kind != .rightBracket, !hasFailed {
      if token.kind == .question {
        optional.append(elements.count)
        advance()
      }
      elements.append(expression())
      guard token.kind == .comma else { break }
      advance()
    }
    _ = expect(.rightBracket, "a ']' is missing")
    return add(.list(elements, optional: optional), from: start)
  }

  private mutating func map() -> Int {
    let start = token.range.lowerBound
    advance()
    var entries: [SyntaxTree.Entry] = []
    while token.kind != .rightBrace, !hasFailed {
      let isOptional = token.kind == .question
      if isOptional { advance() }
      let key = expression()
      guard expect(.colon, "a map's key needs ':' and a value") else { break }
      let value = expression()
      entries.append(SyntaxTree.Entry(key: key, value: value, isOptional: isOptional))
      guard token.kind == .comma else { break }
      advance()
    }
    _ = expect(.rightBrace, "a '}' is missing")
    return add(.map(entries), from: start)
  }

  // MARK: Nodes

  /// A node that ends before the current token.
  mutating func add(_ kind: SyntaxTree.Kind, from start: Int) -> Int {
    let id = tree.nodes.count
    var node = SyntaxTree.Node(kind: kind, range: start..<max(start, previousEnd))
    var depth: Int32 = 0
    tree.forEachChild(of: kind) { child in
      depth = max(depth, tree.nodes[child].depth)
      node.loops = max(node.loops, tree.nodes[child].loops)
    }
    if case .comprehension(let macro) = kind, macro.form.isLoop {
      let condition = macro.condition.map { tree.nodes[$0].loops } ?? 0
      node.loops = max(node.loops, max(tree.nodes[macro.body].loops, condition) + 1)
    }
    node.depth = depth + 1
    let (levels, loops) = (Int(node.depth), Int(node.loops))
    tree.nodes.append(node)
    if levels > limits.nesting, !hasFailed { failTooDeep() }
    if loops > limits.comprehensionNesting, !hasFailed {
      fail(
        "at most \(limits.comprehensionNesting) of all(), exists(), map(), filter() may stand"
          + " inside each other", at: tree.nodes[id].range, code: "limit-exceeded")
    }
    return id
  }

  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes.part(range), as: UTF8.self)
  }
}

extension SyntaxTree.Comprehension.Form {
  /// Whether the body is computed once for each element.
  var isLoop: Bool {
    switch self {
    case .all, .exists, .existsOne, .map, .filter, .transformList, .transformMap,
      .transformMapEntry:
      true
    case .bind, .optionalMap, .optionalFlatMap: false
    }
  }
}
