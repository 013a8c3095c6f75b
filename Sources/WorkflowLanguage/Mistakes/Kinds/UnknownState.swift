import Diagnostics

extension Mistake.Kind {
  static let unknownState = Mistake.Kind(
    "unknown-state", "A state that does not exist",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: activ, to: closed}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed}

      """,
    reason: """
      A transition from a state that does not exist could never happen.
      """)
}

extension Mistake {
  static func unknownState(
    _ name: String, type: String, regions: [RegionDraft], histories: [String] = []
  ) -> Mistake {
    let states = regions.flatMap { $0.states.map(\.name) }
    let message =
      switch regions.count {
      case 0: "\(type) has no states"
      case 1: "there is no state '\(name)' in region '\(regions[0].name)' of \(type)"
      default: "there is no state '\(name)' in \(type)"
      }
    return Mistake(
      .unknownState, message,
      notes: regions.map { region in
        let states = region.states.map(\.name).joined(separator: ", ")
        return .init("\(region.name) is one of \(states) (declared here)", range: region.range)
      }
    ).meaning(name, in: states + histories)
  }
}
