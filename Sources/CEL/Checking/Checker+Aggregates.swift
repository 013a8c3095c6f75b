extension Checker {
  /// Checks the workflow's functions that have rules of their own; false for all others.
  mutating func checkAggregate(
    _ id: Int, _ function: Function, _ call: SyntaxTree.Call, _ arguments: [Int]
  ) -> Bool {
    switch function {
    case .count, .sum, .first:
      guard isArgumentCount(id, call, arguments, 1) else { return true }
    case .minimum, .maximum, .coalesce:
      guard !arguments.isEmpty else {
        return !isArgumentCount(id, call, arguments, 1)
      }
    case .size where arguments.count == 1: break
    case .toString where arguments.count == 1: return checkText(id, arguments[0])
    default: return false
    }
    result.meanings[id] = .function(function, isNamespaced: false)
    switch function {
    case .size: return checkSize(id, arguments[0])
    case .count: checkCount(id, call, arguments[0])
    case .sum: checkSum(id, arguments[0])
    case .first: checkFirst(id, arguments[0])
    case .minimum, .maximum: checkExtremes(id, call, arguments)
    default: checkCoalesce(id, arguments)
    }
    return true
  }

  private mutating func isArgumentCount(
    _ id: Int, _ call: SyntaxTree.Call, _ arguments: [Int], _ expected: Int
  ) -> Bool {
    if arguments.count == expected { return true }
    set(id, .error)
    report(
      "wrong-argument-count", tree.nodes[id].range,
      "\(call.name)() takes \(expected) argument\(expected == 1 ? "" : "s"),"
        + " not \(arguments.count)", help: loopHelp(call, arguments))
    return false
  }

  /// `count(lines, l, l.amount > 0)` is written with filter(), `sum` with map().
  private func loopHelp(_ call: SyntaxTree.Call, _ arguments: [Int]) -> String? {
    guard arguments.count == 3 else { return nil }
    let macro = call.name == "count" ? "filter" : "map"
    let parts = arguments.map { source($0) }
    return "write \(call.name)(\(parts[0]).\(macro)(\(parts[1]), \(parts[2])))"
  }

  private mutating func checkSize(_ id: Int, _ argument: Int) -> Bool {
    if case .choice(let choice) = type(argument) {
      result.conversions[argument] = .choiceText(choice)
      set(id, .int)
      return true
    }
    return false
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

  private mutating func checkCount(_ id: Int, _ call: SyntaxTree.Call, _ argument: Int) {
    set(id, .int)
    if case .map = unifier.substitute(type(argument)) { return }
    if unifier.substitute(type(argument)) == .string {
      return mismatch(
        argument, "count() needs a list or a set, but \(describe(argument)) is text",
        help: "write size(\(source(argument)))")
    }
    _ = elementType(argument, of: "count()")
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

  private mutating func checkFirst(_ id: Int, _ argument: Int) {
    guard let element = elementType(argument, of: "first()") else { return set(id, .error) }
    set(id, element.withoutNull, nullable: true)
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
    set(id, type, nullable: result.nullable[last])
  }

  private mutating func reconcileForCoalesce(_ first: Int, _ other: Int) -> CELType? {
    type(first) == type(other) ? nil : reconcile(first, other)
  }

  private func converted(_ id: Int) -> CELType {
    switch result.conversions[id] {
    case .none: type(id)
    case .decimal: .decimal
    case .choiceText, .recordText: .string
    case .startOfDay: .timestamp
    }
  }

  /// `text(x)` and `string(x)` also take choices and records.
  private mutating func checkText(_ id: Int, _ argument: Int) -> Bool {
    switch type(argument) {
    case .choice(let choice): result.conversions[argument] = .choiceText(choice)
    case .record: result.conversions[argument] = .recordText
    default: return false
    }
    result.meanings[id] = .function(.toString, isNamespaced: false)
    set(id, .string)
    return true
  }

  // MARK: Literals

  /// Finds mistakes in dates, durations and patterns that are written out.
  mutating func checkLiteralArgument(_ id: Int, _ function: Function, _ arguments: [Int]) {
    guard let last = arguments.last, case .literal(.string(let text)) = tree.nodes[last].kind
    else { return }
    let range = tree.nodes[last].range
    switch function {
    case .date where CivilDate(text: text) == nil:
      report(
        "invalid-date", range, "'\(text)' is no day of the calendar",
        help: "write year-month-day, such as date(\"2026-03-10\")")
    case .toTimestamp where Timestamp(text: text) == nil:
      report(
        "invalid-time", range, "'\(text)' is no point in time",
        help: "write it such as timestamp(\"2026-03-10T09:00:00Z\")")
    case .toDuration where TimeSpan(text: text) == nil: reportDuration(text, range)
    case .toDecimal where Decimal(text: text) == nil:
      report(
        "invalid-number", range, "'\(text)' is no decimal of up to 17 digits",
        help: "write digits and a point, such as decimal(\"12.50\")")
    case .toInt where Int64(text) == nil:
      report("invalid-number", range, "'\(text)' is no whole number")
    case .matches where arguments.count == 2:
      if let mistake = Pattern(text).mistake {
        report("invalid-pattern", range, "the pattern is not sound: \(mistake)")
      }
    default: return
    }
  }

  private mutating func reportDuration(_ text: String, _ range: Range<Int>) {
    let number = text.dropLast()
    let unit = text.last.map(String.init) ?? ""
    let function = ["d": "days", "w": "days", "y": "years", "M": "months"][unit]
    if let function, let count = Int(number) {
      let amount = unit == "w" ? count.multipliedReportingOverflow(by: 7).partialValue : count
      return report(
        "invalid-duration", range, "a duration counts hours, minutes and seconds, not \(function)",
        help: "write \(function)(\(amount))")
    }
    report(
      "invalid-duration", range, "'\(text)' is no duration",
      help: "write hours, minutes and seconds, such as duration(\"1h30m\")")
  }
}
