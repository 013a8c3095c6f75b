extension Checker {
  /// The only argument; reports any other number of them.
  mutating func onlyArgument(_ site: Function.CallSite) -> Int? {
    if site.arguments.count == 1 { return site.arguments[0] }
    reportArgumentCount(site)
    return nil
  }

  private mutating func reportArgumentCount(_ site: Function.CallSite) {
    set(site.id, .error)
    report(
      "wrong-argument-count", tree.nodes[site.id].range,
      "\(site.call.name)() takes 1 argument, not \(site.arguments.count)",
      help: loopHelp(site.call, site.arguments))
  }

  /// `count(lines, l, l.amount > 0)` is written with filter(), `sum` with map().
  private func loopHelp(_ call: SyntaxTree.Call, _ arguments: [Int]) -> String? {
    guard arguments.count == 3 else { return nil }
    let macro = call.name == "count" ? "filter" : "map"
    let parts = arguments.map { source($0) }
    return "write \(call.name)(\(parts[0]).\(macro)(\(parts[1]), \(parts[2])))"
  }

  /// `size(x)` also takes choices, which stand for their names.
  mutating func checkSize(_ site: Function.CallSite) -> Bool {
    guard site.arguments.count == 1, case .choice(let choice) = type(site.arguments[0]) else {
      return false
    }
    result.parts[site.arguments[0]].conversion = .choiceText(choice)
    set(site.id, .int)
    return true
  }

  /// The element type of a list; reports what is none.
  private mutating func elementType(_ id: Int, of owner: String) -> CELType? {
    switch unifier.substitute(type(id)) {
    case .list(let element): return element
    case .dyn, .parameter: return .dyn
    case .error: return nil
    case let other:
      mismatch(
        id, "\(owner) needs a list or a set, but \(describe(id)) is \(other.phrase(in: schema))",
        help: owner == "sum()" ? "add single values with +" : nil)
      return nil
    }
  }

  mutating func checkCount(_ site: Function.CallSite) -> Bool {
    guard let argument = onlyArgument(site) else { return true }
    set(site.id, .int)
    if case .map = unifier.substitute(type(argument)) { return true }
    if unifier.substitute(type(argument)) == .string {
      mismatch(
        argument, "count() needs a list or a set, but \(describe(argument)) is text",
        help: "write size(\(source(argument)))")
    } else {
      _ = elementType(argument, of: "count()")
    }
    return true
  }

  mutating func checkSum(_ site: Function.CallSite) -> Bool {
    guard let argument = onlyArgument(site) else { return true }
    checkSum(site.id, argument)
    return true
  }

  private mutating func checkSum(_ id: Int, _ argument: Int) {
    guard let element = elementType(argument, of: "sum()") else { return set(id, .error) }
    switch element.withoutNull {
    case .int, .decimal, .double, .uint, .duration: set(id, element.withoutNull)
    case .dyn: set(id, .dyn)
    // The sum of nothing whose type nobody knows: a whole number.
    case .parameter: set(id, .int)
    case let other:
      set(id, .error)
      mismatch(
        argument, "sum() needs numbers, but \(describe(argument)) has \(elements(other))",
        help: recordHelp(argument, other, "sum"))
    }
  }

  private func elements(_ type: CELType) -> String {
    switch type {
    case .record(let record): "\(schema.recordName(record)) records"
    default: "elements of another kind (\(type.noun(in: schema)))"
    }
  }

  private func recordHelp(_ argument: Int, _ type: CELType, _ function: String) -> String? {
    guard case .record(let record) = type, schema.recordTypes.indices.contains(record) else {
      return nil
    }
    let field = schema.recordTypes[record].members.first {
      if case .field(_, let type, _) = $0.kind { type == .decimal || type == .int } else { false }
    }
    return "name a field, such as \(function)(\(source(argument)).\(field?.name ?? "amount"))"
  }

  mutating func checkFirst(_ site: Function.CallSite) -> Bool {
    guard let argument = onlyArgument(site) else { return true }
    if let element = elementType(argument, of: "first()") {
      set(site.id, element.withoutNull, nullable: true)
    } else {
      set(site.id, .error)
    }
    return true
  }

  mutating func checkExtremes(_ site: Function.CallSite) -> Bool {
    if site.arguments.isEmpty {
      reportArgumentCount(site)
    } else {
      checkExtremes(site.id, site.call, site.arguments)
    }
    return true
  }

  private mutating func checkExtremes(_ id: Int, _ call: SyntaxTree.Call, _ arguments: [Int]) {
    var type: CELType
    if arguments.count == 1 {
      guard let element = elementType(arguments[0], of: "\(call.name)()") else {
        return set(id, .error)
      }
      type = element.withoutNull
    } else {
      type = self.type(arguments[0])
      for argument in arguments.dropFirst() {
        if isNumberMix(type, self.type(argument)) {
          for number in arguments where self.type(number) == .int { convertToDecimal(number) }
          type = .decimal
        } else if self.type(argument) != type, !type.isWildcard, type != .error,
          self.type(argument) != .error, !self.type(argument).isWildcard
        {
          return mismatch(
            argument,
            "\(call.name)() needs values of one type, but one is \(type.phrase(in: schema)) and"
              + " one is \(self.type(argument).phrase(in: schema))")
        }
      }
    }
    guard type.isOrdered || type.isWildcard || type == .error else {
      set(id, .error)
      return mismatch(
        arguments[0],
        "\(call.name)() needs values that have an order, and \(type.phrase(in: schema)) has none",
        help: recordHelp(arguments[0], type, call.name))
    }
    set(id, type.withoutParameters)
  }

  /// The first value that is not null; the types must agree.
  mutating func checkCoalesce(_ site: Function.CallSite) -> Bool {
    if site.arguments.isEmpty {
      reportArgumentCount(site)
    } else {
      checkCoalesce(site.id, site.arguments)
    }
    return true
  }

  private mutating func checkCoalesce(_ id: Int, _ arguments: [Int]) {
    for argument in arguments.dropFirst() { _ = reconcileForCoalesce(arguments[0], argument) }
    var type = CELType.null
    for argument in arguments where self.type(argument) != .null {
      let current = converted(argument)
      if type == .null || type == .error {
        type = current
      } else if current != type, !unifier.isAssignable(current, type), current != .error {
        mismatch(
          argument,
          "coalesce() needs values of one type, but one is \(type.phrase(in: schema)) and one is"
            + " \(current.phrase(in: schema))")
      }
    }
    let last = arguments[arguments.count - 1]
    set(id, type, nullable: result.parts[last].isNullable)
  }

  private mutating func reconcileForCoalesce(_ first: Int, _ other: Int) -> CELType? {
    type(first) == type(other) ? nil : reconcile(first, other)
  }

  private func converted(_ id: Int) -> CELType {
    switch result.parts[id].conversion {
    case .none: type(id)
    case .decimal: .decimal
    case .choiceText, .recordText: .string
    case .startOfDay: .timestamp
    }
  }

  /// `text(x)` and `string(x)` also take choices and records.
  mutating func checkText(_ site: Function.CallSite) -> Bool {
    guard site.arguments.count == 1 else { return false }
    switch type(site.arguments[0]) {
    case .choice(let choice): result.parts[site.arguments[0]].conversion = .choiceText(choice)
    case .record: result.parts[site.arguments[0]].conversion = .recordText
    default: return false
    }
    set(site.id, .string)
    return true
  }

  /// Finds mistakes in dates, durations and patterns that are written out.
  mutating func checkLiterals(_ function: Function, _ arguments: [Int]) {
    guard let literals = function.literals, let last = arguments.last else { return }
    let values = arguments.map { argument -> Value? in
      if case .literal(let value) = tree.nodes[argument].kind { value } else { nil }
    }
    guard let mistake = literals(values) else { return }
    report(mistake.code, tree.nodes[last].range, mistake.message, help: mistake.help)
  }
}
