import Testing

@testable import WorkflowScenarios

@Suite("Parameters by type, state or category")
struct ParameterTests {
  private static let text = """
    workflow: library
    parameters:
      loan_days: {by: item.kind, values: {book: 21, dvd: 7}, otherwise: 14}
      fee: {by: item.kind, values: {book: 1, dvd: 2.50, map: 0, game: 3, cd: 4, toy: 5, tape: 6}}
      price: {by: item.status, values: {in: 0, out: 10}}
      limits: {item: 3, reader: 5}
      nested: {first: {by: item.kind, values: {}, otherwise: =days(3)}}
      holidays: ['2026-12-25', 2026-12-26]
    records:
      item:
        fields:
          kind: {choice: [book, dvd, map, game, cd, toy, tape]}
          other_kind: {choice: [book, dvd, map, game, cd, toy, tape], optional: true}
          due: date?
          owed: {formula: "parameters.fee[kind]"}
          price: {formula: "parameters.price[status]"}
          cheap: {formula: 'parameters.fee["map"]'}
          free: {formula: "date('2026-12-25') in parameters.holidays"}
        states: {status: [in, out]}
        transitions:
          lend: {from: in, to: out, effects: [{set: {due: "=today + days(parameters.loan_days[kind])"}}]}
    """

  @Test(
    "the key comes from the record",
    arguments: [
      ("book", "2026-03-31", "1.00"), ("dvd", "2026-03-17", "2.50"), ("tape", "2026-03-24", "6"),
    ])
  func key(kind: String, due: String, owed: String) throws {
    try Play(Self.text).expect(
      given: "I: {type: item, kind: \(kind)}", when: "{event: item.lend, record: I}",
      then:
        "changes: {I.due: '\(due)', I.price: 10}, keeps: {I.owed: \(owed), I.cheap: 0, I.free: true}"
    )
  }

  @Test(
    "a length written plainly is a length of time",
    arguments: [
      ("{tick: true, at: '2026-03-17T08:59:00Z'}", "keeps: {L.left: 0}"),
      ("{tick: true, at: '2026-03-17T09:00:00Z'}", "changes: {L.left: 1}"),
      ("{tick: true, at: '2026-03-16T09:00:00Z'}", "changes: {L.billed: 2}"),
      // A whole number of days keeps its local hour where the clocks change.
      ("{tick: true, at: '2026-03-31T08:00:00Z'}", "changes: {L.left: 1, L.billed: 7}"),
      ("{event: lease.note, record: L}", "changes: {L.is_long: true}"),
    ])
  func length(step: String, then: String) throws {
    try Play(
      """
      workflow: leases
      time_zone: Europe/Berlin
      parameters:
        wait: 7d
        step: {by: lease.kind, values: {short: 1d, long: 72h}}
        lengths: [1h30m, 14d]
        code: '7d'
      records:
        lease:
          fields:
            kind: {choice: [short, long], default: long}
            left: {type: integer, default: 0}
            billed: {type: integer, default: 0}
            is_long: {type: boolean, default: false}
          states: {status: [on, off]}
          transitions:
            leave: {after: parameters.wait, from: on, effects: [{set: {left: =left + 1}}]}
            bill: {every: 'parameters.step[kind]', from: on, effects: [{set: {billed: =billed + 1}}]}
            note: {effects: [{set: {is_long: '=parameters.lengths[1] > parameters.wait && parameters.code.size() == 2'}}]}
      """
    ).expect(
      given: "L: {type: lease, entered: {status: '2026-03-10T09:00:00Z'}}", when: step, then: then)
  }

  @Test("an empty key cannot be told")
  func empty() throws {
    try Play(Self.text).expect(
      given: "I: {type: item}", when: "{event: item.lend, record: I}",
      then: "outcome: blocked, blocked_by: [cannot_decide]")
  }

  @Test(
    "a day or a time is one, in quotes or without",
    arguments: ["2026-12-24T18:00:00Z", "'2026-12-24T18:00:00Z'", "2026-12-24T18:00:00+00:00"])
  func times(value: String) throws {
    let text = """
      workflow: w
      time_zone: Europe/Berlin
      parameters:
        dinner: VALUE
        more: [VALUE]
        by_kind: {by: item.kind, values: {a: VALUE}}
      records:
        item:
          fields:
            kind: {choice: [a]}
            hour: {formula: parameters.dinner.getHours()}
            other: {formula: 'parameters.by_kind[kind] == parameters.more[0]'}
          transitions:
            tell: {effects: [{emit: dinner, with: {at: VALUE, again: =parameters.dinner}}]}
      """.replacing("VALUE", with: value)
    try Play(text).expect(
      given: "A: {type: item, kind: a, hour: 18, other: true}",
      when: "{event: item.tell, record: A}",
      then: "emits: [{message: dinner, at: \(value), again: \(value)}]")
  }
}
