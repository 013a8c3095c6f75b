/// A function of the library in one piece: how it is called, what its page says of it, and how it
/// is checked, planned, computed and explained.
final class Function: Sendable {
  // A class so that every call of a program shares it.
  let name: String
  /// What must be switched on for it; empty for what is always there.
  let library: Environment.Extensions
  let page: Page
  /// Empty where `rule` knows the ways to call it.
  let overloads: [Overload]
  let evaluation: Evaluation
  private let traits: Traits

  init(
    _ name: String, in library: Environment.Extensions = [], _ call: String, _ sentence: String,
    _ overloads: [Overload]..., traits: Traits = Traits(), one: One? = nil, two: Two? = nil,
    any: Many? = nil
  ) {
    self.name = name
    self.library = library
    page = Page(call: call, sentence: sentence)
    self.overloads = overloads.flatMap(\.self)
    self.traits = traits
    evaluation = Evaluation(one: one, two: two, any: any)
    // A function that can be called and not be computed is half there.
    assert(self.overloads.allSatisfy { evaluation.takes($0.parameters.count) })
    assert(!self.overloads.isEmpty || traits.rule != nil)
    assert(evaluation.isPresent || traits.plan != nil)
    assert(call.contains(name))
  }

  /// What the page of functions says: a call as an example of its form, and what it gives.
  struct Page: Sendable {
    var call: String
    var sentence: String
  }

  /// One way to call a function.
  struct Overload: Sendable {
    var parameters: [CELType]
    var result: CELType
    /// Whether the first parameter stands before the point.
    var isMember: Bool

    var hasTypeParameters: Bool { parameters.contains { $0.hasParameters } }
  }

  // Types of their own, because a function in an optional is called in a slower way.
  /// Computes a call of one argument.
  struct One: Sendable {
    let compute: @Sendable (Call, Value) -> Value

    init(_ compute: @escaping @Sendable (Call, Value) -> Value) { self.compute = compute }
  }

  /// Computes a call of two arguments.
  struct Two: Sendable {
    let compute: @Sendable (Call, Value, Value) -> Value

    init(_ compute: @escaping @Sendable (Call, Value, Value) -> Value) { self.compute = compute }
  }

  /// Computes a call of any number of arguments.
  struct Many: Sendable {
    let compute: @Sendable (Call, [Value]) -> Value

    init(_ compute: @escaping @Sendable (Call, [Value]) -> Value) { self.compute = compute }
  }

  /// How a call is computed, by the number of its arguments; none of them is an error.
  struct Evaluation: Sendable {
    let one: One?
    let two: Two?
    /// For any number of arguments that has no way of its own.
    let any: Many?

    var isPresent: Bool { one != nil || two != nil || any != nil }

    func takes(_ count: Int) -> Bool {
      any != nil || (count == 1 && one != nil) || (count == 2 && two != nil)
    }
  }

  /// What sets a function apart from others.
  struct Traits: Sendable {
    /// Whether null is a value like any other to it.
    var acceptsNull = false
    /// Whether a fact shows the call's own value instead of what it reads.
    var isTold = false
    var rule: Rule?
    var literals: LiteralRule?
    var plan: Plan?
  }

  /// Checks a call beyond its overloads; false where these are to decide.
  typealias Rule = @Sendable (inout Checker, CallSite) -> Bool
  /// What is wrong with arguments that are written out; nil stands for any that is not.
  typealias LiteralRule = @Sendable ([Value?]) -> LiteralMistake?
  /// A node that computes the call in a way of its own; nil for the usual one.
  typealias Plan = @Sendable (PlannedCall) -> Node?

  /// A call to be checked.
  struct CallSite {
    var id: Int
    var call: SyntaxTree.Call
    /// With what stands before the point.
    var arguments: [Int]
  }

  /// A mistake in the last argument, which is written out.
  struct LiteralMistake {
    var code: String
    var message: String
    var help: String?
  }

  /// A call whose arguments are planned.
  struct PlannedCall {
    var context: CheckedExpression
    var range: Range<Int>
    var arguments: [Node]
    /// Whether the only argument is a list or set of records.
    var isOfRecords: Bool
    /// The value of no elements.
    var zero: Value
    /// The call as it is computed without a way of its own.
    var usual: CallNode
  }

  var acceptsNull: Bool { traits.acceptsNull }
  var isTold: Bool { traits.isTold }
  var rule: Rule? { traits.rule }
  var literals: LiteralRule? { traits.literals }
  var plan: Plan? { traits.plan }
}

extension Function {
  /// All functions, in the order of their page.
  static let all: [Function] =
    aggregates + numbers + dates + workingDays + texts + conversions + clocks + textParts
    + optionals + math + encoders

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func named(_ name: String) -> Function? { byName[name] }
}

extension [Function.Overload] {
  /// Called with all its arguments in parentheses.
  static func plain(_ parameters: [CELType], _ result: CELType) -> Self {
    [.init(parameters: parameters, result: result, isMember: false)]
  }

  /// Called behind its first argument.
  static func member(_ parameters: [CELType], _ result: CELType) -> Self {
    [.init(parameters: parameters, result: result, isMember: true)]
  }

  /// Called in either way.
  static func both(_ parameters: [CELType], _ result: CELType) -> Self {
    plain(parameters, result) + member(parameters, result)
  }
}

extension CELType {
  var hasParameters: Bool {
    switch self {
    case .parameter: true
    case .list(let inner), .type(let inner), .optional(let inner), .nullable(let inner):
      inner.hasParameters
    case .map(let key, let value): key.hasParameters || value.hasParameters
    case .abstract(_, let inner): inner.contains { $0.hasParameters }
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
      .error, .decimal, .date, .record, .choice:
      false
    }
  }

  /// What `days()`, `months()` and `years()` make.
  static let period = CELType.abstract("period", [])
}
