public import CEL

/// How the clock fires a transition more than once.
public enum Recurrence: Sendable {
  /// Again and again from the occasion's `at`, which is the first time, up to and including `until`.
  case every(Interval, until: Formula?)
  /// At each of these times; those that are empty are left out.
  case times([Formula])

  /// The time from one firing to the next.
  public enum Interval: Sendable {
    /// A duration or a number of days, months or years.
    case constant(Value)
    case formula(Formula)
  }

  public var formulas: [Formula] {
    switch self {
    case .every(let interval, let until):
      switch interval {
      case .constant: until.map { [$0] } ?? []
      case .formula(let formula): [formula] + (until.map { [$0] } ?? [])
      }
    case .times(let times): times
    }
  }
}
