import Testing

@testable import WorkflowScenarios

/// What workflows need in practice, each as a small story.
@Suite("What the language must be able to say")
struct LanguageNeedTests {
  private static let text = """
    workflow: clinic
    records:
      client:
        fields: {name: text, tax_id: text?, nickname: text?, shown: {formula: "coalesce(nickname, name)"}}
        relations:
          stays: {many: stay}
          open_stays: {many: stay, where: stay.status == "open"}
          twins: {many: client, by: none, as: other, where: other.tax_id != null && other.tax_id == tax_id && other.name != name}
          groups: {linked_by: group.members}
        states: {status: [active, inactive]}
        guards:
          no_twin: {check: count(twins) == 0, otherwise: "{count(twins)} clients have this tax id."}
        transitions:
          close:
            from: active
            to: inactive
            effects: [{for: stays, send: pause}]
          reopen:
            from: inactive
            to: active
            guards: [no_twin]
            effects:
              - {for: stays, where: stay.paused_because == "client", send: resume}
          discharge_oldest:
            effects:
              - {for: open_stays, order_by: stay.since, limit: 1, send: discharge}
          discharge_newest:
            effects:
              - {for: stays, where: stay.status == "open", order_by: stay.since, descending: true, limit: 1, set: {note: chosen}}
              - {for: stays, where: stay.note == "chosen", send: discharge}
          merge: {from: active, to: inactive, inputs: [{into: client}], effects: [{for: groups, as: one, send: swap_members}]}
      group:
        fields: {name: text}
        relations: {members: {links: client}}
        transitions:
          add: {inputs: [{client_in: client}], effects: [{link: members, with: =client_in}]}
          swap_members: {only_sent: true}
      stay:
        fields:
          client: client
          since: date
          until: date?
          note: text?
          paused_because: {choice: [client, holiday], optional: true}
          length: {formula: "until == null ? null : days_between(since, until)"}
        relations:
          checklist: {many: check_item, inline: true}
        states: {status: [open, paused, done]}
        guards:
          all_ticked: {check: "!checklist.exists(i, !i.is_done)", otherwise: "{checklist.filter(i, !i.is_done).map(i, i.kind)} are open."}
          own_item: {check: "checklist.exists(i, i.kind == item && i.role in actor.roles)", otherwise: "{item} is for somebody else."}
          two_consents: {check: "checklist.filter(i, i.is_done).map(i, i.by).size() >= 2", otherwise: Two people must agree.}
        transitions:
          pause: {from: open, to: paused, effects: [{set: {paused_because: 'client'}}]}
          take_holiday: {from: open, to: paused, effects: [{set: {paused_because: holiday}}]}
          resume: {from: paused, to: open, effects: [{set: {paused_because: null}}]}
          discharge: {from: open, to: done, effects: [{set: {until: =today}}]}
          prepare:
            from: open
            effects:
              - {create: checklist, with: {kind: labs, role: nurse}}
              - {create: checklist, with: {kind: letter, role: doctor}}
          tick:
            from: open
            inputs: [{item: text}]
            guards: [own_item]
            effects:
              - {for: checklist, where: check_item.kind == item, set: {is_done: true, by: =actor.user}}
          finish: {from: open, to: done, guards: [all_ticked, two_consents]}
          book:
            inputs:
              - nights: {type: integer, checks: {nights_sane: {check: nights > 0 && nights < 100, otherwise: "{nights} nights are too many or too few."}, nights_even: {check: nights % 2 == 0, otherwise: Only pairs of nights.}}}
              - reason: {type: text, when: note != null, required: true}
            effects: [{set: {until: "=since + days(nights)", note: =reason}}]
          annotate: {edits: [note]}
      check_item:
        fields: {kind: text, role: text, is_done: {type: boolean, default: false}, by: text?}
    """

  private static let given = """
    C: {type: client, name: Ann, tax_id: T1}, D: {type: client, name: Bob, tax_id: T1, nickname: Bobby}, E: {type: client, name: Cem},
    S1: {type: stay, client: C, since: '2026-03-02'}, S2: {type: stay, client: C, since: '2026-03-01'},
    S3: {type: stay, client: C, since: '2026-03-05', status: paused, paused_because: holiday},
    G: {type: group, name: north, members: [E]}, H: {type: group, name: south}
    """
  private static let prepared = "{event: stay.prepare, record: S1}"
  private static func tick(_ item: String, _ user: String, _ role: String) -> String {
    "{event: stay.tick, record: S1, input: {item: \(item)}, as: {user: \(user), roles: [\(role)]}}"
  }

