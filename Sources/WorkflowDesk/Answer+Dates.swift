import CEL
public import Foundation
public import Workflow

// Answers hold times as they are encoded: as texts in UTC. These are the same as dates.

extension Date {
  /// The time of an answer: `2026-03-10T09:00:00Z`; nil for a text that is none.
  public init?(answered text: String) {
    guard let time = Timestamp(text: text) else { return nil }
    self.init(timeIntervalSince1970: TimeInterval(time.microseconds) / 1_000_000)
  }
}

extension Answer {
  /// The time of the request.
  public var date: Date? { Date(answered: at) }
}

extension ClockAnswer {
  /// The time of the tick.
  public var date: Date? { Date(answered: at) }
  /// The time of the tick before it.
  public var lastTickDate: Date? { lastTick.flatMap(Date.init(answered:)) }
}

extension ClockAnswer.Entry {
  /// When it happened.
  public var date: Date? { Date(answered: at) }
  /// When it became due; nil for what was asked for.
  public var dueDate: Date? { due.flatMap(Date.init(answered:)) }
}

extension ShowAnswer {
  /// When the clock last fired what was due.
  public var lastTickDate: Date? { lastTick.flatMap(Date.init(answered:)) }
}

extension ShowAnswer.Timer {
  /// When it is due, or since when.
  public var dueDate: Date? { Date(answered: due) }
}

extension WaitingAnswer {
  /// When it was asked for.
  public var date: Date? { Date(answered: at) }
}

extension PendingAnswer.Waiting {
  /// When it was asked for.
  public var date: Date? { Date(answered: at) }
}

extension HistoryAnswer.Line {
  /// When it happened.
  public var date: Date? { Date(answered: at) }
}

extension MessagesAnswer.Message {
  /// When it was sent.
  public var createdDate: Date? { Date(answered: createdAt) }
  /// When it was acknowledged; nil while it waits.
  public var deliveredDate: Date? { deliveredAt.flatMap(Date.init(answered:)) }
}
