import Diagnostics

extension Mistake.Kind {
  static let cascadeCircle = Mistake.Kind(
    "cascade-circle", "Events that send each other",
    bad: """
      workflow: accounts
      records:
        account:
          relations: {services: {many: service}}
          transitions:
            stop: {effects: [{for: services, send: stop}]}
        service:
          fields: {account: account}
          transitions:
            stop: {effects: [{send: stop, to: account}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          relations: {services: {many: service}}
          transitions:
            stop: {effects: [{for: services, send: stop}]}
        service:
          fields: {account: account}
          transitions:
            stop: {}

      """,
    reason: """
      An event is carried out to its end before the next effect, so events that send \
      each other would never end.
      """)
}

extension Mistake {
  /// - Parameter circle: What sends what, the last the first.
  static func cascadeCircle(_ circle: [(name: String, range: SourceRange)]) -> Mistake {
    Mistake.circle(
      .cascadeCircle, circle, "events send each other in a circle", verb: "sends",
      label: "leave out one of them")
  }
}
