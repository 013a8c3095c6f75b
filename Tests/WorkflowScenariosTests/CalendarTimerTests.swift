import Testing

@testable import WorkflowScenarios

@Suite("Timers of the calendar")
struct CalendarTimerTests {
  private static let text = """
    workflow: rooms
    time_zone: Europe/Berlin
    records:
      room:
        fields:
          count: {type: integer, default: 0}
          dues: {list: timestamp, optional: true}
          fired: {list: timestamp, optional: true}
          anchor: integer?
          first: timestamp?
          until: date?
          open_since: timestamp?
          stayed: duration?
          wanted: {type: boolean, default: true}
          held: {type: boolean, default: false}
        states: {status: [idle, daily, weekly, monthly, anchored, yearly, twice, once, skip, timed, shut]}
        guards: {free: {check: "!held", otherwise: It is held.}}
        transitions:
          day: {every: day, at: '09:00', from: daily, guards: [free], when: wanted, EFFECTS}
          week: {every: week, on: [monday, thursday], at: '18:30', from: weekly, EFFECTS}
          month: {every: month, on: 31, from: monthly, guards: [free], EFFECTS}
          anchor: {every: month, on: anchor, at: '08:00', from: anchored, starting: first, until: until, EFFECTS}
          year: {every: year, on: 02-29, at: '12:00', from: yearly, EFFECTS}
          night: {every: day, at: '02:30', from: twice, EFFECTS}
          once: {every: day, at: '09:00', missed: once, from: once, guards: [free], EFFECTS}
          skip: {every: day, at: '09:00', missed: skip, from: skip, guards: [free], EFFECTS}
          first: {after: 1d, from: timed, to: daily}
          go: {from: idle, to: daily}
          rest: {from: daily, to: idle}
          hold: {effects: [{set: {held: true}}]}
          free: {effects: [{set: {held: false}}]}
          want: {effects: [{set: {wanted: '=!wanted'}}]}
          shut:
            from: daily
            to: shut
            effects: [{set: {open_since: =before.entered.status, stayed: =entered.status - before.entered.status}}]
    """.replacing(
      "EFFECTS",
      with:
        #"effects: [{set: {count: =count + 1, dues: "=coalesce(dues, []) + [due]", fired: "=coalesce(fired, []) + [now]"}}]"#
    )

  @Test(
    "fires at the local wall clock, from the first time after its state was entered",
    arguments: [
      // Never for times before, and not at the time itself.
      ("status: daily", "{tick: true}", "keeps: {R.count: 0}"),
      (
        "status: daily, entered: {status: '2026-03-09T09:00:00+01:00'}", "{tick: true}",
        "changes: {R.dues: ['2026-03-10T08:00:00Z']}"
      ),
      // The hour stays where the clocks change.
      (
        "status: daily, entered: {status: '2026-03-27T10:00:00Z'}",
        "{tick: true, at: '2026-03-30T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z', '2026-03-30T07:00:00Z'], R.fired: ['2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z', '2026-03-30T07:00:00Z']}"
      ),
      // An hour that the clock skips is the moment at which it goes on, and one that it shows twice
      // comes once.
      (
        "status: twice, entered: {status: '2026-03-28T10:00:00Z'}",
        "{tick: true, at: '2026-03-30T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']}"
      ),
      (
        "status: twice, entered: {status: '2026-10-24T10:00:00Z'}",
        "{tick: true, at: '2026-10-26T12:00:00Z'}",
        "changes: {R.dues: ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']}"
      ),
      (
        "status: weekly, entered: {status: '2026-03-10T10:00:00Z'}",
        "{tick: true, at: '2026-03-20T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-12T17:30:00Z', '2026-03-16T17:30:00Z', '2026-03-19T17:30:00Z']}"
      ),
      // The 31st is the last day of shorter months.
      (
        "status: monthly, entered: {status: '2026-01-30T10:00:00Z'}",
        "{tick: true, at: '2026-05-01T12:00:00Z'}",
        "changes: {R.dues: ['2026-01-30T23:00:00Z', '2026-02-27T23:00:00Z', '2026-03-30T22:00:00Z', '2026-04-29T22:00:00Z']}"
      ),
      (
        "status: yearly, entered: {status: '2026-01-01T10:00:00Z'}",
        "{tick: true, at: '2028-12-31T12:00:00Z'}",
        "changes: {R.dues: ['2026-02-28T11:00:00Z', '2027-02-28T11:00:00Z', '2028-02-29T11:00:00Z']}"
      ),
      // A field gives the day; nothing before the start, nothing after the end.
      (
        "status: anchored, anchor: 30, first: '2026-04-30T06:00:00Z', until: '2026-06-30'",
        "{tick: true, at: '2026-09-01T12:00:00Z'}",
        "changes: {R.dues: ['2026-04-30T06:00:00Z', '2026-05-30T06:00:00Z']}"
      ),
      (
        "status: anchored, anchor: 30", "{tick: true, at: '2026-09-01T12:00:00Z'}",
        "keeps: {R.count: 0}"
      ),
      (
        "status: anchored, first: '2026-04-01T00:00:00Z'",
        "{tick: true, at: '2026-09-01T12:00:00Z'}", "keeps: {R.count: 0}"
      ),
      (
        "status: anchored, anchor: 32, first: '2026-04-01T00:00:00Z'",
        "{tick: true, at: '2026-09-01T12:00:00Z'}", "keeps: {R.count: 0}"
      ),
      // What passed while it was in another state is not made up for.
      (
        "status: daily",
        "{event: room.rest, record: R, at: '2026-03-11T09:30:00Z'}, {event: room.go, record: R, at: '2026-03-15T12:00:00Z'}, {tick: true, at: '2026-03-17T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-16T08:00:00Z', '2026-03-17T08:00:00Z']}"
      ),
      // A timer brings it into the state.
      (
        "status: timed", "{tick: true, at: '2026-03-13T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-12T08:00:00Z', '2026-03-13T08:00:00Z']}"
      ),
    ])
  func times(fields: String, when: String, then: String) throws {
    try Play(Self.text).expect(given: "R: {type: room, \(fields)}", when: when, then: then)
  }

