import CEL

/// What must hold, over numbered atoms.
indirect enum Proposition {
  case constant(Bool)
  case all([Proposition])
  case any([Proposition])
  case not(Proposition)
  /// A condition, and what counts where it holds and where it does not.
  case choice(Proposition, Proposition, Proposition)
  case atom(Int)

  /// What a proposition can still come to.
  struct Possible {
    var yes: Bool
    var no: Bool
  }

  /// What it can come to where some atoms are known; the others may be anything.
  ///
  /// An atom that cannot be told makes neither yes nor no: what decides around it may still do so.
  func possible(_ known: [Truth?]) -> Possible {
    switch self {
    case .constant(let holds): return Possible(yes: holds, no: !holds)
    case .atom(let number):
      switch known[number] {
      case nil: return Possible(yes: true, no: true)
      case .yes: return Possible(yes: true, no: false)
      case .no: return Possible(yes: false, no: true)
      case .cannotTell: return Possible(yes: false, no: false)
      }
    case .not(let inner):
      let inner = inner.possible(known)
      return Possible(yes: inner.no, no: inner.yes)
    case .all(let parts):
      return parts.reduce(Possible(yes: true, no: false)) { result, part in
        let part = part.possible(known)
        return Possible(yes: result.yes && part.yes, no: result.no || part.no)
      }
    case .any(let parts):
      return parts.reduce(Possible(yes: false, no: true)) { result, part in
        let part = part.possible(known)
        return Possible(yes: result.yes || part.yes, no: result.no && part.no)
      }
    case .choice(let condition, let yes, let no):
      let condition = condition.possible(known)
      let (yes, no) = (yes.possible(known), no.possible(known))
      return Possible(
        yes: (condition.yes && yes.yes) || (condition.no && no.yes),
        no: (condition.yes && yes.no) || (condition.no && no.no))
    }
  }
}
