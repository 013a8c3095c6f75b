/// Writes an expression of a chart as a formula.
struct FormulaWriter {
  let vocabulary: Vocabulary
  /// The event that is being handled, where that is known.
  var event: String?
  /// Names that stand for a value of their own, such as the item of a loop.
  var bindings: [String: Script] = [:]
  /// States that are certainly not active while it is evaluated.
  var absent: Set<String> = []

  /// A formula with how tightly its outermost operator binds.
  struct Piece {
    var text: String
    var level: Level
    var kind: VariableKind
    /// The fields in it that may be empty.
    var optionals: [String] = []

    func inside(_ outer: Level) -> String { level < outer ? "(\(text))" : text }
  }

  enum Level: Int, Comparable {
    case choice, or, and, relation, sum, product, sign, word

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  private var inference: KindInference { KindInference(vocabulary: vocabulary) }

  func kind(of script: Script) -> VariableKind { inference.kind(of: bound(script)) }

  // MARK: Conditions

  /// The expression as JavaScript takes it for true or false.
  func condition(_ script: Script) throws(ScriptFailure) -> String { try truth(script).text }

  func truth(_ script: Script) throws(ScriptFailure) -> Piece {
    switch known(script) {
    case .unary(.not, let inner):
      let inner = try truth(inner)
      if inner.text == "true" { return boolean("false", .word) }
      if inner.text == "false" { return boolean("true", .word) }
      return boolean("!" + inner.inside(.word), .sign)
    case .binary(.and, let left, let right):
      let (left, right) = (try truth(left), try truth(right))
      return boolean("\(left.inside(.and)) && \(right.inside(.and))", .and)
    case .binary(.or, let left, let right):
      let (left, right) = (try truth(left), try truth(right))
      return boolean("\(left.inside(.or)) || \(right.inside(.or))", .or)
    case .conditional(let condition, let yes, let no):
      let (condition, yes, no) = (try truth(condition), try truth(yes), try truth(no))
      return boolean(
        "\(condition.inside(.or)) ? \(yes.inside(.or)) : \(no.inside(.choice))", .choice)
    case .nothing, .null: return boolean("false", .word)
    default: return try truth(of: value(script))
    }
  }

  private func boolean(_ text: String, _ level: Level) -> Piece {
    Piece(text: text, level: level, kind: .boolean)
  }

  private func truth(of piece: Piece) throws(ScriptFailure) -> Piece {
    let optionals = piece.optionals
    switch piece.kind {
    case .boolean:
      return optionals.isEmpty ? piece : guarded(boolean(piece.text, piece.level), optionals)
    case .integer, .decimal:
      return guarded(boolean("\(piece.inside(.sum)) != 0", .relation), optionals)
    case .text, .mixed:
      return guarded(boolean("\(piece.inside(.sum)) != \"\"", .relation), optionals)
    case .unknown: throw .untranslated("it is not known what it is")
    }
  }

  /// A comparison with a missing value is false.
  private func guarded(_ piece: Piece, _ optionals: [String]) -> Piece {
    if optionals.isEmpty { return piece }
    let tests = Set(optionals).sorted().map { "\($0) != null" }
    return boolean((tests + [piece.inside(.and)]).joined(separator: " && "), .and)
  }

  // MARK: Values

  /// The expression as a value of a kind.
  func value(_ script: Script, as kind: VariableKind) throws(ScriptFailure) -> String {
    switch known(script) {
    case .nothing, .null: return "null"
    case .conditional(let condition, let yes, let no):
      let condition = try truth(condition).inside(.or)
      return "\(condition) ? (\(try value(yes, as: kind))) : (\(try value(no, as: kind)))"
    default: break
    }
    if kind == .boolean { return try flag(script) }
    let piece = try value(script)
    switch kind {
    case .text, .mixed: return try text(of: piece).text
    case .integer, .decimal:
      guard piece.kind.isNumber else { throw .untranslated("it is no number") }
      return piece.text
    case .boolean, .unknown: return piece.text
    }
  }

  /// The expression as it would be shown.
  func shown(_ script: Script) throws(ScriptFailure) -> String {
    switch known(script) {
    case .nothing: return "\"undefined\""
    case .null: return "\"null\""
    default: break
    }
    return try shown(try value(script)).text
  }

  /// A value as a text; a missing one as JavaScript shows it.
  func shown(_ piece: Piece) throws(ScriptFailure) -> Piece {
    var text = try text(of: piece)
    try refuseNull(piece)
    if let missing = piece.optionals.first, piece.text == missing {
      text.text = "\(missing) == null ? \"undefined\" : \(text.text)"
      text.level = .choice
    }
    text.optionals = []
    return text
  }

