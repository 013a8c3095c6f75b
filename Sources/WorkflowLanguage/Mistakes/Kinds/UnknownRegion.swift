import Diagnostics

extension Mistake.Kind {
  static let unknownRegion = Mistake.Kind(
    "unknown-region", "A region that does not exist",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: {state: active}, to: closed}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: {status: active}, to: closed}

      """,
    reason: """
      Regions are the names under 'states'.
      """)
}

extension Mistake {
  static func noStates(_ name: String, type: String, all: [String]) -> Mistake {
    Mistake(
      .unknownRegion, "'\(name)' is no region or choice of \(type)",
      notes: [
        .init(
          all.isEmpty
            ? "\(type) has neither" : "\(type) has \(all.prefix(12).joined(separator: ", "))")
      ]
    ).meaning(name, in: all)
  }

  /// - Parameter keys: What could have been meant beside a region.
  static func unknownRegion(
    _ name: String, type: String, all: [String], keys: [String] = []
  ) -> Mistake {
    Mistake(
      .unknownRegion, "\(type) has no region '\(name)'",
      notes: known("regions of \(type) are", all)
    ).meaning(name, in: all + keys)
  }
}
