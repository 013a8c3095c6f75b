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
}
