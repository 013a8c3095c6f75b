import Diagnostics
import YAML

/// Writes executable content as effects.
struct EffectWriter {
  let plan: ChartPlan
  let findings: Findings
  var formulas: FormulaWriter

  /// How many effects one chart may become: loops are written out.
  static let maximumEffects = 20_000

  init(_ plan: ChartPlan, event: String? = nil, findings: Findings) {
    self.plan = plan
    self.findings = findings
    formulas = plan.writer(event: event)
  }

  func effects(_ content: [ChartContent]) -> [YAMLText] { content.flatMap { effects($0) } }

  /// Blocks, of which an error stops only its own.
  func blocks(_ blocks: [[ChartContent]]) -> [YAMLText] {
    let written = blocks.map { effects($0) }.filter { !$0.isEmpty }
    return EffectWriter.separated(written)
  }

  static func separated(_ blocks: [[YAMLText]]) -> [YAMLText] {
    if blocks.count <= 1 { return blocks.first ?? [] }
    return blocks.map { .map([("do", .list($0))]) }
  }

  private func effects(_ piece: ChartContent) -> [YAMLText] {
    switch piece {
    case .raise(let event, let range):
      return raise(event, isExternal: false, at: range)
    case .send(let send): return self.send(send)
    case .cancel(let cancel): return self.cancel(cancel)
    case .choose(let branches):
      if let field = plan.choices.field(of: branches) { return choose(branches, by: field) }
      return choose(branches[...])
    case .assign(let location, let value, let range):
      return assign(location, value, at: range)
    case .log(let label, let text, let range): return log(label, text, at: range)
    case .loop(let loop): return self.loop(loop)
    }
  }

  // MARK: Expressions

  func parsed(_ expression: ChartExpression) throws(ScriptFailure) -> Script {
    try expression.script()
  }

  func report(_ failure: ScriptFailure, of expression: ChartExpression) {
    findings.add(
      failure.isRuntimeError
        ? .failing(because: failure.reason)
        : .untranslated(because: failure.reason),
      at: expression.range)
  }

  /// A condition; one that cannot be said cannot be told.
  func condition(_ expression: ChartExpression) -> String {
    do throws(ScriptFailure) {
      let script = try parsed(expression)
      noteFractions(script, of: expression)
      return try formulas.condition(script)
    } catch {
      report(error, of: expression)
      return VariableKind.boolean.undecidable
    }
  }

  /// Fractions are exact here, and JavaScript's are not: 0.1 + 0.2 is 0.3.
  private func noteFractions(_ script: Script, of expression: ChartExpression) {
    if plan.vocabulary.isCEL { return }
    var isInexact = false
    let inference = KindInference(vocabulary: plan.vocabulary)
    script.forEach { inner in
      guard case .binary(let symbol, _, _) = inner, symbol.isArithmetic,
        inference.kind(of: inner) == .decimal
      else { return }
      isInexact = isInexact || !inference.isExactInBinary(inner)
    }
    if isInexact {
      findings.add(
        .difference(
          "it reckons with fractions, which are exact here: 0.1 + 0.2 is 0.3",
          label: "JavaScript's are binary: 0.1 + 0.2 is a little more"), at: expression.range)
    }
  }

  /// The message that an effect emits which fails: it never goes out.
  static let failureMessage = "failure"

  /// An effect that fails: it ends its block and raises `error.execution`.
  var failure: YAMLText {
    .map([
      ("emit", .plain(EffectWriter.failureMessage)),
      ("with", .inline([("because", .plain("=" + VariableKind.text.undecidable))])),
    ])
  }

  var errorEvent: String { plan.events.names[EventBook.errorExecution] ?? "error_execution" }

  // MARK: Raising

