extension Function {
  /// What formulas ask of texts.
  static let texts: [Function] = [
    Function(
      "contains", "text.contains(part)", "whether the part stands anywhere in the text",
      .member([.string, .string], .bool),
      two: Two { call, text, part in
        guard case .string(let text) = text, case .string(let part) = part else {
          return call.unsupported
        }
        guard call.charge(text.utf8.count) else { return Frame.exhausted }
        return .bool(ByteSearch(part.utf8).first(in: Array(text.utf8)) != nil)
      }),
    Function(
      "startsWith", "text.startsWith(part)", "whether the text begins with the part",
      .member([.string, .string], .bool),
      traits: Traits(plan: { $0.edge(atEnd: false) }),
      two: Two { $0.hasEdge($1, $2, atEnd: false) }),
    Function(
      "endsWith", "text.endsWith(part)", "whether the text ends with the part",
      .member([.string, .string], .bool),
      traits: Traits(plan: { $0.edge(atEnd: true) }),
      two: Two { $0.hasEdge($1, $2, atEnd: true) }),
    Function(
      "matches", "text.matches(pattern)", "whether the pattern is found anywhere in the text",
      .both([.string, .string], .bool),
      traits: Traits(
        literals: { values in
          guard values.count == 2, let text = values.last??.text,
            let mistake = Pattern(text).mistake
          else { return nil }
          return .init(code: "invalid-pattern", message: "the pattern is not sound: \(mistake)")
        }, plan: { $0.knownPattern }),
      two: Two { $0.matches($1, $2) }),
    Function(
      "lower", in: .workflow, "lower(text)", "the text in small letters",
      .both([.string], .string), one: One { $0.transform($1) { $0.lowercased() } }),
    Function(
      "upper", in: .workflow, "upper(text)", "the text in capital letters",
      .both([.string], .string), one: One { $0.transform($1) { $0.uppercased() } }),
  ]
}

extension Function.PlannedCall {
  fileprivate func edge(atEnd: Bool) -> Node? {
    guard arguments.count == 2, arguments.contains(where: { $0.constant == nil }) else {
      return nil
    }
    return EdgeNode(usual, atEnd: atEnd)
  }

  /// A pattern that is known is prepared once.
  fileprivate var knownPattern: Node? {
    guard arguments.count == 2, case .string(let text) = arguments[1].constant else { return nil }
    let pattern = Pattern(text)
    return pattern.mistake == nil ? MatchesNode(context, range, arguments[0], pattern) : nil
  }
}

extension Call {
  /// A text made of a text.
  func transform(_ value: Value, _ change: (String) -> String) -> Value {
    guard case .string(let text) = value else { return unsupported }
    return charge(text.utf8.count) ? .string(change(text)) : Frame.exhausted
  }

  fileprivate func hasEdge(_ text: Value, _ part: Value, atEnd: Bool) -> Value {
    guard case .string(let text) = text, case .string(let part) = part else { return unsupported }
    return charge(text.utf8.count)
      ? .bool(CEL.hasEdge(text, part, atEnd: atEnd)) : Frame.exhausted
  }

  fileprivate func matches(_ first: Value, _ second: Value) -> Value {
    guard case .string(let text) = first, case .string(let expression) = second else {
      return unsupported
    }
    guard charge(text.utf8.count + expression.utf8.count * 10) else { return Frame.exhausted }
    let pattern = Pattern(expression)
    if let mistake = pattern.mistake { return .failure("the pattern is not sound: \(mistake)") }
    return .bool(pattern.matches(text))
  }
}
