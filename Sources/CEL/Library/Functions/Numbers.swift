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
      "money", in: .workflow, "money(x)",
      "the number as text with two places, as `12.50`; `money(x, \",\")` with what stands between "
        + "thousands: `3,000.00`, and with a point `3.000,00`",
      .plain([.decimal], .string), .plain([.decimal, .string], .string),
      traits: Traits(literals: { values in
        guard values.count == 2, let mark = values.last??.text, !isThousandsMark(mark) else {
          return nil
        }
        return .init(
          code: "invalid-number", message: "'\(mark)' does not stand between thousands",
          help: "write \",\", \".\", \"'\" or \" \"")
      }),
      one: One { $0.money($1) },
      two: Two { call, value, mark in
        guard let mark = mark.text, isThousandsMark(mark) else { return call.unsupported }
        guard let plain = call.money(value).text else { return call.money(value) }
        return .string(grouped(plain, by: mark))
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

/// Whether a text is one that countries put between thousands.
private func isThousandsMark(_ text: String) -> Bool {
  [",", ".", "'", "’", " ", "\u{A0}", "\u{202F}"].contains(text)
}

/// `-1234567.50` as `-1,234,567.50`; with a point between thousands a comma stands before the places.
private func grouped(_ plain: String, by mark: String) -> String {
  let parts = plain.split(separator: ".")
  let isNegative = plain.hasPrefix("-")
  let digits = Array(isNegative ? parts[0].dropFirst() : parts[0])
  var whole = ""
  for (place, digit) in digits.enumerated() {
    if place > 0, (digits.count - place) % 3 == 0 { whole += mark }
    whole.append(digit)
  }
  return (isNegative ? "-" : "") + whole + (mark == "." ? "," : ".") + parts[1]
}

extension Call {
  fileprivate func money(_ value: Value) -> Value {
    guard case .decimal(let amount) = round(value, places: 2, rule: .halfUp) else {
      return unsupported
    }
    return .string(amount.text(places: 2))
  }

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
