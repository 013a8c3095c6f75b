extension Checker {
  /// Makes the whole expression the type that its place needs, or says why it cannot be.
  mutating func expect(_ expected: CELType) {
    let root = tree.root
    let actual = unifier.substitute(type(root))
    let wanted = expected.withoutNull
    if actual == .error || wanted == .dyn || actual == wanted { return }
    if actual == .null {
      if expected.isNullable { return }
      return report(
        "type-mismatch", tree.nodes[root].range,
        "\(wanted.phrase(in: schema)) is needed here, not null")
    }
    if isWorkflow, fit(root, actual, to: wanted) { return }
    if unifier.isAssignable(actual, wanted) {
      result.parts[root].type = unifier.substitute(actual)
      return
    }
    if wanted == .bool {
      return report(
        "not-a-condition", tree.nodes[root].range,
        "a condition is needed here, but \(describe(root)) is \(actual.phrase(in: schema))",
        help: conditionHelp(root, actual))
    }
    report(
      "type-mismatch", tree.nodes[root].range,
      "\(wanted.phrase(in: schema)) is needed here, but \(describe(root)) is"
        + " \(actual.phrase(in: schema))",
      help: fitHelp(root, actual, wanted))
  }

  /// Converts a value where the workflow's rules allow it.
  mutating func fit(_ id: Int, _ actual: CELType, to wanted: CELType) -> Bool {
    switch (actual, wanted) {
    case (.int, .decimal): convertToDecimal(id)
    case (.string, .choice(let choice)): return adapt(id, to: choice)
    case (.choice(let choice), .string): result.parts[id].conversion = .choiceText(choice)
    case (.date, .timestamp): result.parts[id].conversion = .startOfDay
    case (.list(let a), .list(.choice(let choice))) where a == .string:
      return adapt(id, to: choice)
    case (.list(.int), .list(.decimal)):
      guard case .list(let elements, _) = tree.nodes[id].kind else { return false }
      for element in elements { convertToDecimal(element) }
      result.parts[id].type = .list(.decimal)
    default: return false
    }
    return true
  }

  private func fitHelp(_ id: Int, _ actual: CELType, _ wanted: CELType) -> String? {
    let text = source(id)
    guard text.utf8.count <= 40 else { return nil }
    switch (actual, wanted) {
    case (.timestamp, .date): return "write date(\(text))"
    case (.string, .date):
      if case .literal(.string) = tree.nodes[id].kind { return "write date(\(text))" }
      return nil
    case (.string, .timestamp):
      if case .literal(.string) = tree.nodes[id].kind { return "write timestamp(\(text))" }
      return nil
    case (.decimal, .int): return "write int(\(text)) to drop what is behind the point"
    case (.int, .string), (.decimal, .string), (.date, .string), (.bool, .string),
      (.timestamp, .string), (.duration, .string), (.record, .string):
      return "write text(\(text))"
    case (.list, .int): return "write count(\(text))"
    default: return nil
    }
  }
}
