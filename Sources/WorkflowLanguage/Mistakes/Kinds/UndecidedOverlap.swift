import Diagnostics

extension Mistake.Kind {
  static let undecidedOverlap = Mistake.Kind(
    "undecided-overlap", "Two ways of one event may apply to the same record",
    bad: """
      workflow: orders
      records:
        order:
          fields: {code: text}
          states: {status: [open, paid, checked]}
          transitions:
            pay:
              - {from: open, to: paid, when: "code.matches('^[0-9]+$')"}
              - {from: open, to: checked, when: "code.contains('x')"}

      """,
    good: """
      workflow: orders
      records:
        order:
          fields: {code: text}
          states: {status: [open, paid, checked]}
          transitions:
            pay:
              first:
                - {from: open, to: paid, when: "code.matches('^[0-9]+$')"}
                - {from: open, to: checked, when: "code.contains('x')"}

      """,
    reason: """
      It could not be proved that no record fits both ways, and no record that does was \
      found. Write one condition as the opposite of the other ('!(…)'), or let the \
      order decide with 'first:'. docs/language.md says what is proved.
      """)
}

extension Mistake {
  /// - Parameter conditions: What was not looked into; nothing where there was too much to try.
  static func undecidedOverlap(
    _ ways: String, conditions: [String], help: String, other: SourceRange
  ) -> Mistake {
    let shown = conditions.prefix(5).map { "'\($0)'" }
    let rest = conditions.count > shown.count ? " and \(conditions.count - shown.count) more" : ""
    let reason =
      shown.isEmpty
      ? "there are more cases than \(OverlapDecider.maximumEvaluations) evaluations can try"
      : "it is not known how \(shown.joined(separator: ", "))\(rest) can come out"
    return Mistake(
      .undecidedOverlap, "\(ways) may both be possible for one record: \(reason)",
      label: "write one condition as the opposite of the other",
      notes: [.init("the other way stands here", range: other)], help: help)
  }
}
