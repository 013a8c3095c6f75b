import Foundation
import Testing

@Suite("Carrying events out")
struct ApplyTests {
  @Test("a step is written, shown, and kept in the history")
  func written() throws {
    let place = try Workplace.withStore()
    let answer = try place.run("apply", "reactivate", "account:A1")
    #expect(answer.status == 0)
    #expect(
      answer.output == """
        account A1 "Nordwind": reactivate

          ~ account A1  status deactivated → active     asked for

        Plan: 1 record changes.
        Done: written to workflow.db, line 9 of the history.

        """)
    let history = try place.run("history", "account:A1")
    #expect(
      history.output.contains(
        "9     2026-03-10 09:00  u17 (clerk)  reactivate  status deactivated → active\n"))
    #expect(try place.run("apply", "reactivate", "account:A1").status == 3)
    #expect(try place.run("history", "account:A1").output.contains("refused: wrong_state"))
  }

  @Test("without a terminal a question that is not answered refuses")
  func unanswered() throws {
    let place = try Workplace.withStore()
    let answer = try place.run("apply", "deactivate", "account:A2")
    #expect(answer.status == 3)
    #expect(answer.output.contains("Asks: You are about to deactivate the account."))
    #expect(answer.output.contains("  ✗ not_confirmed   The question is not answered: "))
    #expect(answer.remarks == "help: --yes answers the question with [Deactivate]\n")
    #expect(
      try place.run("list", "account", "--where", "status == \"deactivated\"").output.contains(
        "account: 1 record"))
    #expect(try place.run("apply", "deactivate", "account:A2", "--yes").status == 0)
    #expect(try place.run("list", "service.active").output.hasSuffix("service.active: 0 records\n"))
  }

  @Test("a record is created in a store that is made for it")
  func created() throws {
    let place = try Workplace()
    let answer = try place.run(
      "apply", "account.create", "--id", "A9", "--input", "number=109", "--input", "name=Nine")
    #expect(answer.status == 0)
    #expect(try place.run("show", "account:A9").output.hasPrefix("account A9 \"Nine\"\n"))
    let twice = try place.run(
      "apply", "account.create", "--input", "number=109", "--input", "name=Ten")
    #expect(twice.status == 3)
    #expect(twice.output.contains("  ✗ not_unique   "))
  }

  @Test("a request id makes a repeat safe, and is refused for something else")
  func requestID() throws {
    let place = try Workplace.withStore()
    let arguments = ["apply", "reactivate", "account:A1", "--request-id", "k1"]
    #expect(try place.run(arguments).status == 0)
    let repeated = try place.run(arguments)
    #expect(repeated.status == 0)
    #expect(
      repeated.output == "Done before under the same request id; nothing was written again.\n")
    let other = try place.run(
      "apply", "edit", "account:A1", "--set", "name=N", "--request-id", "k1")
    #expect(other.status == 6)
  }

  @Test("an operation on all does what can be done and names the others; a list is missed in part")
  func bulk() throws {
    let place = try Workplace.withStore()
    let answer = try place.run("apply", "account.remind", "--all", "--input", "subject=Hello")
    #expect(answer.status == 0)
    #expect(
      answer.output.withoutHash == """
        2 accounts: remind

          ✗ account A3 "Seeblick"
              in_credit: The account owes -2.5.

        Done: 1 of 2, 1 blocked.

        as u17 (clerk), at 2026-03-10 09:00, customer-account version 1 (#)

        """)
    #expect(try place.run("messages").output.contains("A2-2026-03-10  reminder  account:A2"))
    #expect(try place.run("messages", "--delivered", "A2-2026-03-10").status == 0)
    #expect(try place.run("messages").output == "No message waits.\n")
    #expect(try place.run("messages", "--delivered", "A7").status == 64)
    let list = try place.run(
      "apply", "account.remind", "account:A2", "account:A3", "--input", "subject=Hello")
    #expect(list.status == 7)
    #expect(list.output.contains("Done: 1 of 2, 1 blocked.\n"))
  }

  @Test("ids come from the standard input, and a condition chooses records")
  func selection() throws {
    let place = try Workplace.withStore()
    let listed = try place.run(
      "dry-run", "account.remind", "-", "--input", "subject=x", "--format", "json",
      input: "account:A2\nA3\nA7\n")
    #expect(listed.status == 7)
    #expect(listed.output.contains("\"asked\": 3,\n    \"done\": 1,\n    \"blocked\": 2"))
    #expect(listed.output.contains("\"blocked_by\": [\"unknown_record\"]"))
    let chosen = try place.run(
      "dry-run", "account.remind", "--where", "credit > 0", "--input", "subject=x")
    #expect(chosen.status == 0)
    #expect(
      chosen.output.contains("Plan: 1 of 1 may happen, 0 blocked. Dry run: nothing was written.\n"))
  }

  @Test("an event for one record alone is refused for several, in the definition's words")
  func selectionRefused() throws {
    let place = try Workplace.withStore()
    let answer = try place.run("apply", "deactivate", "account:A2", "account:A3", "--yes")
    #expect(answer.status == 3)
    #expect(
      answer.output.contains("selection_not_allowed   Accounts are deactivated one by one.\n"))
  }

  @Test("a dry run leaves every byte of the store as it is")
  func untouched() throws {
    let place = try Workplace.withStore()
    let before = try place.fingerprint()
    #expect(try place.run("dry-run", "reactivate", "service:S1").status == 3)
    #expect(try place.run("dry-run", "deactivate", "account:A2").status == 0)
    #expect(try place.run("show", "account:A2").status == 0)
    #expect(try place.fingerprint() == before)
  }

  @Test("a store in a folder that may not be written is read")
  func readOnlyFolder() throws {
    let place = try Workplace.withStore()
    let files = FileManager.default
    try files.createDirectory(atPath: place.folder + "/shelf", withIntermediateDirectories: true)
    try files.copyItem(
      atPath: place.folder + "/workflow.db", toPath: place.folder + "/shelf/workflow.db")
    try files.setAttributes([.posixPermissions: 0o500], ofItemAtPath: place.folder + "/shelf")
    let answer = try place.run(
      "dry-run", "reactivate", "service:S1", "--store", "shelf/workflow.db")
    #expect(answer.status == 3)
    #expect(try files.contentsOfDirectory(atPath: place.folder + "/shelf") == ["workflow.db"])
    try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: place.folder + "/shelf")
  }

  @Test(
    "a timer that is held back stays due, leaves no line, and later fires after the last tick")
  func heldBack() throws {
    let place = try Workplace(workflow: nil)
    try place.write(
      "workflows/loans.yaml",
      """
      workflow: loans
      version: 1
      records:
        loan:
          fields: {due_on: date, paid: boolean, closed_at: timestamp?}
          states: {status: [open, closed]}
          guards:
            is_paid: {check: paid, otherwise: It is not paid.}
          transitions:
            create: {from: new, inputs: [due_on]}
            pay: {from: open, effects: [{set: {paid: true}}]}
            close:
              at: due_on
              from: open
              to: closed
              guards: [is_paid]
              effects: [{set: {closed_at: =now}}]
      """)
    for id in ["X1", "X2"] {
      #expect(
        try place.run("apply", "loan.create", "--id", id, "--input", "due_on=2026-03-10").status
          == 0)
    }
    #expect(try place.run("apply", "pay", "loan:X1").status == 0)
    #expect(try place.run("backup", "copy.db").status == 0)
    for status: Int32 in [7, 3] {
      let strict = try place.run(
        "due", "--at", "2026-03-12", "--fail-on-held", "--store", "copy.db")
      #expect(strict.status == status, "one fires the first time alone")
    }
    let first = try place.run("due", "--at", "2026-03-12")
    #expect(first.status == 0)
    #expect(first.output.hasSuffix("Due: 1 fired, 1 held back.\n"), "\(first.output)")
    #expect(try place.run("show", "loan:X1").output.contains("2026-03-10 09:00\n"))
    #expect(!(try place.run("history", "loan:X2").output.contains("is_paid")))
    #expect(try place.run("apply", "pay", "loan:X2").status == 0)
    #expect(try place.run("due", "--at", "2026-03-15").status == 0)
    #expect(try place.run("show", "loan:X2").output.contains("2026-03-15 00:00\n"))
  }

  @Test("the clock fires what is due, once")
  func due() throws {
    let place = try Workplace.withStore()
    #expect(try place.run("apply", "deactivate", "account:A2", "--yes").status == 0)
    #expect(try place.run("apply", "reactivate", "account:A2").status == 0)
    #expect(try place.run("apply", "reactivate", "location:L2").status == 0)
    #expect(
      try place.run("due", "--at", "2026-05-01").output
        == "Due: 0 fired, 0 held back.\n")
    let csv = "id,location,name,kind,end_date\nS8,L2,Wood,on_request,2026-03-11\n"
    try place.write("more.csv", csv)
    #expect(try place.run("import", "more.csv", "--type", "service").status == 0)
    let dry = try place.run("due", "--dry-run", "--at", "2026-05-01")
    #expect(dry.output.contains("✓  2026-05-01 00:00  service:S8  end    due 2026-03-12 00:00\n"))
    #expect(dry.output.contains("Due: 1 would fire, 0 held back. Dry run: nothing was written. "))
    #expect(
      try place.run("due", "--at", "2026-05-01").output.hasSuffix(
        "Due: 1 fired, 0 held back. The clock last ticked at 2026-05-01 00:00.\n"))
    #expect(
      try place.run("due", "--at", "2026-05-01").output
        == "Due: 0 fired, 0 held back. The clock last ticked at 2026-05-01 00:00.\n")
    #expect(try place.run("history", "service:S8").output.contains("end, the clock"))
  }
}

extension Workplace {
  /// Every file of the store with its bytes.
  func fingerprint() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix("workflow.db") }
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try data($0)) })
  }
}
