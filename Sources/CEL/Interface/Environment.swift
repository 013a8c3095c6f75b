/// What an expression may use: variables, record types and extensions.
public struct Environment: Sendable {
  /// What goes beyond the CEL specification. The conformance run uses none of it.
  public struct Extensions: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Decimals, dates, records, choices, named aggregates and calendar arithmetic
    /// (docs/expressions.md).
    public static let workflow = Extensions(rawValue: 1)
    public static let strings = Extensions(rawValue: 2)
    public static let math = Extensions(rawValue: 4)
    public static let encoders = Extensions(rawValue: 8)
    public static let bindings = Extensions(rawValue: 16)
    public static let optionals = Extensions(rawValue: 32)
    public static let twoVariableComprehensions = Extensions(rawValue: 64)
    /// All of the specification's extension libraries, without `workflow`.
    public static let standard: Extensions = [
      .strings, .math, .encoders, .bindings, .optionals, .twoVariableComprehensions,
    ]
  }

  /// A variable; its name may be dotted (`actor.user`).
  public struct Variable: Sendable {
    public var name: String
    public var type: CELType
    public var nullable: Bool
    /// Its place in `Frame.slots`.
    public var slot: Int
    /// Its value, where it is the same for every evaluation: the planner folds it.
    public var constant: Value?

    public init(
      name: String, type: CELType, nullable: Bool = false, slot: Int, constant: Value? = nil
    ) {
      self.name = name
      self.type = type
      self.nullable = nullable
      self.slot = slot
      self.constant = constant
    }
  }

  /// A function of the host's. One that has no way to compute it is declared for the checker alone:
  /// evaluating it fails.
  public struct Function: Sendable {
    /// Computes it from arguments of its parameters' types, for whoever reads the records.
    public typealias Computation = @Sendable (_ arguments: [Value], _ reader: RecordReader) -> Value

    public var name: String
    public var parameters: [CELType]
    public var result: CELType
    /// Whether the first parameter stands in front of the point.
    public var isMember: Bool
    /// For each parameter, whether null is a value like any other to it; empty: to none.
    public var takesNull: [Bool]
    public var compute: Computation?
    /// What computing it counts for in steps of an evaluation.
    public var cost: Int

    public init(
      name: String, parameters: [CELType], result: CELType, isMember: Bool = false,
      takesNull: [Bool] = [], cost: Int = 1, compute: Computation? = nil
    ) {
      self.name = name
      self.parameters = parameters
      self.result = result
      self.isMember = isMember
      self.takesNull = takesNull
      self.cost = cost
      self.compute = compute
    }
  }

  public var extensions: Extensions
  public var functions: [Function] = []
  public var schema: Schema
  public var variables: [Variable]
  /// The slot of the record variable whose members may be named without it: `status` for
  /// `account.status`.
  public var receiver: Int?
  /// CEL's container: names are tried within it first.
  public var container: String
  public var limits: Limits
  /// The rules of local time for calendar functions without a zone of their own.
  public var timeZone: TimeZoneRules

  /// Whether formulas call something by this name already: a function of the library or a macro.
  public static func isFunction(_ name: String) -> Bool {
    CEL.Function.named(name) != nil || Checker.macroNames.contains(name)
  }

  public init(
    extensions: Extensions = .standard, schema: Schema = Schema(), variables: [Variable] = [],
    functions: [Function] = [], receiver: Int? = nil, container: String = "",
    limits: Limits = Limits(),
    timeZone: TimeZoneRules = .utc
  ) {
    self.extensions = extensions
    self.schema = schema
    self.variables = variables
    self.functions = functions
    self.receiver = receiver
    self.container = container
    self.limits = limits
    self.timeZone = timeZone
  }
}

/// Everything that can grow has a limit; exceeding one is an error that names it.
public struct Limits: Sendable {
  /// UTF-8 bytes of an expression's text.
  public var expressionBytes = 100_000
  /// Depth of nesting in the syntax tree.
  public var nesting = 250
  /// Comprehensions inside comprehensions.
  public var comprehensionNesting = 4
  /// Steps of one evaluation: elements visited and bytes of text worked on, divided by ten.
  public var cost = 1_000_000
  /// Elements of a list or map, and bytes of a text, that an evaluation may make.
  public var resultSize = 1_000_000

  public init() {}
}
