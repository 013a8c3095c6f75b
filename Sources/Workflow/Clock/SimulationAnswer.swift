import WorkflowEngine

/// What a simulation came to. Its encoding is the documented JSON.
public struct SimulationAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "simulate"
  /// The record that was looked at.
  public var record: HistoryAnswer.RecordName
  /// `service S1 "Weekly pickup"`.
  public var name: String
  /// When the clock began.
  public var from: String
  /// The time that it was to reach.
  public var until: String
  /// What happened, and what was held back for the first time, in order.
  public var timeline: [ClockAnswer.Entry]
  /// Requests that waited for a second person and wait no longer, in their order.
  public var ended: [ClockAnswer.Ended] = []
  /// Whether an event that was to come first is refused: the clock was not started.
  public var isRefused: Bool
  /// Whether the limit on firings was reached.
  public var isCutShort: Bool

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case record, name, from, until, timeline, ended
    case isRefused = "refused"
    case isCutShort = "cut_short"
  }

  init(_ simulation: Simulation, _ definition: WorkflowDefinition, name: String) {
    record = HistoryAnswer.RecordName(
      type: definition.recordTypes[simulation.recordType].name, id: simulation.recordID)
    self.name = name
    from = definition.timeText(simulation.start)
    until = definition.timeText(simulation.end)
    timeline = []
    isRefused = false
    isCutShort = false
  }
}
