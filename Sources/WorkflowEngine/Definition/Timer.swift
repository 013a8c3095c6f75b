import CEL

/// When the clock fires a transition.
public struct Timer: Sendable {
  /// A date or a timestamp; empty means that the timer is not set.
  public let at: Formula
  /// The internal field with the time at which the state was entered, which `at` then sees in
  /// `FrameSlot.looped`.
  public let enteredSlot: Int?
  /// The internal field that keeps the time it last fired for, where the states do not.
  public let firedSlot: Int?
  /// How it fires more than once.
  public let recurrence: Recurrence?
  /// What happens with times that passed before it could fire.
  public let missed: MissedTimes

  public init(
    at: Formula, enteredSlot: Int? = nil, firedSlot: Int?, recurrence: Recurrence? = nil,
    missed: MissedTimes = .each
  ) {
    self.at = at
    self.recurrence = recurrence
    self.enteredSlot = enteredSlot
    self.firedSlot = firedSlot
    self.missed = missed
  }

  /// Whether it has more times than one.
  public var isRepeating: Bool {
    if recurrence != nil { return true }
    if case .list = at.program.type { return true }
    return false
  }

  /// Everything that says when it fires.
  public var formulas: [Formula] { [at] + (recurrence?.formulas ?? []) }
}

/// What happens with the times of a repeating timer that passed while nobody let the clock tick, or
/// while something held the record back.
public enum MissedTimes: String, Sendable, CaseIterable {
  /// It fires for each of them, one after another.
  case each
  /// It fires for the first of them, and with that for all.
  case once
  /// It does not fire for them.
  case skip
}