  @Test(
    "holds",
    arguments: [
      // Checks of inputs have sentences of their own; all that fail are told.
      (
        "{event: stay.book, record: S1, input: {nights: 101}}",
        "outcome: blocked, blocked_by: [nights_sane], message: 101 nights are too many"
      ),
      ("{event: stay.book, record: S1, input: {nights: 3}}", "blocked_by: [nights_even]"),
      // An input that is offered under a condition.
      (
        "{event: stay.annotate, record: S1, set: {note: late}}, {event: stay.book, record: S1, input: {nights: 12}}",
        "blocked_by: [input_missing]"
      ),
      (
        "{event: stay.annotate, record: S1, set: {note: late}}, {event: stay.book, record: S1, input: {nights: 12, reason: rest}}",
        "changes: {S1.until: '2026-03-14', S1.note: rest}"
      ),
      (
        "{event: stay.book, record: S1, input: {nights: 4, reason: rest}}",
        "blocked_by: [input_not_available]"
      ),
      (
        "{event: stay.book, record: S1, input: {nights: 4}}",
        "changes: {S1.until: '2026-03-06'}, keeps: {S1.note: null}"
      ),
      // A cascade to one chosen record, in a stated order.
      (
        "{event: client.discharge_oldest, record: C}",
        "changes: {S2.status: done}, keeps: {S1.status: open, S3.status: paused}"
      ),
      (
        "{event: client.discharge_newest, record: C}",
        "changes: {S1.status: done}, keeps: {S2.status: open, S3.status: paused}"
      ),
      // Exactly what an earlier cascade changed is restored.
      (
        "{event: client.close, record: E}, {event: client.reopen, record: E}",
        "changes: {E.status: active}"
      ),
      (
        "{event: client.close, record: D}, {event: client.reopen, record: D}",
        "blocked_by: [no_twin], message: 1 clients have this tax id"
      ),
      // Values that may be empty, and derived ones.
      (
        "{view: D}",
        "keeps: {C.shown: Ann, D.shown: Bobby, S1.length: null, C.twins: [D], E.twins: []}"
      ),
      // Many to many, from both sides.
      (
        "{event: group.add, record: H, input: {client_in: E}}",
        "changes: {H.members: [E], E.groups: [G, H]}"
      ),
      // A checklist with a role for each item, and two consents.
      (
        prepared,
        "changes: {S1.checklist: [{kind: labs, is_done: false}, {kind: letter, is_done: false}]}"
      ),
      (
        "\(prepared), \(tick("labs", "nina", "doctor"))",
        "blocked_by: [own_item], message: labs is for somebody else"
      ),
      (
        "\(prepared), \(tick("labs", "nina", "nurse"))",
        "changes: {S1.checklist: [{kind: labs, is_done: true, by: nina}, {kind: letter, is_done: false, by: null}]}"
      ),
      (
        "\(prepared), \(tick("labs", "nina", "nurse")), {event: stay.finish, record: S1}",
        "blocked_by: [all_ticked, two_consents]"
      ),
      (
        "\(prepared), \(tick("labs", "nina", "nurse")), \(tick("letter", "dan", "doctor")), {event: stay.finish, record: S1}",
        "changes: {S1.status: done}"
      ),
    ])
  func story(when: String, then: String) throws {
    try Play(Self.text).expect(given: Self.given, when: when, then: then)
  }

  @Test("what a cascade paused is resumed, and what was paused before is not")
  func restored() throws {
    try Play(Self.text).expect(
      given: """
        C: {type: client, name: Ann}, S1: {type: stay, client: C, since: '2026-03-02'},
        S3: {type: stay, client: C, since: '2026-03-05', status: paused, paused_because: holiday}
        """,
      when: "{event: client.close, record: C}, {event: client.reopen, record: C}",
      then:
        "changes: {S1.status: open, S1.paused_because: null}, keeps: {S3.status: paused, S3.paused_because: holiday}"
    )
  }
}
