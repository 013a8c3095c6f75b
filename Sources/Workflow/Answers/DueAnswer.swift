/// What a tick of the clock did in each workflow of a store. Its encoding is the documented JSON.
public struct DueAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "due"
  /// Whether anything fired or ended and was written.
  public var isWritten: Bool
  /// Whether the tick was ended before everything had its turn.
  public var isInterrupted: Bool
  /// What fired and what was held back, of all workflows.
  public var timers: [ClockAnswer.Entry]
  /// One for each workflow.
  public var workflows: [ClockAnswer]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case isWritten = "written"
    case isInterrupted = "interrupted"
    case timers, workflows
  }

  public init(_ workflows: [ClockAnswer], isDryRun: Bool) {
    timers = workflows.flatMap(\.entries)
    isWritten =
      !isDryRun && (timers.contains { !$0.isBlocked } || workflows.contains { !$0.ended.isEmpty })
    isInterrupted = workflows.contains(where: \.isInterrupted)
    self.workflows = workflows
  }
}
