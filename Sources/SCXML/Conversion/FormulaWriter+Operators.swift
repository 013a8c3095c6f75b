extension FormulaWriter {
  func unary(_ sign: Script.UnaryOperator, _ inner: Script) throws(ScriptFailure) -> Piece {
    switch sign {
    case .not: return try truth(.unary(.not, inner))
    case .minus:
      let piece = try number(inner)
      return Piece(
        text: "-" + piece.inside(.word), level: .sign, kind: piece.kind, optionals: piece.optionals)
    case .plus: return try number(inner)
    case .typeOf: throw .untranslated("'typeof' is only read beside '==' and '!='")
    }
  }

  private func number(_ script: Script) throws(ScriptFailure) -> Piece {
    try number(try value(script))
  }

  private func number(_ piece: Piece) throws(ScriptFailure) -> Piece {
    guard piece.kind.isNumber else { throw .untranslated("it reckons with what is no number") }
    try refuseNull(piece)
    return piece
  }

  func binary(
    _ symbol: Script.BinaryOperator, _ left: Script, _ right: Script
  ) throws(ScriptFailure) -> Piece {
    if symbol.isComparison || symbol.isArithmetic {
      try refuseStructure(left)
      try refuseStructure(right)
    }
    switch symbol {
    case .and, .or: return try logical(symbol, left, right)
    case .equal, .notEqual, .identical, .notIdentical: return try equality(symbol, left, right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return try order(symbol, left, right)
    case .plus: return try plus(left, right)
    case .minus, .times, .divide, .remainder:
      return try arithmetic(symbol, try value(left), try value(right))
    }
  }

  /// JavaScript gives one of the two values, which need not be a boolean.
  private func logical(
    _ symbol: Script.BinaryOperator, _ left: Script, _ right: Script
  ) throws(ScriptFailure) -> Piece {
    let (a, b) = (try value(left), try value(right))
    if a.kind == .boolean, b.kind == .boolean, a.optionals.isEmpty, b.optionals.isEmpty {
      return try truth(.binary(symbol, left, right))
    }
    let condition = try truth(left)
    return symbol == .and
      ? try choice(condition, b, a) : try choice(condition, a, b)
  }

  private func plus(_ left: Script, _ right: Script) throws(ScriptFailure) -> Piece {
    // Each side is written once: texts may be joined in long chains.
    var (a, b) = (try joined(left), try joined(right))
    guard a.kind == .text || b.kind == .text else { return try arithmetic(.plus, a, b) }
    if a.kind == .unknown { a.kind = .text }
    if b.kind == .unknown { b.kind = .text }
    return Piece(
      text: "\(try shown(a).inside(.sum)) + \(try shown(b).inside(.product))", level: .sum,
      kind: .text)
  }

  /// A side of `+`: a missing one is shown where it is joined to a text.
  private func joined(_ script: Script) throws(ScriptFailure) -> Piece {
    switch known(script) {
    case .nothing: Piece(text: "\"undefined\"", level: .word, kind: .unknown)
    case .null: Piece(text: "\"null\"", level: .word, kind: .unknown)
    default: try value(script)
    }
  }

  private func arithmetic(
    _ symbol: Script.BinaryOperator, _ left: Piece, _ right: Piece
  ) throws(ScriptFailure) -> Piece {
    let (a, b) = (try number(left), try number(right))
    let level: Level = symbol == .plus || symbol == .minus ? .sum : .product
    // The right side of the same level needs brackets: a - (b - c).
    let tighter: Level = level == .sum ? .product : .sign
    var first = a.inside(level)
    let isExact = symbol == .divide && !vocabulary.isCEL
    if isExact, a.kind == .integer { first = "decimal(\(a.text))" }
    if symbol == .remainder, a.kind == .decimal || b.kind == .decimal {
      throw .untranslated("the remainder of a fraction has no counterpart")
    }
    return Piece(
      text: "\(first) \(symbol.rawValue) \(b.inside(tighter))", level: level,
      kind: isExact ? .decimal : a.kind.joined(with: b.kind),
      optionals: a.optionals + b.optionals)
  }

  // MARK: Comparing

  private func order(
    _ symbol: Script.BinaryOperator, _ left: Script, _ right: Script
  ) throws(ScriptFailure) -> Piece {
    let (a, b) = (try value(left), try value(right))
    guard a.kind == b.kind || (a.kind.isNumber && b.kind.isNumber), a.kind != .boolean else {
      throw .untranslated("it compares values of different types")
    }
    try refuseNull(a)
    try refuseNull(b)
    let optionals = Set(a.optionals + b.optionals).sorted()
    let comparison = "\(a.inside(.sum)) \(symbol.rawValue) \(b.inside(.sum))"
    if optionals.isEmpty { return Piece(text: comparison, level: .relation, kind: .boolean) }
    let tests = optionals.map { "\($0) != null" }
    return Piece(
      text: (tests + [comparison]).joined(separator: " && "), level: .and, kind: .boolean)
  }

  private func equality(
    _ symbol: Script.BinaryOperator, _ left: Script, _ right: Script
  ) throws(ScriptFailure) -> Piece {
    let isEqual = symbol == .equal || symbol == .identical
    let sign = isEqual ? "==" : "!="
    if case .unary(.typeOf, let inner) = left { return try typeTest(inner, right, isEqual) }
    if case .unary(.typeOf, let inner) = right { return try typeTest(inner, left, isEqual) }
    let isStrict = symbol == .identical || symbol == .notIdentical
    for (one, other) in [(left, right), (right, left)] {
      switch known(other) {
      case .nothing: return try emptiness(of: one, .undefined, sign, isStrict: isStrict)
      case .null: return try emptiness(of: one, .null, sign, isStrict: isStrict)
      default: break
      }
    }
    if isStrict, isMixed(left) || isMixed(right) {
      throw .untranslated("its type is only known when it is evaluated")
    }
    var (a, b) = (try value(left), try value(right))
    if a.kind != b.kind, !(a.kind.isNumber && b.kind.isNumber) {
      if isStrict { return fixed(!isEqual) }
      (a, b) = (try asNumber(a, left, beside: b), try asNumber(b, right, beside: a))
      guard a.kind == b.kind || a.kind.isNumber && b.kind.isNumber else {
        return fixed(!isEqual)
      }
    }
    let comparison = Piece(
      text: "\(a.inside(.sum)) \(sign) \(b.inside(.sum))", level: .relation, kind: .boolean)
    // A field alone may be compared when empty; one that is reckoned with may not.
    let optionals = Set(
      (a.text == a.optionals.first ? [] : a.optionals)
        + (b.text == b.optionals.first ? [] : b.optionals)
    ).sorted()
    if optionals.isEmpty { return comparison }
    let tests = optionals.map { isEqual ? "\($0) != null" : "\($0) == null" }
    return Piece(
      text: (tests + [comparison.text]).joined(separator: isEqual ? " && " : " || "),
      level: isEqual ? .and : .or, kind: .boolean)
  }

  private func fixed(_ holds: Bool) -> Piece {
    Piece(text: holds ? "true" : "false", level: .word, kind: .boolean)
  }

  private func isMixed(_ script: Script) -> Bool {
    if case .name(let name) = script { return vocabulary.variable(name)?.kind == .mixed }
    return false
  }

  /// A text beside a number, as JavaScript compares them: as the number that it spells. One that
  /// spells none stays a text, and nothing is equal to it.
  private func asNumber(
    _ piece: Piece, _ script: Script, beside other: Piece
  ) throws(ScriptFailure) -> Piece {
    if piece.kind.isNumber, other.kind == .text { return piece }
    guard piece.kind == .text, other.kind.isNumber else {
      throw .untranslated("it compares values of different types")
    }
    guard case .text(let text) = script else {
      throw .untranslated("it compares a text with a number")
    }
    let word = text.trimmedSpace
    if word.isEmpty { return Piece(text: "0", level: .word, kind: .integer) }
    switch try? ScriptParser.parse(word) {
    case .integer?, .fraction?, .unary(.minus, .integer)?, .unary(.minus, .fraction)?,
      .unary(.plus, .integer)?, .unary(.plus, .fraction)?:
      return try value(try ScriptParser.parse(word))
    default:
      if word.contains(where: { $0.isNumber || $0 == "I" }) {
        throw .untranslated("it compares a text with a number")
      }
      return piece
    }
  }

  /// Whether something is `undefined` or `null`; without `===` both are the same.
  private func emptiness(
    of script: Script, _ what: Missing, _ sign: String, isStrict: Bool
  ) throws(ScriptFailure) -> Piece {
    let isEqual = sign == "=="
    switch known(script) {
    case .nothing: return fixed((!isStrict || what == .undefined) == isEqual)
    case .null: return fixed((!isStrict || what == .null) == isEqual)
    default: break
    }
    let piece = try value(script)
    guard piece.optionals == [piece.text] else { return fixed(!isEqual) }
    let possible =
      vocabulary.variables.first { $0.field == piece.text }?.missing ?? [.undefined]
    if isStrict {
      if !possible.contains(what) { return fixed(!isEqual) }
      if possible.count > 1 {
        throw .untranslated("undefined and null are the same empty field here")
      }
    }
    return Piece(text: "\(piece.text) \(sign) null", level: .relation, kind: .boolean)
  }

  /// `typeof x == 'undefined'` and its like.
  private func typeTest(
    _ script: Script, _ type: Script, _ isEqual: Bool
  ) throws(ScriptFailure) -> Piece {
    guard case .text(let type) = type else {
      throw .untranslated("'typeof' is only compared with a text")
    }
    func fixed(_ holds: Bool) -> Piece { self.fixed(holds == isEqual) }
    switch known(script) {
    case .nothing: return fixed(type == "undefined")
    case .null: return fixed(type == "object")
    default: break
    }
    if isMixed(script) { throw .untranslated("its type is only known when it is evaluated") }
    if case .object = script { return fixed(type == "object") }
    if case .array = script { return fixed(type == "object") }
    try refuseStructure(script)
    if case .name(let name) = script, vocabulary.variable(name) == nil, bindings[name] == nil {
      if Vocabulary.systemNames.contains(name) {
        throw .untranslated("'\(name)' is a system variable of SCXML")
      }
      return fixed(type == "undefined")
    }
    let piece = try value(script)
    try refuseNull(piece)
    let actual =
      switch piece.kind {
      case .boolean: "boolean"
      case .integer, .decimal: "number"
      case .text, .mixed: "string"
      case .unknown: "undefined"
      }
    guard piece.optionals == [piece.text] else { return fixed(type == actual) }
    if type == "undefined" {
      return Piece(
        text: "\(piece.text) \(isEqual ? "==" : "!=") null", level: .relation, kind: .boolean)
    }
    if type != actual { return fixed(false) }
    return Piece(
      text: "\(piece.text) \(isEqual ? "!=" : "==") null", level: .relation, kind: .boolean)
  }
}
