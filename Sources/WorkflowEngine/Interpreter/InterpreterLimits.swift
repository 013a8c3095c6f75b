/// How much one step may do; reaching a limit refuses the step and names it.
public struct InterpreterLimits: Sendable {
  /// Transitions that one step may carry out, cascades included.
  public var stepTransitions = 100_000
  /// How deep cascades may go.
  public var cascadeDepth = 32
  /// How many automatic transitions and raised events one step may carry out.
  public var automaticTransitions = 1_000
  /// How often reactions may change one field of one record in one step.
  public var reactionRounds = 16
  /// How deep computed fields may build on each other across records.
  public var formulaDepth = 64

  public init() {}
}
