import Diagnostics
import Testing
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Back to where it was")
struct PreviousStateTests {
  private static let text = """
    workflow: cases
    records:
      case_file:
        fields: {n: {type: integer, default: 0}, note: text?}
        states:
          status:
            - open
            - review
            - busy: {states: {step: [first, second, third, halted]}}
            - on_hold
            - lost
          lamp: [dark, lit]
        transitions:
          begin: {from: open, to: review}
          work: {from: [open, review], to: busy}
          go_on: {from: {step: [first, second]}, to: {step: third}}
          second: {from: first, to: second}
          halt: {from: {step: [second, third]}, to: {step: halted}}
          resume_step: {from: halted, to: previous}
          hold: {from: [open, review, busy], to: on_hold}
          hold_again: {from: on_hold, to: on_hold}
          resume: {from: on_hold, to: previous, effects: [{set: {n: =n + 1, note: "=string(status)"}}]}
          resume_lit: {from: {status: on_hold, lamp: dark}, to: {status: previous, lamp: lit}}
          lose: {from: on_hold, to: lost}
    """

  @Test(
    "leads to the state that the region was in before the present one",
    arguments: [
      (
        "status: review",
        "{event: case_file.hold, record: C}, {event: case_file.resume, record: C}",
        "changes: {C.n: 1, C.note: review, C.status: review}"
      ),
      // Coming back to the same state changes nothing about it.
      (
        "status: review",
        "{event: case_file.hold, record: C}, {event: case_file.hold_again, record: C}, {event: case_file.resume, record: C}",
        "changes: {C.status: review}"
      ),
      (
        "status: review",
        "{event: case_file.work, record: C}, {event: case_file.hold, record: C}, {event: case_file.resume, record: C}",
        "changes: {C.status: busy, C.step: first}"
      ),
      // A region inside a state.
      (
        "status: busy, step: second",
        "{event: case_file.halt, record: C}, {event: case_file.resume_step, record: C}",
        "changes: {C.step: second}, keeps: {C.status: busy}"
      ),
      (
        "status: busy, step: second",
        "{event: case_file.go_on, record: C}, {event: case_file.halt, record: C}, {event: case_file.resume_step, record: C}",
        "changes: {C.step: third}"
      ),
      // Beside another region.
      (
        "status: review",
        "{event: case_file.hold, record: C}, {event: case_file.resume_lit, record: C}",
        "changes: {C.status: review, C.lamp: lit}"
      ),
      // A record that is given says it.
      (
        "status: on_hold, before: {status: review}", "{event: case_file.resume, record: C}",
        "changes: {C.status: review}"
      ),
      (
        "status: on_hold", "{event: case_file.resume, record: C}",
        "outcome: blocked, blocked_by: [wrong_state]"
      ),
    ])
  func back(fields: String, when: String, then: String) throws {
    try Play(Self.text).expect(given: "C: {type: case_file, \(fields)}", when: when, then: then)
  }

  @Test("a refusal says that there is no state before")
  func sentence() throws {
    let result = try Play(Self.text).result(
      given: "C: {type: case_file, status: on_hold}",
      when: "{event: case_file.resume, record: C}", then: "outcome: allowed")
    #expect(
      result.text.contains("there is no status before that to go back to"), "\(result.text)")
  }

  @Test(
    "check finds a state without one, and a region that is left open",
    arguments: [
      ("back: {from: shut, to: previous}", nil, ""),
      ("back: {from: {status: shut}, to: {status: previous}}", nil, ""),
      (
        "back: {from: [open, shut], to: previous}",
        "a record may begin in 'open', and then no state is before it",
        "back: {from: shut, to: previous}"
      ),
      (
        "back: {from: open, to: previous}",
        "a record may begin in 'open', and then no state is before it",
        "back: {from: open, to: shut}"
      ),
      (
        "back: {to: {status: previous}}",
        "a record may begin in 'open', and then no state is before it",
        "back: {from: shut, to: {status: previous}}"
      ),
      (
        "back: {to: previous}",
        "'previous' is the state before of one region, and this leaves that open",
        "back: {from: shut, to: {status: previous}}"
      ),
      (
        "back: {from: shut, to: {statsu: previous}}", "door has no region 'statsu'",
        "back: {from: shut, to: {status: previous}}"
      ),
      (
        "back: {from: shut, to: previuos}", "there is no state 'previuos' in door",
        "back: {from: shut, to: previous}"
      ),
    ] as [(String, String?, String)])
  func checked(way: String, message: String?, mended: String) throws {
    func load(_ way: String) -> [Diagnostic] {
      let text = """
        workflow: doors
        records:
          door:
            fields: {name: text}
            states: {status: [open, shut], lock: [free, locked]}
            transitions:
              shut: {from: open, to: shut}
              \(way)

        """
      return DefinitionLoader().load(SourceFile(name: "doors.yaml", text: text)).diagnostics
        .filter { $0.severity == .error }
    }
    let errors = load(way)
    #expect(errors.map(\.message) == [message].compactMap(\.self), "\(ProjectFiles.render(errors))")
    if message != nil {
      let left = load(mended)
      #expect(left.isEmpty, "\(ProjectFiles.render(left))")
    }
  }
}
