extension Checker {
  /// Makes texts that stand where a choice is expected values of it; false when they are no
  /// literals.
  mutating func adapt(_ id: Int, to choice: Int) -> Bool {
    switch tree.nodes[id].kind {
    case .literal(.string(let text)):
      result.parts[id].type = .choice(choice)
      guard let index = names.scope.choiceValues[choice][text] else {
        result.parts[id].type = .error
        reportUnknownValue(text, of: choice, at: tree.nodes[id].range)
        return true
      }
      result.parts[id].meaning = .constant(
        .choice(type: Int32(clamping: choice), index: Int32(clamping: index)))
      return true
    case .conditional(_, let yes, let no):
      guard type(id) == .string, isAdaptable(yes), isAdaptable(no) else { return false }
      for branch in [yes, no] where type(branch) == .string { _ = adapt(branch, to: choice) }
      result.parts[id].type = .choice(choice)
      return true
    case .list(let elements, _):
      guard elements.allSatisfy({ isAdaptable($0) }) else { return false }
      for element in elements where type(element) == .string { _ = adapt(element, to: choice) }
      result.parts[id].type = .list(.choice(choice))
      return true
    default: return false
    }
  }

  /// Whether a node is a text literal, a choice between some, or null.
  func isAdaptable(_ id: Int) -> Bool {
    switch tree.nodes[id].kind {
    case .literal(.string), .literal(.null): true
    case .conditional(_, let yes, let no): isAdaptable(yes) && isAdaptable(no)
    default: false
    }
  }

  private mutating func reportUnknownValue(_ text: String, of choice: Int, at range: Range<Int>) {
    let declared = schema.choiceTypes[choice]
    let parts = declared.name.split(separator: " ", maxSplits: 2).map(String.init)
    let isOfRecord = parts.count == 3 && parts[1] == "of"
    let name = isOfRecord ? parts[0] : declared.name
    let message: String
    if declared.isState {
      let place = isOfRecord ? "region '\(parts[0])' of \(parts[2])" : declared.name
      message = "there is no state '\(text)' in \(place)"
    } else {
      message = "'\(text)' is no value of \(declared.name)"
    }
    let close = closestName(to: text, in: declared.values)
    report(
      declared.isState ? "unknown-state" : "unknown-choice", range, message,
      help: close.map { "did you mean \"\($0)\"?" },
      replacement: close.map { "\"\($0)\"" },
      notes: ["\(name) is one of \(listing(declared.values))"])
  }

  /// Makes two values of one type where the workflow's rules allow it, and returns that type.
  mutating func reconcile(_ left: Int, _ right: Int) -> CELType? {
    switch (unifier.substitute(type(left)), unifier.substitute(type(right))) {
    case (.choice(let choice), .string):
      if adapt(right, to: choice) { return .choice(choice) }
      result.parts[left].conversion = .choiceText(choice)
      return .string
    case (.string, .choice(let choice)):
      if adapt(left, to: choice) { return .choice(choice) }
      result.parts[right].conversion = .choiceText(choice)
      return .string
    case (.choice(let a), .choice(let b)) where a != b:
      result.parts[left].conversion = .choiceText(a)
      result.parts[right].conversion = .choiceText(b)
      return .string
    case (.list(.choice(let choice)), .list(.string)):
      return adapt(right, to: choice) ? .list(.choice(choice)) : nil
    case (.list(.string), .list(.choice(let choice))):
      return adapt(left, to: choice) ? .list(.choice(choice)) : nil
    case (.int, .decimal):
      convertToDecimal(left)
      return .decimal
    case (.decimal, .int):
      convertToDecimal(right)
      return .decimal
    case (.date, .timestamp):
      result.parts[left].conversion = .startOfDay
      return .timestamp
    case (.timestamp, .date):
      result.parts[right].conversion = .startOfDay
      return .timestamp
    default: return nil
    }
  }

  /// Makes a whole number a decimal, unless a division has cut off what a decimal would keep.
  mutating func convertToDecimal(_ id: Int) {
    if let division = wholeDivision(in: id) {
      guard case .binary(_, let left, let right) = tree.nodes[division].kind else { return }
      let (a, b) = (source(left), source(right))
      report(
        "integer-division", tree.nodes[division].range,
        "a whole number divided by a whole number loses what is behind the point",
        help: "write decimal(\(a)) / \(b)")
    }
    result.parts[id].conversion = .decimal
  }

  private func wholeDivision(in id: Int) -> Int? {
    guard type(id) == .int else { return nil }
    switch tree.nodes[id].kind {
    case .binary(.divide, let left, let right):
      return type(left) == .int && type(right) == .int ? id : nil
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right),
      .binary(.multiply, let left, let right):
      return wholeDivision(in: left) ?? wholeDivision(in: right)
    case .negate(let operand): return wholeDivision(in: operand)
    case .conditional(_, let yes, let no): return wholeDivision(in: yes) ?? wholeDivision(in: no)
    default: return nil
    }
  }

  func source(_ id: Int) -> String { tree.source(tree.nodes[id].range) }
}
