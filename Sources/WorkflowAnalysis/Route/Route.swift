package import WorkflowEngine

/// What has to be done, one thing after another, until the goal is reached.
package struct Route: Sendable {
  package struct Step: Sendable {
    package enum Kind: Sendable, Equatable {
      case ask
      /// Time goes by, and the clock fires what is due by then.
      case wait
    }

    package var kind: Kind
    package var recordType: Int
    package var event: Int
    /// The record that it is asked of, or that it makes.
    package var recordID: String
    package var isNew: Bool
    package var inputs: [NamedValue]
    package var edits: [NamedValue]
    package var actor: Actor
    /// Those who agree, where that is needed.
    package var approvers: [Actor] = []
    /// In microseconds.
    package var at: Int64
    /// Whether what it does cannot be taken back.
    package var isIrreversible: Bool
  }

  package var steps: [Step]
  /// People beside the one who asks.
  package var others: Int

  /// Names for people who are not known.
  package static let somebody = "somebody"
  package static let another = "another"

  package var isIrreversible: Bool { steps.contains(where: \.isIrreversible) }
}

/// What came of looking for a route.
package enum RouteFinding: Sendable {
  case holdsAlready
  case found(Route)
  /// Something on every way that was found cannot be taken back.
  case onlyIrreversible(Route)
  case none(NoRoute)
}

/// Why there is no route, as far as it was looked.
package struct NoRoute: Sendable {
  /// An operation that would help, and what stands in its way wherever it was tried.
  package struct Obstacle: Sendable {
    /// `service.reactivate`.
    package var event: String
    /// `service S1 "Weekly pickup"`.
    package var record: String
    package var blockers: [Blocker]
  }

  package enum Extent: String, Sendable {
    /// Everything on which the goal depends was tried: there is no way.
    case everything
    /// All situations that the values tried lead to.
    case valuesTried = "values_tried"
    /// The search was given up after a limit.
    case limit
  }

  package var extent: Extent
  /// How many situations were looked at.
  package var situations: Int
  package var obstacles: [Obstacle]
}
