extension Mistake.Kind {
  static let ambiguousState = Mistake.Kind(
    "ambiguous-state", "A state that stands in several regions",
    bad: """
      workflow: accounts
      records:
        account:
          states: {status: [open, closed], billing: [open, stopped]}
          transitions:
            close: {from: open, to: closed}

      """,
    good: """
      workflow: accounts
      records:
        account:
          states: {status: [open, closed], billing: [open, stopped]}
          transitions:
            close: {from: {status: open}, to: closed}

      """,
    reason: """
      A record is in one state of every region, so the region must be said where the \
      name does not tell.
      """)
}

extension Mistake {
  static func ambiguousState(_ name: String, regions: [String]) -> Mistake {
    Mistake(
      .ambiguousState,
      "'\(name)' is a state of \(regions.joined(separator: " and of "))",
      label: "write {\(regions[0]): \(name)}")
  }
}
