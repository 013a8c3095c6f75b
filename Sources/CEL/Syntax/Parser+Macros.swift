extension Parser {
  /// The node of a call that is a macro, or nil when it is an ordinary call.
  mutating func expandMacro(_ call: SyntaxTree.Call, start: Int) -> Int? {
    guard !hasFailed else { return nil }
    guard let target = call.target else {
      return call.name == "has" && call.arguments.count == 1 ? presence(call, start: start) : nil
    }
    let count = call.arguments.count
    let isTwoVariable = extensions.contains(.twoVariableComprehensions)
    switch (call.name, count) {
    case ("all", 2): return loop(.all, call, target, start: start)
    case ("exists", 2): return loop(.exists, call, target, start: start)
    case ("exists_one", 2), ("existsOne", 2): return loop(.existsOne, call, target, start: start)
    case ("filter", 2): return loop(.filter, call, target, start: start)
    case ("map", 2), ("map", 3): return loop(.map, call, target, start: start)
    case ("all", 3) where isTwoVariable:
      return loop(.all, call, target, variables: 2, start: start)
    case ("exists", 3) where isTwoVariable:
      return loop(.exists, call, target, variables: 2, start: start)
    case ("exists_one", 3) where isTwoVariable, ("existsOne", 3) where isTwoVariable:
      return loop(.existsOne, call, target, variables: 2, start: start)
    case ("transformList", 3...4) where isTwoVariable:
      return loop(.transformList, call, target, variables: 2, start: start)
    case ("transformMap", 3...4) where isTwoVariable:
      return loop(.transformMap, call, target, variables: 2, start: start)
    case ("transformMapEntry", 3...4) where isTwoVariable:
      return loop(.transformMapEntry, call, target, variables: 2, start: start)
    case ("optMap", 2) where extensions.contains(.optionals):
      return loop(.optionalMap, call, target, start: start)
    case ("optFlatMap", 2) where extensions.contains(.optionals):
      return loop(.optionalFlatMap, call, target, start: start)
    case ("bind", 3) where extensions.contains(.bindings):
      guard case .name("cel", _) = tree.nodes[target].kind,
        let name = variable(call.arguments[0])
      else { return nil }
      return add(
        .comprehension(
          SyntaxTree.Comprehension(
            form: .bind, source: call.arguments[1], variable: name,
            variableRanges: [tree.nodes[call.arguments[0]].range], body: call.arguments[2])),
        from: start)
    default: return nil
    }
  }

  private mutating func presence(_ call: SyntaxTree.Call, start: Int) -> Int {
    let argument = call.arguments[0]
    switch tree.nodes[argument].kind {
    case .select(var select) where !select.isTest:
      select.isTest = true
      return add(.select(select), from: start)
    case .name where extensions.contains(.workflow):
      return add(.has(argument), from: start)
    default:
      return fail(
        "has() needs a field, as in has(record.field)", at: tree.nodes[argument].range)
    }
  }

  private mutating func loop(
    _ form: SyntaxTree.Comprehension.Form, _ call: SyntaxTree.Call, _ target: Int,
    variables: Int = 1, start: Int
  ) -> Int? {
    var names: [String] = []
    for argument in call.arguments.prefix(variables) {
      guard let name = variable(argument) else {
        return fail(
          "\(call.name)() needs a plain name for the element here",
          at: tree.nodes[argument].range,
          help: "for example x, as in \(call.name)(x, x > 0)")
      }
      names.append(name)
    }
    if names.count == 2, names[0] == names[1] {
      return fail(
        "the two names must differ", at: tree.nodes[call.arguments[1]].range)
    }
    let rest = call.arguments.dropFirst(variables)
    guard let body = rest.last else { return nil }
    return add(
      .comprehension(
        SyntaxTree.Comprehension(
          form: form, source: target, variable: names[0],
          secondVariable: names.count > 1 ? names[1] : nil,
          variableRanges: call.arguments.prefix(variables).map { tree.nodes[$0].range },
          condition: rest.count > 1 ? rest.first : nil, body: body)),
      from: start)
  }

  private func variable(_ id: Int) -> String? {
    if case .name(let name, isRooted: false) = tree.nodes[id].kind { name } else { nil }
  }
}
