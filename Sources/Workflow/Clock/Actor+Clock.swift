import WorkflowEngine

extension Actor {
  /// Who does what the clock brings about.
  static let clock = Actor(user: "clock")
}