  @Test(
    "what was missed fires for each time, once for all or not at all",
    arguments: [
      // Nobody let the clock tick.
      (
        "daily", "{tick: true, at: '2026-03-13T12:00:00Z'}",
        "changes: {R.count: 3, R.dues: ['2026-03-11T08:00:00Z', '2026-03-12T08:00:00Z', '2026-03-13T08:00:00Z']}"
      ),
      (
        "once",
        "{tick: true, at: '2026-03-13T12:00:00Z', then: {changes: {R.dues: ['2026-03-11T08:00:00Z'], R.fired: ['2026-03-11T08:00:00Z']}}}, {tick: true, at: '2026-03-13T13:00:00Z', then: {unchanged: true}}, {tick: true, at: '2026-03-14T12:00:00Z'}",
        "changes: {R.count: 2, R.dues: ['2026-03-11T08:00:00Z', '2026-03-14T08:00:00Z']}"
      ),
      (
        "skip",
        "{tick: true, at: '2026-03-13T12:00:00Z', then: {unchanged: true}}, {tick: true, at: '2026-03-14T12:00:00Z'}",
        "changes: {R.count: 1, R.dues: ['2026-03-14T08:00:00Z']}"
      ),
      // A tick that comes before the next time has missed none.
      (
        "skip",
        "{tick: true, at: '2026-03-11T08:00:00Z'}, {tick: true, at: '2026-03-12T23:00:00Z'}",
        "changes: {R.count: 2}"
      ),
      // The record was held back.
      (
        "daily",
        "{event: room.hold, record: R}, {tick: true, at: '2026-03-11T12:00:00Z'}, {tick: true, at: '2026-03-12T12:00:00Z'}, {event: room.free, record: R, at: '2026-03-12T15:00:00Z'}, {tick: true, at: '2026-03-13T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-11T08:00:00Z', '2026-03-12T08:00:00Z', '2026-03-13T08:00:00Z'], R.fired: ['2026-03-12T15:00:00Z', '2026-03-12T15:00:00Z', '2026-03-13T08:00:00Z']}"
      ),
      (
        "once",
        "{event: room.hold, record: R}, {tick: true, at: '2026-03-11T12:00:00Z'}, {tick: true, at: '2026-03-12T12:00:00Z'}, {event: room.free, record: R, at: '2026-03-12T15:00:00Z'}, {tick: true, at: '2026-03-12T16:00:00Z'}, {tick: true, at: '2026-03-13T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-11T08:00:00Z', '2026-03-13T08:00:00Z'], R.fired: ['2026-03-12T15:00:00Z', '2026-03-13T08:00:00Z']}"
      ),
      (
        "skip",
        "{event: room.hold, record: R}, {tick: true, at: '2026-03-11T12:00:00Z'}, {tick: true, at: '2026-03-12T12:00:00Z'}, {event: room.free, record: R, at: '2026-03-12T15:00:00Z'}, {tick: true, at: '2026-03-13T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-13T08:00:00Z']}"
      ),
      // Where its own condition does not hold for the moment, a time is passed over for good.
      (
        "daily",
        "{event: room.want, record: R}, {tick: true, at: '2026-03-12T12:00:00Z', then: {unchanged: true}}, {event: room.want, record: R, at: '2026-03-12T15:00:00Z'}, {tick: true, at: '2026-03-13T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-13T08:00:00Z']}"
      ),
      // The 31st, charged on the 3rd, comes on the last day of the next month all the same.
      (
        "monthly",
        "{event: room.hold, record: R}, {tick: true, at: '2026-03-31T12:00:00Z'}, {event: room.free, record: R, at: '2026-04-03T12:00:00Z'}, {tick: true, at: '2026-04-04T12:00:00Z'}, {tick: true, at: '2026-05-31T12:00:00Z'}",
        "changes: {R.dues: ['2026-03-30T22:00:00Z', '2026-04-29T22:00:00Z', '2026-05-30T22:00:00Z'], R.fired: ['2026-04-03T12:00:00Z', '2026-04-29T22:00:00Z', '2026-05-30T22:00:00Z']}"
      ),
    ])
  func missed(state: String, when: String, then: String) throws {
    try Play(Self.text).expect(given: "R: {type: room, status: \(state)}", when: when, then: then)
  }

