import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

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

  /// What is said of a claim whose guards and transitions are given.
  private func said(guards: String, transitions: String) -> [Diagnostic] {
    load(Self.text(guards, transitions)).diagnostics
  }

  private static let late = "late: {check: due > today, otherwise: Too late.}"

  private static func text(_ guards: String, _ transitions: String) -> String {
    """
    workflow: claims
    records:
      note: {fields: {claim: claim, text: text}}
      claim:
        fields: {resume_on: date?, due: {type: date, default: =today}, why: text?, cost: decimal?}
        relations: {notes: {many: note}}
        states: {status: [open, closed]}
        guards: {\(guards)}
        transitions: {\(transitions)}
    """
  }

  @Test(
    "is there where the transition asks for it, or a guard before has found it",
    arguments: [
      ("go: {inputs: [resume_on: {required: true}], guards: [later]}", []),
      ("go: {guards: [dated, later]}", []),
      ("go: {guards: [later, dated]}", ["resume_on"]),
      ("go: {guards: [dated, later]}, stay: {guards: [later]}", ["resume_on"]),
      ("go: {inputs: [resume_on], guards: [later]}", ["resume_on"]),
      (
        "go: {inputs: [resume_on: {required: true, when: due > today}], guards: [later]}",
        ["resume_on"]
      ),
      ("go: {guards: [dated, later], effects: [{set: {due: =resume_on}}]}", []),
      ("go: {guards: [later: 'It is {resume_on + days(1)}.', dated]}", ["resume_on", "resume_on"]),
      (
        "go: {ways: [{from: open, to: closed, guards: [later]}, {from: closed}], guards: [dated]}",
        []
      ),
    ])
  func certain(transitions: String, marked: [String]) {
    let found = said(
      guards: "dated: {check: resume_on != null, otherwise: No date.}, "
        + "later: {check: resume_on > today, otherwise: Too early.}",
      transitions: transitions
    ).filter { $0.code == "may-be-empty" }
    #expect(found.map(\.marked) == marked, "\(found.map(\.message))")
  }

  @Test(
    "is refused where a field needs one, and is sound with what is written instead",
    arguments: [
      ("set: {due: =resume_on}", "set: {due: '=coalesce(resume_on, today)'}"),
      (
        "create: note, with: {claim: =claim, text: =why}",
        "create: note, with: {claim: =claim, text: '=coalesce(why, \"\")'}"
      ),
      (
        "for: notes, set: {text: '=due > today ? why : note.text'}",
        "for: notes, set: {text: '=due > today ? coalesce(why, \"\") : note.text'}"
      ),
    ])
  func refused(wrong: String, right: String) throws {
    let text = Self.text(Self.late, "go: {guards: [late], effects: [{\(wrong)}]}")
    let file = SourceFile(name: "w.yaml", text: text)
    let found = DefinitionLoader().load(file).diagnostics
    #expect(found.map(\.code) == ["empty-value"], "\(found.map(\.message))")
    let mend = try #require(found.first?.mend)
    let mended = try #require(mend.applied(to: file))
    let meant = Self.text(Self.late, "go: {guards: [late], effects: [{\(right)}]}")
    #expect(String(decoding: mended, as: UTF8.self) == meant)
    let sound = said(guards: Self.late, transitions: "go: {guards: [late], effects: [{\(right)}]}")
    #expect(sound.isEmpty, "\(sound.map(\.message))")
    let asked = said(
      guards: Self.late,
      transitions:
        "go: {guards: [late], effects: [{when: resume_on != null && why != null, \(wrong)}]}"
    )
    #expect(asked.isEmpty, "\(asked.map(\.message))")
  }
}
