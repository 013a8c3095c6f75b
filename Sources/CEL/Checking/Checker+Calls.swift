extension Checker {
  mutating func checkCall(_ id: Int, _ call: SyntaxTree.Call) {
    // CEL spec: `a.b.f(x)` may be the function `a.b.f` of a namespace.
    if let target = call.target, let prefix = namespace(target) {
      for candidate in candidates(prefix.name + "." + call.name, isRooted: prefix.isRooted) {
        if let declaration = declaration(candidate) {
          for argument in call.arguments { check(argument) }
          return checkOverloads(
            id, call, declaration, arguments: call.arguments, isMember: false,
            isNamespaced: true, name: candidate)
        }
        if hostFunctions(candidate, isMember: false) {
          for argument in call.arguments { check(argument) }
          return checkHostFunction(id, candidate, call.arguments, isMember: false)
        }
      }
    }
    if let target = call.target { check(target) }
    if isChecking, Checker.macroNames.contains(call.name), Function.named(call.name) == nil,
      names.scope.functions[call.name] == nil
    {
      set(id, .error)
      return reportMacro(id, call)
    }
    if isWorkflow, isChecking, call.target == nil, call.name == "count" || call.name == "sum",
      call.arguments.count == 3
    {
      // The element's name means nothing here; one mistake is enough to say so.
      _ = onlyArgument(Function.CallSite(id: id, call: call, arguments: call.arguments))
      return
    }
    for argument in call.arguments { check(argument) }
    let arguments = (call.target.map { [$0] } ?? []) + call.arguments
    let isMember = call.target != nil
    for candidate in isMember ? [call.name] : candidates(call.name, isRooted: call.isRooted) {
      if hostFunctions(candidate, isMember: isMember) {
        return checkHostFunction(id, candidate, arguments, isMember: isMember)
      }
      guard let declaration = declaration(candidate) else { continue }
      return checkOverloads(
        id, call, declaration, arguments: arguments, isMember: isMember, isNamespaced: false,
        name: call.name)
    }
    result.parts[id].meaning = .undeclared(call.name)
    set(id, isChecking ? .error : .dyn)
    reportUnknownFunction(id, call)
  }

  private func declaration(_ name: String) -> Function? {
    if let own = names.scope.computed[name] { return own }
    guard let found = Function.named(name),
      names.scope.environment.extensions.contains(found.library)
    else { return nil }
    return found
  }

  /// A chain of names that could be a namespace.
  private func namespace(_ id: Int) -> (name: String, isRooted: Bool)? {
    switch tree.nodes[id].kind {
    case .name(let name, let isRooted):
      return !isRooted && locals.contains { $0.name == name } ? nil : (name, isRooted)
    case .select(let select) where !select.isTest && !select.isOptional:
      return namespace(select.operand).map { ($0.name + "." + select.field, $0.isRooted) }
    default: return nil
    }
  }

  // MARK: Overloads

  private mutating func checkOverloads(
    _ id: Int, _ call: SyntaxTree.Call, _ function: Function, arguments: [Int],
    isMember: Bool, isNamespaced: Bool, name: String
  ) {
    result.parts[id].meaning = .function(function, isNamespaced: isNamespaced)
    let site = Function.CallSite(id: id, call: call, arguments: arguments)
    if let rule = function.rule, rule(&self, site) { return }
    let types = arguments.map { unifier.substitute(type($0)) }
    guard isChecking else { return set(id, .dyn) }
    if types.contains(.error) {
      let results = function.overloads.map(\.result)
      return set(id, Set(results).count == 1 ? results[0].withoutParameters : .error)
    }
    let fitting = function.overloads.filter {
      $0.isMember == isMember && $0.parameters.count == arguments.count
    }
    var resultType: CELType?
    for overload in fitting {
      let resolved =
        overload.hasTypeParameters
        ? unifier.instantiate(overload.parameters + [overload.result])
        : overload.parameters + [overload.result]
      guard unifier.areAssignable(types, Array(resolved.dropLast())) else { continue }
      let fresh = unifier.substitute(resolved[resolved.count - 1])
      resultType = resultType == nil || resultType == fresh ? fresh : .dyn
    }
    if resultType == nil, isWorkflow {
      for overload in fitting where fitAll(arguments, types, overload.parameters) {
        resultType = overload.result
        break
      }
    }
    guard let resultType else {
      set(id, .error)
      return reportOverload(id, call, function, arguments, types, isMember: isMember, name)
    }
    set(id, resultType)
    if isWorkflow { checkLiterals(function, arguments) }
  }

  /// Converts arguments where the workflow's rules allow it, if that makes all of them fit.
  private mutating func fitAll(
    _ arguments: [Int], _ types: [CELType], _ parameters: [CELType]
  ) -> Bool {
    for (argument, (type, parameter)) in zip(arguments, zip(types, parameters)) {
      switch (type, parameter) {
      case (.int, .decimal), (.choice, .string), (.date, .timestamp): continue
      case (.record, .string): continue
      case (.string, .choice): guard isAdaptable(argument) else { return false }
      default: guard type == parameter || type == .dyn else { return false }
      }
    }
    for (argument, (type, parameter)) in zip(arguments, zip(types, parameters)) {
      if case .record = type, parameter == .string {
        result.parts[argument].conversion = .recordText
      } else {
        // A text that is no value of the choice was told of.
        _ = fit(argument, type, to: parameter)
      }
    }
    return true
  }

  /// `math.greatest()` and `math.least()` take any number of numbers, or one list of them.
  mutating func checkExtreme(_ site: Function.CallSite) -> Bool {
    checkExtreme(site.id, site.call.name, site.arguments)
    return true
  }

  private mutating func checkExtreme(_ id: Int, _ name: String, _ arguments: [Int]) {
    var kinds: [CELType] = []
    for argument in arguments {
      var type = unifier.substitute(type(argument))
      if arguments.count == 1, case .list(let inner) = type { type = inner }
      guard type.isNumber || type.isWildcard || type == .error else {
        set(id, .error)
        return mismatch(
          argument, "\(name)() needs numbers, but this is \(type.phrase(in: schema))")
      }
      if !kinds.contains(type) { kinds.append(type) }
    }
    if arguments.isEmpty {
      report(
        "wrong-argument-count", tree.nodes[id].range, "\(name)() needs at least one argument")
      return set(id, .error)
    }
    if case .list(let elements, _) = tree.nodes[arguments[0]].kind, elements.isEmpty,
      arguments.count == 1
    {
      set(id, .error)
      return mismatch(arguments[0], "\(name)() needs at least one number")
    }
    set(id, kinds.count == 1 ? kinds[0] : .dyn)
  }

  // MARK: Functions of the host

  private func hostFunctions(_ name: String, isMember: Bool) -> Bool {
    names.scope.functions[name]?.contains { $0.isMember == isMember } ?? false
  }

  private mutating func checkHostFunction(
    _ id: Int, _ name: String, _ arguments: [Int], isMember: Bool
  ) {
    result.parts[id].meaning = .undeclared(name)
    let types = arguments.map { type($0) }
    for function in names.scope.functions[name] ?? []
    where function.isMember == isMember && function.parameters.count == types.count {
      let resolved = unifier.instantiate(function.parameters + [function.result])
      if unifier.areAssignable(types, Array(resolved.dropLast())) {
        return set(id, unifier.substitute(resolved[resolved.count - 1]))
      }
    }
    set(id, .error)
    report(
      "type-mismatch", tree.nodes[id].range, "\(name)() cannot be used with these arguments")
  }

  // MARK: Mistakes

  private mutating func reportOverload(
    _ id: Int, _ call: SyntaxTree.Call, _ function: Function, _ arguments: [Int],
    _ types: [CELType], isMember: Bool, _ name: String
  ) {
    if isWorkflow, function.name == "format",
      let help = formatHelp(arguments, types, isMember)
    {
      return report(
        "unknown-function", call.nameRange, "format() stands behind a text with places to fill",
        help: help)
    }
    let sameStyle = function.overloads.filter { $0.isMember == isMember }
    if sameStyle.isEmpty, let other = function.overloads.first {
      let example = exampleCall(name, arguments, wasMember: isMember, other)
      return report(
        "unknown-function", call.nameRange,
        isMember
          ? "\(name)() takes its value in parentheses" : "\(name)() stands behind its value",
        help: "write \(example)")
    }
    let own = isMember ? 1 : 0
    let counts = Set(sameStyle.map { $0.parameters.count - own }).sorted()
    if !counts.contains(call.arguments.count) {
      let expected = counts.map { $0 == 0 ? "no" : String($0) }.joined(separator: " or ")
      return report(
        "wrong-argument-count", tree.nodes[id].range,
        "\(name)() takes \(expected) argument\(counts == [1] ? "" : "s"),"
          + " not \(call.arguments.count)")
    }
    let fitting = sameStyle.filter { $0.parameters.count == types.count }
    for (position, argument) in arguments.enumerated() {
      let accepted = fitting.map { $0.parameters[position] }
      if accepted.contains(where: { unifier.isAssignable(types[position], $0) }) { continue }
      var nouns: [String] = []
      for type in accepted {
        let phrase = type.phrase(in: schema)
        if !nouns.contains(phrase) { nouns.append(phrase) }
      }
      if nouns.count > 4 {
        return mismatch(
          argument, "\(name)() cannot be used with \(types[position].phrase(in: schema))")
      }
      let list = nouns.joined(separator: " or ")
      return mismatch(
        argument,
        "\(name)() needs \(list) here, but \(describe(argument)) is"
          + " \(types[position].phrase(in: schema))",
        help: argumentHelp(argument, types[position], accepted))
    }
    report(
      "type-mismatch", tree.nodes[id].range, "\(name)() cannot be used with these arguments")
  }

  private func argumentHelp(_ id: Int, _ type: CELType, _ accepted: [CELType]) -> String? {
    guard isWorkflow, source(id).utf8.count <= 40 else { return nil }
    if case .literal(.string) = tree.nodes[id].kind, accepted.contains(.date) {
      return "write date(\(source(id)))"
    }
    if type == .timestamp, accepted.contains(.date) { return "write date(\(source(id)))" }
    if accepted == [.string] {
      if case .literal = tree.nodes[id].kind { return "write \"\(source(id))\"" }
      return "write text(\(source(id)))"
    }
    if type == .decimal, accepted.contains(.int) { return "write int(\(source(id)))" }
    return nil
  }

  /// What to write where `format` was called as other languages have it.
  private func formatHelp(_ arguments: [Int], _ types: [CELType], _ isMember: Bool) -> String? {
    guard let first = arguments.first, let type = types.first else { return nil }
    if type == .string || type.isWildcard {
      if isMember { return nil }
      let rest = arguments.dropFirst().map { source($0) }.joined(separator: ", ")
      return "write \(source(first)).format([\(rest)])"
    }
    let value = source(first)
    return "write money(\(value)) for two places, or \"%.2f\".format([\(value)])"
  }

  private func exampleCall(
    _ name: String, _ arguments: [Int], wasMember: Bool, _ overload: Function.Overload
  ) -> String {
    let texts = arguments.map { source($0) }
    if wasMember { return "\(name)(\(texts.joined(separator: ", ")))" }
    guard let first = texts.first else { return "x.\(name)()" }
    return "\(first).\(name)(\(texts.dropFirst().joined(separator: ", ")))"
  }

  private mutating func reportUnknownFunction(_ id: Int, _ call: SyntaxTree.Call) {
    guard isChecking else { return }
    if let target = call.target, type(target) == .error { return }
    let extensions = names.scope.environment.extensions
    var known = Function.all.filter { extensions.contains($0.library) }.map(\.name)
    known += Checker.macroNames + names.scope.computed.keys
    known.sort()
    let hint = Checker.foreignFunctions[call.name.lowercased()]
    let help = isWorkflow ? hint : nil
    let close = help == nil ? closestName(to: call.name, in: known) : nil
    report(
      "unknown-function", call.nameRange, "there is no function '\(call.name)'",
      help: help ?? close.map { "did you mean \($0)()?" }, replacement: close)
  }

  static let macroNames = [
    "all", "exists", "exists_one", "existsOne", "map", "filter", "has",
  ]

  /// A macro with too many or too few parts is an ordinary call, and there is no such function.
  private mutating func reportMacro(_ id: Int, _ call: SyntaxTree.Call) {
    if let target = call.target, type(target) == .error { return }
    if call.name == "has" {
      return report(
        "wrong-argument-count", tree.nodes[id].range,
        "has() takes one field, as in has(record.field)")
    }
    let list = call.target.map { source($0) } ?? "list"
    let what = call.name == "map" ? "a value" : "a condition"
    let example = call.name == "map" ? "x" : "x == …"
    report(
      "wrong-argument-count", tree.nodes[id].range,
      "\(call.name)() stands behind a list and takes a name for the element and \(what)",
      help: "such as \(list).\(call.name)(x, \(example))")
  }

  /// What people write who know spreadsheets or SQL.
  private static let foreignFunctions: [String: String] = [
    "not": "write !", "now": "write now without parentheses",
    "today": "write today without parentheses",
    "len": "write size()", "length": "write size()", "isnull": "write x == null",
    "isblank": "write x == null", "isempty": "write x == null", "ifnull": "write coalesce()",
    "nvl": "write coalesce()", "if": "write condition ? value : other",
    "iif": "write condition ? value : other", "any": "write exists()",
    "avg": "write sum() / count()",
    "average": "write sum() / count()", "datediff": "write days_between()",
    "dateadd": "write date + days(n)", "tolower": "write lower()", "toupper": "write upper()",
    "substr": "write substring()", "div": "write quotient()", "mod": "write a % b",
    "fixed": "write money() for two places",
    "tofixed": "write money() for two places", "currency": "write money()",
    "hour": "write local_hour()",
  ]
}

extension CELType {
  /// The type, or `dyn` where it depends on parameters.
  var withoutParameters: CELType { hasParameters ? .dyn : self }
}
