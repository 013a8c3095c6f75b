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
    return piece
  }

  func binary(
    _ symbol: Script.BinaryOperator, _ left: Script, _ right: Script
  ) throws(ScriptFailure) -> Piece {
    switch symbol {
    case .and, .or: return try truth(.binary(symbol, left, right))
    case .equal, .notEqual, .identical, .notIdentical: return try equality(symbol, left, right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return try order(symbol, left, right)
    case .plus: return try plus(left, right)
    case .minus, .times, .divide, .remainder:
      return try arithmetic(symbol, try value(left), try value(right))
    }
  }

  private func plus(_ left: Script, _ right: Script) throws(ScriptFailure) -> Piece {
    // Each side is written once: texts may be joined in long chains.
    let (a, b) = (try value(left), try value(right))
    guard a.kind == .text || b.kind == .text else { return try arithmetic(.plus, a, b) }
    return Piece(
      text: "\(try shown(a).inside(.sum)) + \(try shown(b).inside(.product))", level: .sum,
      kind: .text)
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
    if case .nothing = right { return try emptiness(of: left, sign) }
    if case .nothing = left { return try emptiness(of: right, sign) }
    var (a, b) = (try value(left), try value(right))
    if a.kind != b.kind, !(a.kind.isNumber && b.kind.isNumber) {
      if symbol == .identical || symbol == .notIdentical {
        return Piece(text: isEqual ? "false" : "true", level: .word, kind: .boolean)
      }
      guard a.kind != .boolean, b.kind != .boolean else {
        throw .untranslated("it compares values of different types")
      }
      // A number and a text are compared as JavaScript shows them.
      a = try shown(a)
      b = try shown(b)
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

  private func emptiness(of script: Script, _ sign: String) throws(ScriptFailure) -> Piece {
    if case .nothing = script {
      return Piece(text: sign == "==" ? "true" : "false", level: .word, kind: .boolean)
    }
    let piece = try value(script)
    guard piece.optionals == [piece.text] else {
      return Piece(text: sign == "==" ? "false" : "true", level: .word, kind: .boolean)
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
    func fixed(_ holds: Bool) -> Piece {
      Piece(text: holds == isEqual ? "true" : "false", level: .word, kind: .boolean)
    }
    if case .name(let name) = script, vocabulary.variable(name) == nil, bindings[name] == nil {
      if Vocabulary.systemNames.contains(name) {
        throw .untranslated("'\(name)' is a system variable of SCXML")
      }
      return fixed(type == "undefined")
    }
    let piece = try value(script)
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
