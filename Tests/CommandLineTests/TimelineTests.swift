import Testing

@Suite("Time on the command line")
struct TimelineTests {
  static let club = """
    workflow: club
    version: 1
    records:
      member:
        fields: {name: text, ends_on: date?, paid: boolean}
        relations: {cards: {many: card}}
        states: {status: [active, gone]}
        guards: {is_paid: {check: paid, otherwise: "{name} has not paid."}}
        transitions:
          pay: {effects: [{set: {paid: true}}]}
          end:
            at: ends_on
            from: active
            to: gone
            guards: [is_paid]
            effects: [{for: cards, send: lock}, {emit: bye, with: {name: =name}}]
          collect: {at: "date('2026-06-20')", effects: [{set: {paid: true}}]}
      card:
        fields: {member: member, renews_on: date}
        states: {status: [open, locked]}
        transitions:
          lock: {from: open, to: locked}
          renew: {at: renews_on, from: open, effects: [{set: {renews_on: "=renews_on + months(1)"}}]}
    """

  private func place() throws -> Workplace {
    let place = try Workplace(workflow: nil)
    try place.write("workflows/club.yaml", Self.club)
    try place.write(
      "club.yaml",
      """
      M1: {type: member, name: Ada, ends_on: 2026-05-15, paid: true}
      M2: {type: member, name: Bo, ends_on: 2026-04-01}
      K1: {type: card, member: M1, renews_on: 2026-04-01}
      K2: {type: card, member: M2, renews_on: 2026-06-10}
      """)
    #expect(try place.run("import", "club.yaml").status == 0)
    return place
  }

  @Test("simulate plays what the clock does to a record and what belongs to it, and writes nothing")
  func simulate() throws {
    let place = try place()
    let before = try place.fingerprint()
    let answer = try place.run(
      "simulate", "member:M1", "--at", "2026-03-01", "--until", "2026-08-01")
    #expect(answer.status == 0)
    #expect(
      answer.output == """
        member M1, from 2026-03-01 00:00 until 2026-08-01 00:00

        at                record     event    what
        2026-04-01 00:00  card:K1    renew    renews_on 2026-04-01 → 2026-05-01
        2026-05-01 00:00  card:K1    renew    renews_on 2026-05-01 → 2026-06-01
        2026-05-15 00:00  member:M1  end      status active → gone
                            card:K1    lock   status open → locked
                            ! bye             name Ada
        2026-06-20 00:00  member:M1  collect

        Timeline: 4 fired, 0 held back. Simulation: nothing was written.

        """, "\(answer.output)")
    #expect(try place.fingerprint() == before)
    let again = try place.run(
      "simulate", "member:M1", "--at", "2026-03-01", "--until", "2026-08-01")
    #expect(again.output == answer.output)
  }

  @Test("a timer that is held back says why, and fires as soon as what held it back is gone")
  func heldBack() throws {
    let answer = try place().run(
      "simulate", "member:M2", "--at", "2026-03-01", "--until", "2026-06-30")
    #expect(
      answer.output.contains(
        """
        2026-04-01 00:00  member:M2  end      ✗ is_paid: Bo has not paid.
        2026-06-10 00:00  card:K2    renew    renews_on 2026-06-10 → 2026-07-10
        2026-06-20 00:00  member:M2  collect  paid false → true
        2026-06-20 00:00  member:M2  end      status active → gone

        """), "\(answer.output)")
  }

  @Test("events can come first; one that is refused ends the simulation")
  func events() throws {
    let place = try place()
    let paid = try place.run(
      "simulate", "member:M2", "--event", "pay", "--at", "2026-03-01", "--until", "2026-04-30",
      "--format", "json")
    #expect(paid.status == 0)
    #expect(paid.output.contains(#""event": "end""#))
    #expect(!paid.output.contains(#""outcome": "blocked""#))
    let refused = try place.run(
      "simulate", "card:K1", "--event", "lock", "--event", "lock", "--at", "2026-03-01", "--until",
      "2026-04-30")
    #expect(refused.status == 3)
    #expect(refused.output.contains("lock (asked)  ✗ wrong_state: "), "\(refused.output)")
    let unknown = try place.run(
      "simulate", "card:K1", "--event", "lok", "--until", "2026-04-30")
    #expect(unknown.status == 64)
    #expect(unknown.remarks.contains("did you mean 'lock'?"))
  }

  @Test("due --until does what a simulation of all records says")
  func due() throws {
    let place = try place()
    let dry = try place.run("due", "--dry-run", "--at", "2026-03-01", "--until", "2026-06-30")
    let done = try place.run("due", "--at", "2026-03-01", "--until", "2026-06-30")
    let timeline = done.output.split(separator: "\n").dropLast()
    #expect(timeline == dry.output.split(separator: "\n").dropLast())
    #expect(done.output.hasSuffix("Due: 7 fired, 0 held back.\n"), "\(done.output)")
    #expect(try place.run("show", "member:M2").output.contains("status   gone"))
    #expect(
      try place.run("due", "--at", "2026-06-30").output
        == "Due: 0 fired, 0 held back. The clock last ticked at 2026-06-30 00:00.\n")
    let json = try place.run("due", "--until", "2026-06-30", "--format", "json")
    #expect(json.output.contains(#""timeline": []"#))
  }
}
