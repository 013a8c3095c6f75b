import Testing

@Suite("What cannot be told, counted or put in order")
struct UnknownTests {
  private static let text = """
    workflow: claims
    records:
      claim:
        fields: {name: text, loss: date?, seen: date?, hours: {type: decimal, default: 2}, rank: integer?}
        relations: {parts: {many: claim_part}}
        guards:
          in_time:
            check: loss <= today
            otherwise: Too early.
            unknown: "{name} does not say when."
          looked_at: {when: loss > seen, check: hours > 0, otherwise: Nobody has., unknown: Not known.}
          plain: {check: '!(coalesce(rank, 1) / coalesce(rank, 0) > 0)', otherwise: It is more.}
          counted: {check: hours < 0, otherwise: "{count(parts), part}; {hours, box, boxes}; {rank, place}."}
        transitions:
          pay: {guards: [in_time]}
          look: {guards: [looked_at]}
          compare: {guards: [plain]}
          count: {guards: [counted]}
          ask:
            inputs:
              - day:
                  type: date
                  checks: {sane: {check: day > loss, otherwise: Before it., unknown: The loss has no day.}}
          sort:
            effects:
              - {for: parts, order_by: claim_part.rank, empty: last, limit: 1, send: take}
          sort_down:
            effects:
              - {for: parts, order_by: claim_part.rank, descending: true, empty: first, limit: 1, send: take}
      claim_part:
        fields: {claim: claim, rank: integer?}
        states: {status: [there, taken]}
        transitions: {take: {from: there, to: taken}}
    """

  @Test(
    "shows a sentence of its own, never that of what does not hold",
    arguments: [
      ("pay", "", "cannot_decide", "Ann does not say when."),
      ("pay", ", loss: 2026-03-11", "in_time", "Too early."),
      ("look", ", loss: 2026-03-11", "cannot_decide", "Not known."),
      ("look", ", loss: 2026-03-11, seen: 2026-03-10, hours: 0", "looked_at", "Nobody has."),
      ("compare", "", "cannot_decide", "It cannot be told whether this holds."),
      ("compare", ", rank: 1", "plain", "It is more."),
    ])
  func sentence(event: String, values: String, code: String, sentence: String) throws {
    try Play(Self.text).expect(
      given: "C: {type: claim, name: Ann\(values)}", when: "{event: claim.\(event), record: C}",
      then: "outcome: blocked, blocked_by: [\(code)], message: '\(sentence)'")
  }

  @Test("so does a check of an input")
  func check() throws {
    try Play(Self.text).expect(
      given: "C: {type: claim, name: Ann}",
      when: "{event: claim.ask, record: C, input: {day: 2026-03-01}}",
      then: "outcome: blocked, blocked_by: [cannot_decide], message: The loss has no day.")
  }

  @Test("a number is shown with what it counts; an empty one says nothing")
  func counted() throws {
    for (values, parts, sentence) in [
      ("", "", "0 parts; 2 boxes; ."),
      (", hours: 1, rank: 1", ", P: {type: claim_part, claim: C}", "1 part; 1 box; 1 place."),
      (", hours: 1.5, rank: -1", "", "0 parts; 1.5 boxes; -1 places."),
    ] {
      try Play(Self.text).expect(
        given: "C: {type: claim, name: Ann\(values)}\(parts)",
        when: "{event: claim.count, record: C}",
        then: "outcome: blocked, message: '\(sentence)'")
    }
  }

  @Test("records without a value stand where 'empty' says")
  func order() throws {
    let given = """
      C: {type: claim, name: Ann}, P1: {type: claim_part, claim: C},
      P2: {type: claim_part, claim: C, rank: 2}, P3: {type: claim_part, claim: C, rank: 1}
      """
    let play = try Play(Self.text)
    try play.expect(
      given: given, when: "{event: claim.sort, record: C}",
      then: "changes: {P3.status: taken}, keeps: {P1.status: there, P2.status: there}")
    try play.expect(
      given: given, when: "{event: claim.sort_down, record: C}",
      then: "changes: {P1.status: taken}, keeps: {P2.status: there, P3.status: there}")
  }
}
