import Diagnostics

extension Mistake.Kind {
  static let automaticCircle = Mistake.Kind(
    "automatic-circle", "Automatic transitions that never come to rest",
    bad: """
      workflow: tickets
      records:
        ticket:
          fields: {urgent: boolean}
          states: {status: [waiting, working]}
          transitions:
            start: {from: waiting, to: working, automatic: true, when: urgent}
            pause: {from: working, to: waiting, automatic: true, when: urgent}

      """,
    good: """
      workflow: tickets
      records:
        ticket:
          fields: {urgent: boolean}
          states: {status: [waiting, working]}
          transitions:
            start: {from: waiting, to: working, automatic: true, when: urgent}
            pause: {from: working, to: waiting, automatic: true, when: "!urgent"}

      """,
    reason: """
      An automatic transition is taken as soon as its condition holds. Where all \
      conditions of a circle hold for one record, and nothing on the way changes what \
      they read, a step would never end.
      """)
}

extension Mistake {
  /// - Parameter circle: What leads to what, the last to the first.
  static func automaticCircle(
    _ circle: [(name: String, range: SourceRange)], witness: String
  ) -> Mistake {
    Mistake.circle(
      .automaticCircle, circle, "automatic transitions follow each other for ever",
      verb: "leads to", end: ", for \(witness)", label: "add a condition that stops holding")
  }
}
