extension Function {
  /// CEL's library of optional values.
  static let optionals: [Function] = {
    let value = CELType.parameter("V")
    return [
      Function(
        "optional.none", in: .optionals, "optional.none()", "no value",
        .plain([], .optional(value)), any: Many { $1.isEmpty ? .optional(nil) : $0.unsupported }),
      Function(
        "optional.of", in: .optionals, "optional.of(x)", "the value as an optional one",
        .plain([value], .optional(value)), traits: Traits(acceptsNull: true),
        one: One { .optional($1) }),
      Function(
        "optional.ofNonZeroValue", in: .optionals, "optional.ofNonZeroValue(x)",
        "the same, but none where the value is zero or empty",
        .plain([value], .optional(value)), traits: Traits(acceptsNull: true),
        one: One { .optional($1.isZero ? nil : $1) }),
      Function(
        "hasValue", in: .optionals, "x.hasValue()", "whether there is a value",
        .member([.optional(value)], .bool),
        one: One { call, value in
          guard case .optional(let inner) = value else { return call.unsupported }
          return .bool(inner != nil)
        }),
      Function(
        "value", in: .optionals, "x.value()", "the value; without one it cannot be told",
        .member([.optional(value)], value),
        one: One { call, value in
          guard case .optional(let inner) = value else { return call.unsupported }
          return inner ?? .failure("\(call.node.arguments[0].text) has no value")
        }),
      Function(
        "or", in: .optionals, "x.or(y)", "the second optional value where the first has none",
        .member([.optional(value), .optional(value)], .optional(value)),
        two: Two { call, first, second in
          guard case .optional(let inner) = first, case .optional = second else {
            return call.unsupported
          }
          return inner == nil ? second : first
        }),
      Function(
        "orValue", in: .optionals, "x.orValue(y)", "the value, or what is used without one",
        .member([.optional(value), value], value), traits: Traits(acceptsNull: true),
        two: Two { call, first, second in
          guard case .optional(let inner) = first else { return call.unsupported }
          return inner ?? second
        }),
    ]
  }()
}