  @Test("a formula sees when the present state was entered, and in an effect the one before")
  func entered() throws {
    try Play(Self.text).expect(
      given: "R: {type: room, status: idle}",
      when:
        "{event: room.go, record: R, at: '2026-03-10T10:00:00Z'}, {event: room.shut, record: R, at: '2026-03-12T11:30:00Z'}",
      then: "changes: {R.open_since: '2026-03-10T10:00:00Z', R.stayed: 49h30m}")
  }

  @Test("entered is read of other records, in sets, sentences and formula fields")
  func enteredElsewhere() throws {
    let text = """
      workflow: shops
      records:
        shop:
          fields: {name: text, n: {type: integer, default: 0}, last: timestamp?, note: text?}
          relations: {orders: {many: order}}
          states: {status: [open, closed]}
          transitions:
            count:
              effects:
                - {set: {n: '=count(orders.filter(o, o.entered.status < entered.status))', last: =max(orders.entered.status), note: "=string(orders.exists(o, o.age > duration('24h')))"}}
            chase: {effects: [{for: orders, where: order.entered.status + duration('48h') < now, send: remind}]}
        order:
          fields: {shop: shop, reminded: {type: boolean, default: false}, age: {formula: now - entered.status}}
          states: {status: [new_one, paid], box: [none, {packed: {states: {seal: [loose, tight]}}}]}
          transitions:
            pay: {from: new_one, to: paid}
            pack: {from: none, to: packed}
            tighten: {from: loose, to: tight, guards: [old]}
            remind: {from: new_one, effects: [{set: {reminded: true}}]}
          guards:
            old: {check: "entered.seal != null && entered.seal + duration('1h') <= now", otherwise: "It was packed at {entered.seal}, don't hurry."}
      """
    let play = try Play(text)
    let given = """
      S: {type: shop, name: s}, A: {type: order, shop: S, entered: {status: '2026-03-07T09:00:00Z'}},
      B: {type: order, shop: S, status: paid, entered: {status: '2026-03-10T08:00:00Z'}}
      """
    try play.expect(
      given: given, when: "{event: shop.count, record: S}",
      then: "changes: {S.n: 2, S.last: '2026-03-10T08:00:00Z', S.note: 'true'}")
    try play.expect(
      given: given, when: "{event: shop.chase, record: S}", then: "changes: {A.reminded: true}")
    try play.expect(
      given: given,
      when:
        "{event: order.pack, record: A}, {event: order.tighten, record: A, at: '2026-03-10T09:30:00Z'}",
      then: "outcome: blocked, blocked_by: [old]")
    try play.expect(
      given: given,
      when:
        "{event: order.pack, record: A}, {event: order.tighten, record: A, at: '2026-03-10T10:00:00Z'}",
      then: "outcome: allowed")
  }
}
