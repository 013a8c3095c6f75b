extension FormulaWriter {
  func member(_ inner: Script, _ name: String) throws(ScriptFailure) -> Piece {
    if case .name("_event") = inner {
      guard name == "name", let event else {
        throw .untranslated("'_event.\(name)' is a system variable of SCXML")
      }
      return Piece(text: ScriptParser.quoted(event), level: .word, kind: .text)
    }
    switch known(inner) {
    case .nothing, .null: throw .failing("what is undefined or null has no members")
    case .array(let elements) where name == "length": return length(elements)
    case .name(let list) where name == "length":
      if let elements = vocabulary.variable(list)?.constantList { return length(elements) }
    case .object: throw .untranslated("members of objects have no counterpart")
    default: break
    }
    try refuseStructure(inner)
    if let owner = inner.owner, vocabulary.variable(owner) == nil,
      !Vocabulary.systemNames.contains(owner), !Vocabulary.globalNames.contains(owner)
    {
      throw .failing("there is no variable '\(owner)'")
    }
    if name == "length", try value(inner).kind == .text {
      let piece = try value(inner)
      return Piece(
        text: "size(\(piece.text))", level: .word, kind: .integer, optionals: piece.optionals)
    }
    throw .untranslated("members of objects have no counterpart")
  }

  private func length(_ elements: [Script]) -> Piece {
    Piece(text: String(elements.count), level: .word, kind: .integer)
  }

  /// Objects and lists are only kept: JavaScript reckons with them otherwise than with their text.
  func refuseStructure(_ script: Script) throws(ScriptFailure) {
    var isStructured = script.isStructure
    if case .name(let name) = script, let variable = vocabulary.variable(name) {
      isStructured = variable.isStructured
    }
    if isStructured { throw .untranslated("objects and lists are not reckoned with") }
  }

  func call(_ function: Script, _ arguments: [Script]) throws(ScriptFailure) -> Piece {
    switch (function, arguments.count) {
    case (.name("In"), 1): return try isIn(arguments[0])
    case (.name("String"), 1):
      try refuseStructure(arguments[0])
      switch known(arguments[0]) {
      case .nothing: return Piece(text: "\"undefined\"", level: .word, kind: .text)
      case .null: return Piece(text: "\"null\"", level: .word, kind: .text)
      default: return try shown(try value(arguments[0]))
      }
    case (.name("Boolean"), 1): return try truth(arguments[0])
    case (.member(.name("Math"), let name), _): return try math(name, arguments)
    case (.name(let name), _) where vocabulary.isCEL: return try formulaCall(name, arguments)
    case (.name(let name), _)
    where vocabulary.variable(name) == nil && !Vocabulary.globalNames.contains(name):
      throw .failing("there is no function '\(name)'")
    default: throw .untranslated("the function has no counterpart")
    }
  }

  /// Functions of the expression language with the kind of their result; nil stands for that of
  /// the arguments.
  static let formulaFunctions: [String: VariableKind] = [
    "text": .text, "decimal": .decimal, "int": .integer, "size": .integer,
  ]

  private func formulaCall(_ name: String, _ arguments: [Script]) throws(ScriptFailure) -> Piece {
    let isKnown =
      FormulaWriter.formulaFunctions[name] != nil || ["abs", "min", "max"].contains(name)
    guard isKnown else { throw .untranslated("the function '\(name)' is not read here") }
    let pieces = try arguments.map { argument throws(ScriptFailure) in try value(argument) }
    let kinds = pieces.map(\.kind).reduce(VariableKind.unknown) { $0.joined(with: $1) }
    return Piece(
      text: "\(name)(\(pieces.map(\.text).joined(separator: ", ")))", level: .word,
      kind: FormulaWriter.formulaFunctions[name] ?? kinds, optionals: pieces.flatMap(\.optionals))
  }

  private func isIn(_ argument: Script) throws(ScriptFailure) -> Piece {
    guard case .text(let id) = argument else {
      throw .untranslated("the state in 'In' must be written out")
    }
    guard let test = vocabulary.stateTests[id], !absent.contains(id) else {
      return Piece(text: "false", level: .word, kind: .boolean)
    }
    return Piece(text: test, level: .relation, kind: .boolean)
  }

  private func math(_ name: String, _ arguments: [Script]) throws(ScriptFailure) -> Piece {
    let pieces = try arguments.map { argument throws(ScriptFailure) in
      let piece = try value(argument)
      guard piece.kind.isNumber else { throw .untranslated("it reckons with what is no number") }
      return piece
    }
    let optionals = pieces.flatMap(\.optionals)
    let kind = pieces.map(\.kind).reduce(VariableKind.unknown) { $0.joined(with: $1) }
    switch (name, pieces.count) {
    case ("pow", 2): return try power(pieces[0], arguments[1])
    case ("abs", 1):
      return Piece(text: "abs(\(pieces[0].text))", level: .word, kind: kind, optionals: optionals)
    case ("min", 1...), ("max", 1...):
      let list = pieces.map(\.text).joined(separator: ", ")
      return Piece(text: "\(name)(\(list))", level: .word, kind: kind, optionals: optionals)
    case ("floor", 1) where kind == .integer, ("ceil", 1) where kind == .integer,
      ("round", 1) where kind == .integer, ("trunc", 1) where kind == .integer:
      return pieces[0]
    case ("trunc", 1):
      return Piece(
        text: "int(\(pieces[0].text))", level: .word, kind: .integer, optionals: optionals)
    default: throw .untranslated("'Math.\(name)' has no counterpart")
    }
  }

  /// A power with a small exponent is a product.
  private func power(_ base: Piece, _ exponent: Script) throws(ScriptFailure) -> Piece {
    guard case .integer(let text) = exponent, let times = Int(text), (1...16).contains(times) else {
      throw .untranslated("the exponent must be a whole number from 1 to 16")
    }
    let factor = base.inside(.sign)
    return Piece(
      text: [String](repeating: factor, count: times).joined(separator: " * "),
      level: times == 1 ? base.level : .product, kind: base.kind, optionals: base.optionals)
  }
}

extension Script {
  /// The name that a path of members begins with.
  fileprivate var owner: String? {
    switch self {
    case .name(let name): name
    case .member(let inner, _), .element(let inner, _): inner.owner
    case .integer, .fraction, .text, .boolean, .nothing, .null, .call, .unary, .binary,
      .conditional,
      .array, .object:
      nil
    }
  }
}
