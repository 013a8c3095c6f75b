extension Function {
  /// Rounding and other arithmetic of money.
  static let numbers: [Function] = [
    Function(
      "round", in: .workflow, "round(x, places)",
      "the number with at most so many places, none if left out; a half goes away from zero",
      .both([.decimal, .int], .decimal), .both([.decimal], .decimal),
      one: One { $0.round($1, places: 0, rule: .halfUp) },
      two: Two { $0.round($1, places: $2, rule: .halfUp) }),
    Function(
      "round_half_even", in: .workflow, "round_half_even(x, places)",
      "the same, but a half goes to the even neighbour",
      .both([.decimal, .int], .decimal), .both([.decimal], .decimal),
      one: One { $0.round($1, places: 0, rule: .halfEven) },
      two: Two { $0.round($1, places: $2, rule: .halfEven) }),
    Function(
      "money", in: .workflow, "money(x)", "the number as text with two places, as `12.50`",
      .plain([.decimal], .string),
      one: One { call, value in
        guard case .decimal(let amount) = call.round(value, places: 2, rule: .halfUp) else {
          return call.unsupported
        }
        return .string(amount.text(places: 2))
      }),
    Function(
      "abs", in: .workflow, "abs(x)", "the number without its sign",
      .plain([.int], .int), .plain([.decimal], .decimal), one: One { $0.absolute($1) }),
    Function(
      "quotient", in: .workflow, "quotient(a, b)",
      "how often the second whole number goes into the first, without what is left over",
      .plain([.int, .int], .int),
      two: Two { call, first, second in
        Arithmetic(node: call.node, frame: call.frame).quotient(first, second)
          ?? call.unsupported
      }),
    Function(
      "decimal", in: .workflow, "decimal(x)", "a whole number or a text as a decimal",
      .plain([.decimal], .decimal), .plain([.int], .decimal), .plain([.string], .decimal),
      traits: Traits(literals: { values in
        guard let text = values.last??.text, Decimal(text: text) == nil else { return nil }
        return .init(
          code: "invalid-number", message: "'\(text)' is no decimal of up to 17 digits",
          help: "write digits and a point, such as decimal(\"12.50\")")
      }), one: One { $0.toDecimal($1) }),
  ]
}

extension Call {
  fileprivate func round(_ value: Value, places: Value, rule: Decimal.RoundingRule) -> Value {
    guard case .int(let places) = places else { return unsupported }
    return round(value, places: places, rule: rule)
  }

  fileprivate func round(_ value: Value, places: Int64, rule: Decimal.RoundingRule) -> Value {
    let decimal: Decimal
    switch value {
    case .decimal(let number): decimal = number
    case .int(let number):
      guard let exact = Decimal(exactly: number) else { return unsupported }
      decimal = exact
    default: return unsupported
    }
    guard places >= 0 else { return .failure("\(node.name)() needs a number of places from 0 on") }
    return .decimal(decimal.rounded(toPlaces: Int(min(places, 64)), rule: rule))
  }

  func absolute(_ value: Value) -> Value {
    switch value {
    case .int(let number):
      number == .min
        ? .failure("\(node.text) is too large for a whole number") : .int(abs(number))
    case .uint: value
    case .decimal(let number): .decimal(number < .zero ? number.negated : number)
    case .double(let number): .double(abs(number))
    default: unsupported
    }
  }

  fileprivate func toDecimal(_ value: Value) -> Value {
    switch value {
    case .decimal: value
    case .int(let number): Decimal(exactly: number).map { .decimal($0) } ?? tooLarge
    case .string(let text):
      Decimal(text: text).map { .decimal($0) } ?? unreadable(text, as: "decimal")
    default: unsupported
    }
  }
}
