/// Choosing among ways: for each active innermost state the first that is enabled.
///
/// It owns what was found out about each way, so that none is tried out twice, the ways chosen, and
/// why others are not.
struct WayChoice {
  /// What a way looked at alone comes to.
  enum Verdict {
    case enabled
    /// It does not apply, or something blocks it.
    case blocked([Blocker])
    /// It cannot be told, so that no other way may be taken in its place.
    case undecided([Blocker])
  }

  private var verdicts: [ObjectIdentifier: Verdict] = [:]
  private(set) var chosen: [Transition] = []
  /// Why ways that were looked at are not taken.
  private(set) var blocked: [Blocker] = []
  /// How often a condition was looked at that cannot be told.
  private(set) var undecidedCount = 0

  /// Goes through the lists; false when a way cannot be told and that is to stop it.
  ///
  /// - Parameters:
  ///   - passesUndecided: whether a way that cannot be told is passed over.
  ///   - verdict: of a way; nil where it is out of the question.
  mutating func choose(
    from lists: [[Transition]], passesUndecided: Bool, verdict: (Transition) -> Verdict?
  ) -> Bool {
    for list in lists {
      search: for way in list {
        let known = verdicts[ObjectIdentifier(way)]
        guard let result = known ?? verdict(way) else { continue }
        verdicts[ObjectIdentifier(way)] = result
        switch result {
        case .enabled:
          // What is declared once is taken once, from whatever states it may go.
          if !chosen.contains(where: { $0.place == way.place }) { chosen.append(way) }
          break search
        case .blocked(let reasons):
          if known == nil { blocked += reasons }
        case .undecided(let reasons):
          if known == nil { blocked += reasons }
          if !passesUndecided { return false }
          undecidedCount += 1
        }
      }
    }
    return true
  }
}
