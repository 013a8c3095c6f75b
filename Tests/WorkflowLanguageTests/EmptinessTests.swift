import Diagnostics
import Testing
import WorkflowEngine

@Suite("A value that may be empty")
struct EmptinessTests {
  /// The lines of what is warned about in a service with a part of its own.
  private func warned(_ part: String) -> [String] {
    let (definition, diagnostics) = load(
      """
      workflow: services
      records:
        account:
          fields: {name: text}
        service:
          fields: {end_date: date?, account: account?, price: decimal, name: text?}
          states: {status: [active, deactivated]}
          \(part)
      """)
    #expect(definition != nil, "a warning refuses nothing: \(diagnostics)")
    #expect(diagnostics.allSatisfy { $0.severity == .warning && $0.code == "may-be-empty" })
    return diagnostics.map(\.marked)
  }

  @Test("a guard that needs one is warned about, and the definition loads")
  func warns() {
    #expect(
      warned(
        """
        guards: {ended: {check: end_date < today, otherwise: It has not ended.}}
            transitions: {close: {from: active, to: deactivated, guards: [ended]}}
        """) == ["end_date"])
  }

  @Test("a type that says what happens then is not warned about")
  func undecided() {
    #expect(
      warned(
        """
        undecided: trouble
            guards: {ended: {check: end_date < today, otherwise: It has not ended.}}
            transitions: {trouble: {only_sent: true}, close: {from: active, to: deactivated, guards: [ended]}}
        """) == [])
  }

  @Test("what a guard's 'when' or the conditions before one prove is known")
  func proven() {
    #expect(
      warned(
        """
        guards:
              ended: {when: end_date != null, check: end_date < today, otherwise: "Not {end_date + days(1)}."}
              both: {check: [end_date != null, end_date < today], otherwise: It has not ended.}
              either: {check: {any: [end_date == null, end_date > today]}, otherwise: "Over since {end_date + days(1)}."}
            transitions: {close: {from: active, to: deactivated, guards: [ended, both, either]}}
        """) == [])
    #expect(
      warned(
        """
        guards: {ended: {check: [end_date < today, end_date != null], otherwise: It has not ended.}}
            transitions: {close: {from: active, to: deactivated, guards: [ended]}}
        """) == ["end_date"])
  }

  @Test("an effect knows what its 'when' and the time of the clock prove")
  func effects() {
    #expect(
      warned(
        """
        transitions:
              close:
                from: active
                to: deactivated
                effects:
                  - {when: account != null, set: {name: =account.name}}
              end:
                at: end_date + days(1)
                from: active
                to: deactivated
                effects:
                  - {when: end_date > date("2026-01-01"), set: {price: 0}}
        """) == [])
    #expect(
      warned(
        """
        transitions:
              close: {from: active, to: deactivated, effects: [{set: {name: =account.name}}]}
        """) == ["account"])
  }
}
