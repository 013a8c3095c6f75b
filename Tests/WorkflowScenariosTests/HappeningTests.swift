import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Scenarios say what happened")
struct HappeningTests {
  private static let file = """
    workflow: lending
    clock: '2026-03-10T09:00:00Z'
    scenarios:
    - id: wrong
      given: {A: {type: reader, number: 1, name: Ann}}
      when: [{event: reader.edit, recrod: A}]
      then: {outcome: allowed}
    - id: right
      given: {A: {type: reader, number: 1, name: Ann}}
      when: [{event: reader.edit, record: A, set: {name: Bea}}]
      then: {changes: {A.name: Bea}}

    """

  @Test("a scenario with a mistake fails alone, not its whole file")
  func alone() throws {
    let (file, diagnostics) = try Lending.read(
      SourceFile(name: "x.scenarios.yaml", text: Self.file))
    #expect(diagnostics.map(\.code) == ["unknown-key"])
    let read = try #require(file)
    #expect(!read.isSound)
    let results = ScenarioRunner(read.definition).run(read)
    #expect(results.map(\.passed) == [false, true])
    #expect(results.map(\.id) == ["wrong", "right"])
    #expect(
      results[0].text == """
        failed: wrong  x.scenarios.yaml:4:7
          mistake: there is no key 'recrod' in a step  x.scenarios.yaml:6:31

        """)
    #expect(results[0].failures.map(\.step) == [0])
  }

  @Test(
    "a field that was so already is not changed, and one that was otherwise is not kept",
    arguments: [
      ("{event: reader.edit, record: A, set: {name: Bea}}", "changes: {A.name: Bea}", nil),
      ("{event: reader.edit, record: A, set: {name: Bea}}", "keeps: {A.number: 1}", nil),
      (
        "{event: reader.edit, record: A, set: {name: Bea}}", "changes: {A.number: 1}",
        "A.number was 1 in 'given' already, and no step has touched it; write it under 'keeps'"
      ),
      (
        "{event: reader.edit, record: A, set: {name: Bea}}", "keeps: {A.name: Bea}",
        "A.name was \"Ann\" in 'given'; write it under 'changes'"
      ),
      // What was changed and changed back was touched.
      (
        "{event: reader.edit, record: A, set: {name: Bea}}, {event: reader.edit, record: A, set: {name: Ann}}",
        "changes: {A.name: Ann}", nil
      ),
      (
        "{event: reader.edit, record: A, set: {name: Bea}}, {event: reader.edit, record: A, set: {name: Ann}}",
        "keeps: {A.name: Ann}", nil
      ),
      // A dry run touches nothing.
      (
        "{event: reader.edit, record: A, set: {name: Bea}, dry_run: true}",
        "changes: {A.name: Ann}",
        "A.name was \"Ann\" in 'given' already, and no step has touched it; write it under 'keeps'"
      ),
      // A record that a step creates was in no state before.
      (
        "{event: reader.join, as_id: C, input: {number: 2, name: Cem, phones: []}}",
        "keeps: {C.name: Cem}", nil
      ),
    ])
  func changes(when: String, then: String, failure: String?) throws {
    let result = try Lending.run(
      given: "A: {type: reader, number: 1, name: Ann}", when: when, then: then)
    #expect(result.failures.map(\.message) == (failure.map { [$0] } ?? []), "\(result.text)")
  }

  @Test("times without a zone are those of the workflow's", arguments: ["", ":00", ":00+01:00"])
  func local(ending: String) throws {
    let result = try Lending.run(
      given: """
        L: {type: loan, reader: A, title: Emma, due: '2026-03-10', fell_at: '2026-03-10T09:00\(ending)'},
        A: {type: reader, number: 1, name: Ann}
        """,
      when: "{tick: true, at: '2026-03-11T08:00\(ending)'}",
      then: "changes: {L.fell_at: '2026-03-11T00:00\(ending)'}", clock: "2026-03-10T10:00\(ending)")
    #expect(result.passed, "\(result.text)")
  }

  @Test("a day is no time of a field")
  func day() throws {
    let (_, diagnostics) = try Lending.read(
      Lending.source(
        given:
          "A: {type: reader, number: 1, name: Ann}, L: {type: loan, reader: A, title: x, fell_at: '2026-03-10'}",
        when: "{tick: true}", then: "outcome: allowed"))
    #expect(diagnostics.map(\.code) == ["value-type"])
  }

  private static let timers = """
    workflow: timers
    records:
      ticket:
        fields:
          note: text?
          low: {type: integer, default: 0}
        reactions:
          - {when: 'note == ""', set: {note: null}}
        states:
          status: [open, stale, {solved: {final: true}}]
        transitions:
          edit: {edits: [note]}
          look:
            every: 7d
            from: open
          grow_stale: {after: 30d, from: open, to: stale}
          finish: {automatic: true, from: [open, stale], when: 'note == "solved"', to: solved}
    invariants:
      not_negative: {record: ticket, check: low >= 0, otherwise: Never below zero.}
    """

  @Test("what the interpreter remembers of a timer is no change of a record")
  func unchanged() throws {
    try Play(Self.timers).expect(
      given: "T: {type: ticket, entered: {status: '2026-03-01'}}",
      when: "{tick: true, at: '2026-03-10T09:00:00Z'}", then: "unchanged: true, report: {done: [T]}"
    )
  }

  @Test("a record without 'entered' entered its states at the file's clock")
  func entered() throws {
    let play = try Play(Self.timers)
    try play.expect(
      given: "T: {type: ticket}", when: "{tick: true, at: '2026-04-09T08:59:59Z'}",
      then: "keeps: {T.status: open}")
    try play.expect(
      given: "T: {type: ticket}", when: "{tick: true, at: '2026-04-09T09:00:00Z'}",
      then: "changes: {T.status: stale}")
  }

  @Test(
    "what cannot be meant is found before it runs",
    arguments: [
      ("T: {type: ticket}", "{view: T}", nil, nil),
      (
        "T: {type: ticket, note: ''}", "{view: T}", "unsettled-given",
        "a reaction would change note of T as soon as anything changes it"
      ),
      (
        "T: {type: ticket, note: solved}", "{view: T}", "unsettled-given",
        "T would not stay as it is given: 'finish' follows by itself"
      ),
      (
        "T: {type: ticket, low: -1}", "{view: T}", "unsettled-given",
        "T breaks the invariant 'not_negative' as it is given"
      ),
      (
        "T: {type: ticket}", "{view: T, at: '2026-03-12'}, {view: T}", "earlier-step",
        "this step is at 2026-03-10 09:00, the one above it at 2026-03-12 00:00"
      ),
      ("T: {type: ticket}", "{view: T}, {view: T, at: '2026-03-12'}", nil, nil),
      (
        "T: {type: ticket, status: stale}", "{tick: true}", nil, nil
      ),
      ("T: {type: ticket, entered: {status: '2026-03-10'}}", "{tick: true}", nil, nil),
      ("T: {type: ticket}", "{tick: true, at: '2026-04-10'}", nil, nil),
    ])
  func findings(given: String, when: String, code: String?, message: String?) throws {
    let found = try Play(Self.timers).read(given: given, when: when, then: "outcome: allowed")
      .diagnostics
    #expect(found.map(\.code) == (code.map { [$0] } ?? []), "\(ProjectFiles.render(found))")
    #expect(found.map(\.message) == (message.map { [$0] } ?? []))
    #expect(!found.hasErrors)
  }

  @Test("a timer that no tick reaches, because nothing says when its state was entered")
  func idle() throws {
    let found = try Play(Self.timers).read(
      given: "T: {type: ticket}", when: "{tick: true}", then: "outcome: allowed"
    ).diagnostics
    #expect(found.map(\.code) == ["idle-timer", "idle-timer"], "\(ProjectFiles.render(found))")
    #expect(found.first?.label == "add 'entered: {status: …}' if it is to fire")
  }

  @Test("a message under a key that was used before does not reach the outbox")
  func outbox() throws {
    let play = try Play(
      """
      workflow: mail
      records:
        letter:
          fields: {name: text}
          transitions:
            post: {effects: [{emit: posted, with: {name: =name}, key: "{name}"}]}
      """)
    try play.expect(
      given: "L: {type: letter, name: a}, M: {type: letter, name: a}",
      when: """
        {event: letter.post, record: L, then: {emits: [{message: posted, name: a}]}},
        {event: letter.post, record: M}
        """, then: "emits: [], emits_no: [posted]")
  }
}