  func raise(_ event: String, isExternal: Bool, at range: SourceRange) -> [YAMLText] {
    guard let name = plan.events.event(for: event) else {
      findings.add(
        ChartMistake(
          .unhandledEvent, "no transition takes the event '\(ChartMistake.shortened(event))'",
          label: "dropped, as SCXML would"), at: range)
      return []
    }
    var members: [(String, YAMLText)] = [("raise", .plain(name))]
    if isExternal { members.append(("later", .plain("true"))) }
    return [.inline(members)]
  }

  // MARK: Choosing

  private func choose(_ branches: ArraySlice<ChartBranch>) -> [YAMLText] {
    guard let first = branches.first else { return [] }
    guard let test = first.condition else { return effects(first.content) }
    let (chosen, rest) = (effects(first.content), choose(branches.dropFirst()))
    if chosen.isEmpty, rest.isEmpty { return [] }
    var members: [(String, YAMLText)] = [
      ("when", .plain(condition(test))), ("do", .list(chosen)),
    ]
    if !rest.isEmpty { members.append(("else", .list(rest))) }
    return [.map(members)]
  }

  /// Many branches one below the other: a field says which of them was chosen.
  private func choose(_ branches: [ChartBranch], by field: String) -> [YAMLText] {
    func set(_ number: Int) -> YAMLText {
      .map([("set", .inline([(field, .plain(String(number)))]))])
    }
    var tests = [set(0)]
    var bodies: [YAMLText] = []
    for (index, branch) in branches.enumerated() {
      let open = "\(field) == 0"
      let test = branch.condition.map { "\(open) && (\(condition($0)))" } ?? open
      tests.append(.map([("when", .plain(test)), ("do", .list([set(index + 1)]))]))
      let body = effects(branch.content)
      if body.isEmpty { continue }
      bodies.append(
        .map([("when", .plain("\(field) == \(index + 1)")), ("do", .list(body))]))
    }
    return tests + bodies
  }

  // MARK: Assigning

  private func assign(
    _ location: ChartExpression, _ value: ChartExpression?, at range: SourceRange
  ) -> [YAMLText] {
    let name = location.text.trimmedSpace
    guard let variable = plan.vocabulary.variable(name) else {
      if Vocabulary.systemNames.contains(where: { name == $0 || name.hasPrefix($0 + ".") }) {
        findings.add(
          .failing(because: "system variables cannot be changed"), at: location.range)
      } else {
        findings.add(
          .failing(because: "there is no such variable to assign to"), at: location.range)
      }
      return [failure]
    }
    guard let value else { return [] }
    guard let assigned = self.value(value, for: variable) else { return [] }
    return [.map([("set", .inline([(variable.field, assigned)]))])]
  }

  /// What a variable is set to; nil if it cannot be said and nothing is set.
  func value(_ expression: ChartExpression, for variable: Variable) -> YAMLText? {
    do throws(ScriptFailure) {
      let script = try parsed(expression)
      noteFractions(script, of: expression)
      return try value(script, of: expression, for: variable)
    } catch {
      report(error, of: expression)
      return error.isRuntimeError ? .plain("=" + variable.kind.undecidable) : nil
    }
  }

  func value(
    _ script: Script, of expression: ChartExpression, for variable: Variable
  ) throws(ScriptFailure) -> YAMLText {
    switch script {
    case .object, .array:
      if variable.constantList == nil {
        findings.add(
          .noCounterpart(
            "an object or list", because: "variables hold plain values",
            label: "kept as text; its parts cannot be read"), at: expression.range)
      }
    case .integer, .fraction, .text, .boolean, .nothing, .null, .name, .member, .element, .call,
      .unary,
      .binary, .conditional:
      break
    }
    if let constant = EffectWriter.constant(script, as: variable.kind) { return constant }
    return .plain("=" + (try formulas.value(script, as: variable.kind)))
  }

