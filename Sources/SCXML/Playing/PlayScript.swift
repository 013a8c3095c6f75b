/// What happens to a chart, and where it should be after each thing.
///
/// The form of the SCION test framework: configurations are the active states without states
/// inside, by their ids in the document.
public struct PlayScript: Sendable {
  public struct Step: Sendable {
    public var event: String
    /// Milliseconds that pass before the event.
    public var after: Int
    public var expected: [String]

    public init(event: String, after: Int = 0, expected: [String]) {
      self.event = event
      self.after = after
      self.expected = expected
    }
  }

  public var initial: [String]
  public var steps: [Step]

  public init(initial: [String], steps: [Step]) {
    self.initial = initial
    self.steps = steps
  }

  /// The same script for a chart whose states and events have other names.
  public func renamed(state: (String) -> String, event: (String) -> String) -> PlayScript {
    PlayScript(
      initial: initial.map(state),
      steps: steps.map {
        Step(event: event($0.event), after: $0.after, expected: $0.expected.map(state))
      })
  }
}

/// Where a chart was after a script's start or one of its events.
public struct PlayMoment: Sendable {
  /// Nil for the start.
  public let event: String?
  /// Nil where there is no script.
  public let expected: [String]?
  public let found: [String]
  /// Whether nothing took the event.
  public let isDropped: Bool

  public var agrees: Bool { expected.map { Set($0) == Set(found) } ?? true }
}

/// What playing a chart came to.
public struct PlayResult: Sendable {
  public let moments: [PlayMoment]
  /// The final state at the top that the chart has reached.
  public let final: String?
  /// Whether timers went on setting themselves, so that playing was ended.
  public let isCutShort: Bool

  public var agrees: Bool { moments.allSatisfy(\.agrees) }
}

/// Why a chart cannot be played.
public struct PlayFailure: Error {
  /// One phrase, lower case, no period.
  public let reason: String
}
