import Testing

@Suite("Screens, as a new user sees them")
struct ScreenTests {
  private func place() throws -> Workplace {
    let place = try Workplace(workflow: nil)
    try place.write(
      "workflows/loans.yaml",
      """
      workflow: loans
      version: 1
      records:
        loan:
          fields: {due_on: date, paid: boolean, note: text?, member: member?}
          states: {status: [open, closed]}
          guards:
            is_paid: {check: paid, otherwise: It is not paid.}
          transitions:
            create: {from: new, inputs: [due_on]}
            pay:
              label: Pay
              from: open
              inputs:
                - terms: {type: text, label: Terms}
                - pin: {type: text, label: PIN}
              effects: [{set: {paid: true}}]
            waive: {label: Waive, from: open, roles: [manager], effects: [{set: {paid: true}}]}
            give: {label: Give, from: open, edits: [member]}
            mark: {from: open, effects: [{set: {note: marked}}]}
            close: {at: due_on, from: open, to: closed, guards: [is_paid]}
        member:
          fields: {name: text}
          relations: {loans: {many: loan, by: member}}
          states: {state: [here, gone]}
          transitions:
            join: {from: new, inputs: [name]}
            leave: {label: Leave, from: here, to: gone, effects: [{send: mark, for: loans}]}
      """)
    let made = try place.run("apply", "loan.create", "--id", "X1", "--input", "due_on=2026-03-10")
    #expect(made.status == 0, "\(made.remarks)")
    return place
  }

  @Test("the menu says what an event asks for, and which role it needs")
  func menu() throws {
    let place = try place()
    let shown = try place.run("show", "loan:X1").output
    #expect(shown.contains("✓  pay    Pay    asks for: Terms, PIN\n"), "\(shown)")
    #expect(shown.contains("✗  waive  Waive  needs the role manager\n"), "\(shown)")
    let machine = try place.run("show", "loan:X1", "--format", "json").output
    #expect(machine.contains("\"verdict\": \"asks\""), "\(machine)")
  }

  @Test("what the clock is held back from stands with the record, since when and why")
  func held() throws {
    let place = try place()
    #expect(try place.run("due", "--at", "2026-03-12").status == 0)
    let shown = try place.run("show", "loan:X1", "--at", "2026-03-12").output
    #expect(
      shown.contains("✗  close  since 2026-03-10 00:00  is_paid: It is not paid.\n"), "\(shown)")
    #expect(shown.contains("It is due since 2026-03-10 00:00;"), "\(shown)")
    #expect(!shown.contains("The clock fires it at"), "\(shown)")
    #expect(shown.contains("the clock last ticked at 2026-03-12 00:00\n"), "\(shown)")
  }

  @Test("an event that one type has needs none, and what followed names its cause")
  func names() throws {
    let place = try place()
    #expect(try place.run("apply", "join", "--id", "M1", "--input", "name=Ann").status == 0)
    #expect(try place.run("apply", "give", "X1", "--set", "member=member:M1").status == 0)
    #expect(try place.run("apply", "leave", "M1").status == 0)
    let history = try place.run("history", "loan:X1").output
    #expect(history.contains("mark, from leave of member M1"), "\(history)")
  }

  @Test("a simulation takes the inputs of the events that come first")
  func simulated() throws {
    let place = try place()
    let played = try place.run(
      "simulate", "loan:X1", "--event", "pay", "--input", "terms=a", "--input", "pin=2", "--at",
      "2026-03-12", "--until", "2026-03-13")
    #expect(played.status == 0)
    #expect(played.output.contains("paid false → true"), "\(played.output)")
    #expect(played.output.contains("status open → closed"), "\(played.output)")
  }

  @Test("an error has a code")
  func code() throws {
    let place = try place()
    let answer = try place.run("show", "loan:X9", "--format", "json")
    #expect(answer.output.contains("\"code\": \"usage\",\n    \"status\": 64"), "\(answer.output)")
  }

  private static let pools = """
    workflow: pools
    records:
      policy:
        fields: {n: text, flag: {type: boolean, default: false}}
        states: {status: [on, off]}
        reactions: [{when: flag, set: {n: late}}]
        transitions:
          join: {inputs: [{p: {type: pool}}], effects: [{link: p.members, with: =policy}]}
          touch: {effects: [{set: {flag: true}}]}
          idle: {label: Idle}
          daily: {every: 1d, from: on}
      pool:
        fields:
          lead: policy?
          on: {type: boolean, default: false}
          size: {formula: count(members)}
          big: {type: boolean, default: false}
        relations: {members: {links: policy}}
        reactions:
          - {when: on, set: {lead: null}}
          - {when: size > 1, set: {big: true}}
        transitions: {switch: {effects: [{set: {on: true}}]}}
    """

  private func poolPlace() throws -> Workplace {
    let place = try Workplace(workflow: Self.pools)
    try place.write(
      "rows.yaml",
      """
      P1: {type: policy, n: a}
      P2: {type: policy, n: b}
      Q1: {type: pool, members: [P2], lead: P1}
      """)
    #expect(try place.run("import", "rows.yaml").status == 0)
    return place
  }

  @Test(
    "what a reaction changes stands in the plan: fields, links to records, and what links bring")
  func reactions() throws {
    let place = try poolPlace()
    let switched = try place.run("dry-run", "switch", "pool:Q1").output
    #expect(switched.contains("on   false → true"), "\(switched)")
    #expect(switched.contains("lead P1 → (none)"), "\(switched)")
    #expect(try place.run("dry-run", "touch", "policy:P1").output.contains("n    a → late"))
    let joined = try place.run("dry-run", "join", "policy:P1", "--input", "p=Q1").output
    #expect(joined.contains("members P2 → P1, P2"), "\(joined)")
    #expect(joined.contains("big     false → true"), "\(joined)")
  }

  @Test("a reference may be written with its type; what changes nothing counts nothing")
  func references() throws {
    let place = try poolPlace()
    for pool in ["Q1", "pool:Q1"] {
      let joined = try place.run("dry-run", "join", "policy:P1", "--input", "p=\(pool)")
      #expect(joined.output.contains("members P2 → P1, P2"), "\(joined)")
    }
    let other = try place.run("dry-run", "join", "policy:P1", "--input", "p=policy:Q1")
    #expect(other.status == 3 && other.output.contains("There is no pool policy:Q1"), "\(other)")
    let idle = try place.run("dry-run", "idle", "policy:P1").output
    #expect(idle.contains("Plan: no record changes."), "\(idle)")
    let two = try place.run("apply", "policy.idle", "policy:P1", "policy:P2").output
    #expect(two.hasPrefix("2 policies: idle\n"), "\(two)")
  }

  @Test("a timer that fires day after day and changes nothing is one line")
  func folded() throws {
    let place = try poolPlace()
    let told = try place.run(
      "simulate", "policy:P1", "--at", "2026-03-10T09:00Z", "--until", "2026-03-20T10:00Z")
    #expect(
      told.output.contains("daily  nothing changes, 10 times until 2026-03-20 09:00"), "\(told)")
  }
}