  /// A plain value in the form a field stores; nil for what is computed.
  static func constant(_ script: Script, as kind: VariableKind) -> YAMLText? {
    let isText = kind == .text || kind == .mixed || kind == .unknown
    switch script {
    case .integer(let text), .fraction(let text):
      return isText ? .quoted(text) : .plain(text)
    case .unary(.minus, .integer(let text)), .unary(.minus, .fraction(let text)):
      return isText ? .quoted("-" + text) : .plain("-" + text)
    case .boolean(let flag):
      return isText ? .quoted(flag ? "true" : "false") : .plain(flag ? "true" : "false")
    case .text(let text): return plainText(text)
    case .object, .array: return plainText(ScriptParser.json(script))
    case .nothing, .null: return .plain("null")
    case .name, .member, .element, .call, .unary, .binary, .conditional: return nil
    }
  }

  /// A text that begins with `=` would be a formula.
  private static func plainText(_ text: String) -> YAMLText {
    text.hasPrefix("=") ? .plain("=" + ScriptParser.quoted(text)) : .quoted(text)
  }

  // MARK: Logging

  private func log(
    _ label: String?, _ text: ChartExpression?, at range: SourceRange
  ) -> [YAMLText] {
    var members: [(String, YAMLText)] = [("label", .quoted(label ?? ""))]
    if let text {
      do throws(ScriptFailure) {
        let script = try parsed(text)
        if let constant = EffectWriter.constant(script, as: .text) {
          if case .nothing = script {
            members.append(("text", .quoted("undefined")))
          } else if case .null = script {
            members.append(("text", .quoted("null")))
          } else {
            members.append(("text", constant))
          }
        } else {
          members.append(("text", .plain("=" + (try formulas.shown(script)))))
        }
      } catch {
        report(error, of: text)
        return error.isRuntimeError ? [failure] : []
      }
    } else {
      members.append(("text", .quoted("")))
    }
    return [.map([("emit", .plain("log")), ("with", .inline(members))])]
  }

  // MARK: Looping

  /// A loop over a list that is known is written out.
  private func loop(_ loop: ChartLoop) -> [YAMLText] {
    let array = loop.array.text.trimmedSpace
    let item = loop.item.text.trimmedSpace
    guard let itemVariable = plan.vocabulary.variable(item) else {
      findings.add(
        .failing(because: "the item of a loop must be a variable"), at: loop.item.range)
      return [failure]
    }
    let known = plan.vocabulary.variable(array)?.constantList ?? ChartValues.literal(loop.array)
    guard let elements = known else { return [unknownList(loop)].compactMap(\.self) }
    let index = loop.index.flatMap { plan.vocabulary.variable($0.text.trimmedSpace) }
    var written: [YAMLText] = []
    for (number, element) in elements.enumerated() {
      guard written.count < EffectWriter.maximumEffects else {
        findings.add(
          .noCounterpart("so long a loop", because: "loops are written out"), at: loop.range)
        return written
      }
      guard let value = try? value(element, of: loop.array, for: itemVariable) else { continue }
      var set = [(itemVariable.field, value)]
      if let index { set.append((index.field, .plain(String(number)))) }
      written.append(.map([("set", .inline(set))]))
      written += effects(loop.content)
    }
    return written
  }

  /// What becomes of a loop over something else than a list that is known.
  private func unknownList(_ loop: ChartLoop) -> YAMLText? {
    let name = loop.array.text.trimmedSpace
    let script = try? ScriptParser.parse(name)
    let isList: Bool
    switch script {
    case .name(let name)?:
      guard let variable = plan.vocabulary.variable(name) else {
        findings.add(
          .failing(because: "there is no variable '\(name)'"), at: loop.array.range)
        return failure
      }
      isList = variable.kind == .text || variable.kind == .unknown || variable.kind == .mixed
    case .integer?, .fraction?, .boolean?, .text?, .nothing?, .null?, .object?, nil: isList = false
    case .member?, .element?, .call?, .unary?, .binary?, .conditional?, .array?: isList = true
    }
    if isList {
      findings.add(
        .noCounterpart(
          "'foreach' over a list that changes", because: "variables hold plain values"),
        at: loop.range)
      return nil
    }
    findings.add(.failing(because: "it is no list"), at: loop.array.range)
    return failure
  }
}
