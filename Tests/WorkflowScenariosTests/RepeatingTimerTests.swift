import Testing

@testable import WorkflowScenarios

@Suite("Repeating timers and lists of days")
struct RepeatingTimerTests {
  private static let text = """
    workflow: rent
    time_zone: Europe/Berlin
    parameters: {inspections: ['2026-01-07', 2026-02-07, '2026-03-20']}
    records:
      lease:
        fields:
          since: date
          signed_at: timestamp?
          until: date?
          step: duration?
          months: {type: integer, default: 1}
          reviews: {list: date, optional: true}
          billed: {type: integer, default: 0}
          reminded: {type: integer, default: 0}
          reviewed: {type: integer, default: 0}
          called: {type: integer, default: 0}
          inspected: {type: integer, default: 0}
          last: timestamp?
          dates: {list: date, optional: true}
          held: {type: boolean, default: false}
        states: {status: [running, paused, ended], letter: [none, sent]}
        guards: {free: {check: "!held", otherwise: It is held.}}
        transitions:
          bill:
            every: months(1)
            starting: since
            until: until
            from: running
            guards: [free]
            effects: [{set: {billed: =billed + 1, last: =now, dates: "=coalesce(dates, []) + [today]"}}]
          remind: {every: 7d, starting: signed_at, when: signed_at != null, from: running, effects: [{set: {reminded: =reminded + 1, last: =now}}]}
          review: {at: reviews, from: running, effects: [{set: {reviewed: =reviewed + 1, last: =now}}]}
          call: {every: step, starting: signed_at, from: running, effects: [{set: {called: =called + 1}}]}
          inspect: {at: parameters.inspections, from: {letter: none}, to: {letter: sent}, effects: [{set: {inspected: =inspected + 1}}]}
          answer: {from: {letter: sent}, to: {letter: none}}
          warn: {at: [2026-04-01, until - days(7), '2026-04-02T08:00:00Z'], from: running, when: held, effects: [{set: {called: =called + 1, last: =now}}]}
          nag: {every: 30d, from: paused, effects: [{set: {reminded: =reminded + 1, last: =now}}]}
          pause: {from: running, to: paused}
          resume: {from: paused, to: running}
    """

  @Test(
    "fires once for each time it missed",
    arguments: [
      // The first time is the start; the hour is local midnight.
      (
        "since: '2026-03-10', entered: {status: '2026-01-01'}", "{tick: true}",
        "changes: {L.billed: 1, L.last: '2026-03-09T23:00:00Z'}"
      ),
      ("since: '2026-03-11'", "{tick: true}", "keeps: {L.billed: 0}"),
      // Months are counted from the start, so the day does not drift.
      (
        "since: '2026-01-31', entered: {status: '2026-01-01'}",
        "{tick: true, at: '2026-06-01T00:00:00Z'}",
        "changes: {L.billed: 5, L.dates: ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']}"
      ),
      // Not twice.
      (
        "since: '2026-01-31'",
        "{tick: true}, {tick: true, then: {unchanged: true}}, {tick: true, at: '2026-03-31T00:00:00Z'}",
        "changes: {L.billed: 3}"
      ),
      // Up to and including the end.
      (
        "since: '2026-01-01', until: '2026-03-01'", "{tick: true, at: '2027-01-01T00:00:00Z'}",
        "changes: {L.billed: 3}"
      ),
      // A record that is known since the file's clock is billed then for what lies before.
      (
        "since: '2026-01-31'", "{tick: true, at: '2026-06-01T00:00:00Z'}",
        "changes: {L.billed: 5, L.dates: ['2026-03-10', '2026-03-10', '2026-03-31', '2026-04-30', '2026-05-31']}"
      ),
      // Ten years missed.
      ("since: '2016-01-01'", "{tick: true}", "changes: {L.billed: 123}"),
      // A guard holds the oldest back, and those behind it wait.
      (
        "since: '2026-02-01', held: true", "{tick: true}",
        "keeps: {L.billed: 0}, report: {blocked: [{record: L, by: [free]}]}"
      ),
      // Whole days keep their local hour where the clocks change.
      (
        "since: '2030-01-01', signed_at: '2026-03-20T09:00:00Z'",
        "{tick: true, at: '2026-04-04T00:00:00Z'}",
        "changes: {L.reminded: 3, L.last: '2026-04-03T08:00:00Z'}"
      ),
      // A length that a field gives; without one there is no timer.
      (
        "since: '2030-01-01', signed_at: '2026-03-10T00:00:00Z', step: 90m", "{tick: true}",
        "changes: {L.called: 7}"
      ),
      (
        "since: '2030-01-01', signed_at: '2026-03-10T08:00:00Z'", "{tick: true}",
        "keeps: {L.called: 0}"
      ),
      (
        "since: '2030-01-01', signed_at: '2026-03-10T08:00:00Z', step: 0s", "{tick: true}",
        "keeps: {L.called: 0}"
      ),
      // A list of days in a field, whatever its order; each fires once.
      (
        "since: '2030-01-01', entered: {status: '2026-01-01'}, reviews: ['2026-03-01', '2026-02-01', '2026-05-01']",
        "{tick: true}, {tick: true, then: {unchanged: true}}",
        "changes: {L.reviewed: 2, L.last: '2026-02-28T23:00:00Z'}"
      ),
      // A list of days in a parameter, with a transition that leaves its state.
      (
        "since: '2030-01-01'",
        "{tick: true, then: {changes: {L.inspected: 1}}}, {event: lease.answer, record: L}, {tick: true, then: {changes: {L.inspected: 2}}}, {event: lease.answer, record: L}, {tick: true}",
        "changes: {L.inspected: 2}"
      ),
      // A list of times in the file: days, formulas and moments.
      (
        "since: '2030-01-01', until: '2026-03-30', held: true",
        "{tick: true, at: '2026-04-02T08:00:00Z'}",
        "changes: {L.called: 3, L.last: '2026-04-02T08:00:00Z'}"
      ),
      (
        "since: '2030-01-01', held: true", "{tick: true, at: '2026-04-02T08:00:00Z'}",
        "changes: {L.called: 2}"
      ),
      // Without a start it counts from when the state was entered, each time anew.
      (
        "since: '2030-01-01'",
        "{event: lease.pause, record: L, at: '2026-01-01T09:00:00Z'}, {tick: true, at: '2026-03-01T00:00:00Z', then: {changes: {L.reminded: 1, L.last: '2026-01-31T09:00:00Z'}}}, {event: lease.resume, record: L, at: '2026-03-01T00:00:00Z'}, {tick: true, at: '2026-04-01T00:00:00Z', then: {changes: {L.reminded: 1}}}, {event: lease.pause, record: L, at: '2026-04-01T00:00:00Z'}, {tick: true, at: '2026-06-01T00:00:00Z'}",
        "changes: {L.reminded: 3, L.last: '2026-05-31T00:00:00Z'}"
      ),
      // What passed while it could not fire is made up for.
      (
        "since: '2026-01-01', status: paused",
        "{tick: true, then: {keeps: {L.billed: 0}}}, {event: lease.resume, record: L}, {tick: true}",
        "changes: {L.billed: 3}"
      ),
    ])
  func scenario(fields: String, when: String, then: String) throws {
    // Only the timer that is tried has anything to do.
    let letter = then.contains("inspected") ? "none" : "sent"
    try Play(Self.text).expect(
      given: "L: {type: lease, letter: \(letter), \(fields)}", when: when, then: then)
  }
}