  private func text(of piece: Piece) throws(ScriptFailure) -> Piece {
    var piece = piece
    switch piece.kind {
    case .text, .mixed: return piece
    case .integer, .decimal, .boolean:
      piece.text = "text(\(piece.text))"
      piece.level = .word
      piece.kind = .text
      return piece
    case .unknown: throw .untranslated("it is not known what it is")
    }
  }

  func value(_ script: Script) throws(ScriptFailure) -> Piece {
    switch known(script) {
    case .integer(let text): return Piece(text: text, level: .word, kind: .integer)
    case .fraction(let text): return Piece(text: text, level: .word, kind: .decimal)
    case .text(let text):
      return Piece(text: ScriptParser.quoted(text), level: .word, kind: .text)
    case .object, .array:
      return Piece(
        text: ScriptParser.quoted(ScriptParser.json(script)), level: .word, kind: .text)
    case .boolean(let flag): return boolean(flag ? "true" : "false", .word)
    case .nothing: throw .untranslated("undefined cannot be reckoned with")
    case .null: throw .untranslated("null cannot be reckoned with")
    case .name(let name): return try named(name)
    case .member(let inner, let name):
      if let data = script.eventData { return try eventData(data) }
      return try member(inner, name)
    case .element:
      if let data = script.eventData { return try eventData(data) }
      throw .untranslated("elements of lists have no counterpart")
    case .call(let function, let arguments): return try call(function, arguments)
    case .unary(let sign, let inner): return try unary(sign, inner)
    case .binary(let symbol, let left, let right): return try binary(symbol, left, right)
    case .conditional(let condition, let yes, let no):
      let condition = try truth(condition)
      return try choice(condition, try value(yes), try value(no))
    }
  }

  /// One of two values of the same kind, neither of which can be missing.
  func choice(_ condition: Piece, _ yes: Piece, _ no: Piece) throws(ScriptFailure) -> Piece {
    let kind = yes.kind.joined(with: no.kind)
    if kind == .mixed { throw .untranslated("its type is only known when it is evaluated") }
    if !(yes.optionals + no.optionals).isEmpty {
      throw .untranslated("what it comes to may be missing")
    }
    return Piece(
      text: "\(condition.inside(.or)) ? \(yes.inside(.or)) : \(no.inside(.choice))",
      level: .choice, kind: kind)
  }

  /// A boolean that is stored: its empty field stays empty.
  private func flag(_ script: Script) throws(ScriptFailure) -> String {
    let piece = try value(script)
    guard piece.kind == .boolean else { throw .untranslated("it is no boolean") }
    return piece.text
  }

  /// A variable that never gets a value is as good as `undefined`, or `null`.
  func known(_ script: Script) -> Script {
    guard case .name(let name) = script, bindings[name] == nil,
      let variable = vocabulary.variable(name), variable.kind == .unknown
    else { return script }
    if variable.missing == [.null] { return .null }
    return variable.missing.contains(.null) ? script : .nothing
  }

  /// JavaScript reckons with `null` as 0 and shows it as a word; an empty field is neither.
  func refuseNull(_ piece: Piece) throws(ScriptFailure) {
    let nullable = vocabulary.variables.contains { variable in
      variable.missing.contains(.null) && piece.optionals.contains(variable.field)
    }
    if nullable { throw .untranslated("it may be null, with which it is not reckoned here") }
  }

  private func named(_ name: String) throws(ScriptFailure) -> Piece {
    if let value = bindings[name] { return try self.value(value) }
    if let variable = vocabulary.variable(name) {
      if variable.kind == .unknown { return missing(variable.field) }
      return Piece(
        text: variable.field, level: .word, kind: variable.kind == .mixed ? .text : variable.kind,
        optionals: variable.isOptional ? [variable.field] : [])
    }
    if Vocabulary.systemNames.contains(name) {
      throw .untranslated("'\(name)' is a system variable of SCXML")
    }
    if Vocabulary.globalNames.contains(name) {
      throw .untranslated("'\(name)' has no counterpart")
    }
    throw .failing("there is no variable '\(name)'")
  }

  /// What an event carries: a named value of it, or with an empty name the whole.
  private func eventData(_ name: String) throws(ScriptFailure) -> Piece {
    guard let event else {
      throw .untranslated("which event it speaks of is only known in a transition")
    }
    let id = EventData.id(event: event, name: name)
    guard vocabulary.variable(id) != nil else {
      throw .untranslated("no event '\(event)' of the chart carries it")
    }
    return try named(id)
  }

  /// A field that never has a value.
  private func missing(_ field: String) -> Piece {
    Piece(text: field, level: .word, kind: .text, optionals: [field])
  }

  private func bound(_ script: Script) -> Script {
    if case .name(let name) = script, let value = bindings[name] { return value }
    return script
  }
}
