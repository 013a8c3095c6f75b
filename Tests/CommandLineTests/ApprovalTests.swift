import Foundation
import Testing

@Suite("A second person on the command line")
struct ApprovalTests {
  private static let workflow = """
    workflow: refunds
    records:
      refund:
        shown_as: "{amount}"
        fields: {amount: decimal, note: text?}
        states: {status: [open, paid]}
        transitions:
          ask: {from: new, inputs: [amount], approval: [manager]}
          edit: {label: Edit, edits: [amount]}
          pay: {label: Pay, from: open, to: paid, edits: [note], approval: {roles: [manager], when: amount > 1000}}
    """

  private func place() throws -> Workplace {
    let place = try Workplace(workflow: Self.workflow)
    try place.write(
      "records.yaml",
      "R1: {type: refund, amount: 2000}\nR2: {type: refund, amount: 3}\nR3: {type: refund, amount: 4000}\n"
    )
    #expect(try place.run("import", "records.yaml").status == 0)
    return place
  }

  @Test("waits, is listed, is approved, and stands in the history")
  func story() throws {
    let place = try place()
    let asked = try place.run("apply", "pay", "refund:R1", "--set", "note=late")
    #expect(asked.status == 8)
    #expect(
      asked.output.contains("Needs a second person: Somebody else with the role manager must"))
    #expect(asked.output.hasSuffix("line 4 of the history; nothing was changed.\n"))
    #expect(try place.run("dry-run", "pay", "refund:R3").status == 8)
    let list = try place.run("pending")
    #expect(
      list.output.contains("2026-03-10 09:00  u17  pay    refund:R1  note=late  Somebody else"),
      "\(list.output)")
    let machine = try place.run("pending", "--format", "json")
    #expect(machine.output.contains("\"note\": \"late\""), "\(machine.output)")
    let again = try place.run("apply", "pay", "refund:R1")
    #expect(again.status == 3)
    #expect(again.output.contains("✗ already_pending"))
    let own = try place.run("approve", "pay", "refund:R1", "--as", "u17:manager")
    #expect(own.status == 3)
    #expect(own.output.contains("✗ not_permitted   u17 asked for this"), "\(own.output)")
    let approved = try place.run("approve", "pay", "refund:R1", "--as", "mia:manager")
    #expect(approved.status == 0)
    #expect(approved.output.contains("status open → paid"))
    #expect(approved.output.contains("Approved and done: written to workflow.db, line 8 of"))
    #expect(try place.run("pending").output == "Nothing waits for a second person.\n")
    let history = try place.run("history", "refund:R1").output
    #expect(history.contains("u17 (clerk)    pay       waits for a second person"), "\(history)")
    #expect(history.contains("mia (manager)  pay       approved"), "\(history)")
    let nothing = try place.run("approve", "pay", "refund:R1", "--as", "mia:manager")
    #expect(nothing.status == 3)
    #expect(nothing.output.contains("✗ nothing_pending"))
  }

  @Test("is rejected")
  func rejected() throws {
    let place = try place()
    #expect(try place.run("apply", "pay", "refund:R1").status == 8)
    let answer = try place.run("reject", "pay", "refund:R1", "--as", "mia:manager")
    #expect(answer.status == 0)
    #expect(answer.output == "Rejected: 'pay' of refund R1, which u17 had asked for.\n")
    #expect(try place.run("pending").output == "Nothing waits for a second person.\n")
  }

  @Test("is withdrawn by the one who asked")
  func withdrawn() throws {
    let place = try place()
    let asked = try place.run("apply", "pay", "refund:R1")
    #expect(asked.remarks.contains("workflow-run withdraw pay refund:R1 takes it back"))
    #expect(
      try place.run("show", "refund:R1").output.contains("you asked for it and may withdraw it"))
    let other = try place.run("withdraw", "pay", "refund:R1", "--as", "mia:manager")
    #expect(other.status == 3)
    #expect(
      other.output.contains("✗ not_permitted   u17 asked for this; nobody else can withdraw it"),
      "\(other.output)")
    let turned = try place.run("withdraw", "refund:R1", "pay")
    #expect(turned.status == 0)
    #expect(turned.output == "Withdrawn: 'pay' of refund R1.\n")
    #expect(try place.run("pending").output == "Nothing waits for a second person.\n")
    #expect(try place.run("withdraw", "pay", "refund:R1").status == 3)
    #expect(try place.run("withdraw", "pya", "refund:R1").status == 64)
    let history = try place.run("history", "refund:R1").output
    #expect(
      history.contains("mia (manager)  pay       withdrawal refused: not_permitted"), "\(history)")
    #expect(history.contains("u17 (clerk)    pay       withdrawn"), "\(history)")
  }

  private static let careful = """
    workflow: refunds
    records:
      refund:
        fields: {amount: decimal}
        states: {status: [open, paid, dropped]}
        transitions:
          pay: {from: open, to: paid, approval: {roles: [manager], count: 2}}
          drop: {from: open, to: dropped}
    """

  @Test("two persons at two terminals agree one after the other")
  func two() throws {
    let place = try Workplace(workflow: Self.careful)
    try place.write("records.yaml", "R1: {type: refund, amount: 2000}\n")
    #expect(try place.run("import", "records.yaml").status == 0)
    #expect(try place.run("apply", "pay", "refund:R1").status == 8)
    let first = try place.run("approve", "pay", "refund:R1", "--as", "mia:manager")
    #expect(first.status == 8, "\(first)")
    #expect(first.output.contains("1 of 2 have agreed: mia"), "\(first)")
    #expect(try place.run("pending").output.contains("must approve this.  1 of 2: mia"))
    #expect(
      try place.run("show", "refund:R1").output.contains("1 of 2 have agreed: mia (manager)"))
    let again = try place.run("approve", "pay", "refund:R1", "--as", "mia:manager")
    #expect(again.status == 3 && again.output.contains("mia has agreed to this already"))
    let second = try place.run("approve", "pay", "refund:R1", "--as", "bob:manager")
    #expect(second.status == 0 && second.output.contains("status open → paid"), "\(second)")
    #expect(try place.run("pending").output == "Nothing waits for a second person.\n")
    let history = try place.run("history", "refund:R1").output
    #expect(history.contains("mia (manager)  pay       approved"), "\(history)")
    #expect(history.contains("bob (manager)  pay       approved"), "\(history)")
    let late = try place.run("approve", "pay", "refund:R1", "--as", "eve:manager")
    #expect(late.status == 3 && late.output.contains("✗ nothing_pending"))
  }

  @Test("what can never happen any more is shown as such, and the clock ends it")
  func lapsed() throws {
    let place = try Workplace(workflow: Self.careful)
    try place.write("records.yaml", "R1: {type: refund, amount: 2000}\n")
    #expect(try place.run("import", "records.yaml").status == 0)
    #expect(try place.run("apply", "pay", "refund:R1").status == 8)
    #expect(try place.run("apply", "drop", "refund:R1", "--at", "2026-03-10T10:00:00Z").status == 0)
    let sentence =
      "'pay' can never happen any more: refund R1 is dropped."
    #expect(try place.run("pending").output.contains(sentence))
    #expect(try place.run("show", "refund:R1").output.contains(sentence))
    let tried = try place.run("due", "--dry-run", "--at", "2026-03-12")
    #expect(tried.output.contains("Waited for a second person and ended:"), "\(tried)")
    #expect(try place.run("pending").output.contains(sentence))
    let due = try place.run("due", "--at", "2026-03-12")
    #expect(
      due.output.contains(
        "✗  2026-03-10 10:00  refund:R1  pay    u17       'pay' can never"),
      "\(due)")
    #expect(try place.run("pending").output == "Nothing waits for a second person.\n")
    let history = try place.run("history", "refund:R1").output
    #expect(history.contains("pay       can never happen any more: wrong_state"), "\(history)")
  }

  @Test("expires by the clock, which says so and does what follows")
  func expires() throws {
    let place = try Workplace(
      workflow: """
        workflow: refunds
        records:
          refund:
            fields: {amount: decimal}
            states: {status: [open, paid, dropped]}
            transitions:
              pay: {from: open, to: paid, approval: {expires: 2d}}
              give_up: {expired: pay, from: open, to: dropped}

        """)
    try place.write("records.yaml", "R1: {type: refund, amount: 2000}\n")
    #expect(try place.run("import", "records.yaml").status == 0)
    #expect(try place.run("apply", "pay", "refund:R1").status == 8)
    #expect(try place.run("pending").output.contains("2026-03-12 09:00"))
    #expect(try place.run("show", "refund:R1").output.contains("expires 2026-03-12 09:00"))
    let late = "2026-03-12T09:00:00Z"
    let shown = try place.run("show", "refund:R1", "--at", late).output
    #expect(shown.contains("has expired at 2026-03-12 09:00"), "\(shown)")
    #expect(shown.contains("It follows when a request for 'pay' has expired."), "\(shown)")
    let approved = try place.run("approve", "pay", "refund:R1", "--as", "mia", "--at", late)
    #expect(approved.status == 3 && approved.output.contains("✗ nothing_pending"), "\(approved)")
    let simulated = try place.run("simulate", "refund:R1", "--until", "2026-03-20")
    #expect(simulated.output.contains("give_up"), "\(simulated)")
    let tried = try place.run("due", "--dry-run", "--until", "2026-03-20")
    #expect(tried.output.contains("give_up"), "\(tried)")
    let due = try place.run("due", "--at", "2026-03-15")
    #expect(due.output.contains("✓  2026-03-12 09:00  refund:R1  give_up"), "\(due)")
    #expect(due.output.contains("It has expired: nobody agreed in time."), "\(due)")
    #expect(try place.run("pending").output == "Nothing waits for a second person.\n")
    let history = try place.run("history", "refund:R1").output
    #expect(history.contains("clock  "), "\(history)")
    #expect(history.contains("expired: nobody agreed in time"), "\(history)")
    #expect(history.contains("status open → dropped"), "\(history)")
  }

  @Test("creates the record that was asked for, and repeats its first answer")
  func created() throws {
    let place = try place()
    let command = ["apply", "refund.ask", "--input", "amount=7", "--request-id", "k1"]
    #expect(try place.run(command).status == 8)
    let repeated = try place.run(command)
    #expect(repeated.output.hasPrefix("Done before under the same request id;"))
    #expect(try place.run("apply", "refund.ask", "--input", "amount=8").status == 8)
    #expect(
      try place.run("approve", "ask", "refund:refund-2", "--as", "mia:manager").status == 0)
    #expect(
      try place.run("approve", "ask", "refund:refund-1", "--as", "mia:manager").status == 0)
    #expect(try place.run("show", "refund:refund-2").output.hasPrefix("refund refund-2 \"8\"\n"))
  }

  @Test("of many records the others are done")
  func many() throws {
    let place = try place()
    let answer = try place.run("apply", "pay", "refund:R1", "refund:R2", "refund:R3")
    #expect(answer.status == 8)
    #expect(answer.output.contains("Done: 1 of 3, 0 blocked, 2 for a second person."))
    #expect(try place.run("pending", "--format", "json").output.contains("\"id\": \"R3\""))
  }

  @Test("is shown with the record, and its event is no free offer of the menu")
  func shown() throws {
    let place = try place()
    #expect(try place.run("apply", "pay", "refund:R1", "--set", "note=late").status == 8)
    let first = try place.run("show", "refund:R1").output
    #expect(
      first.contains(
        """
        Waits for a second person:
          pay  asked by u17 (clerk), 2026-03-10 09:00, with note=late
            for somebody else with the role manager to approve or reject

        """), "\(first)")
    #expect(first.contains("✗  pay   Pay   waits for a second person"), "\(first)")
    let second = try place.run("show", "refund:R1", "--as", "mia:manager").output
    #expect(second.contains("to approve or reject; you may\n"), "\(second)")
    let machine = try place.run("show", "refund:R1", "--format", "json").output
    #expect(machine.contains("\"blocked_by\": [\"already_pending\"]"), "\(machine)")
    #expect(
      machine.contains("\"roles\": [\"manager\"],\n      \"may_answer\": false"), "\(machine)")
    let other = try place.run("show", "refund:R2").output
    #expect(!other.contains("Waits for"), "\(other)")
    #expect(other.contains("✓  pay "), "\(other)")
  }

  @Test("a refused answer names the one who gave it, and stands apart in the history")
  func refusedAnswers() throws {
    let place = try place()
    #expect(try place.run("apply", "pay", "refund:R1").status == 8)
    let approval = try place.run("approve", "pay", "refund:R1", "--as", "asta:assessor")
    #expect(approval.status == 3)
    #expect(approval.output.contains("\nas asta (assessor), at 2026-03-10 09:00, refunds version"))
    #expect(try place.run("reject", "pay", "refund:R1", "--as", "asta:assessor").status == 3)
    #expect(try place.run("apply", "pay", "refund:R1", "--as", "asta:assessor").status == 3)
    let history = try place.run("history", "refund:R1").output
    #expect(history.contains("asta (assessor)  pay       approval refused: not_permitted"))
    #expect(history.contains("asta (assessor)  pay       rejection refused: not_permitted"))
    #expect(history.contains("asta (assessor)  pay       refused: already_pending"), "\(history)")
    let machine = try place.run("history", "refund:R1", "--format", "json").output
    #expect(machine.contains("\"outcome\": \"approval_refused\""))
  }

  @Test("pending and history take a time and a person as their neighbours do")
  func moments() throws {
    let place = try place()
    let later = "2026-03-11T09:00:00Z"
    #expect(try place.run("apply", "pay", "refund:R1").status == 8)
    #expect(try place.run("apply", "pay", "refund:R3", "--at", later).status == 8)
    let all = try place.run("pending", "--as", "mia:manager", "--at", later).output
    #expect(all.contains("✓  2026-03-10 09:00  u17  pay    refund:R1"), "\(all)")
    #expect(all.contains("refund:R3"))
    let early = try place.run("pending", "--as", "u17:manager", "--at", "2026-03-10T10:00:00Z")
    #expect(early.output.contains("✗  2026-03-10 09:00  u17  pay    refund:R1"), "\(early)")
    #expect(!early.output.contains("refund:R3"))
    let machine = try place.run("pending", "--as", "mia:manager", "--format", "json").output
    #expect(machine.contains("\"may_answer\": true"))
    let history = try place.run("history", "refund:R3", "--at", "2026-03-10T10:00:00Z").output
    #expect(history.contains("imported") && !history.contains("waits"), "\(history)")
  }

  @Test("the event and the record may change places, and the event may say the record's type")
  func order() throws {
    let place = try place()
    for arguments in [["refund:R1", "pay"], ["pay", "refund:R1"], ["refund.pay", "R1"]] {
      #expect(try place.run("apply", "pay", "refund:R1").status == 8)
      let answer = try place.run(["reject"] + arguments + ["--as", "mia:manager"])
      #expect(answer.status == 0, "\(arguments) \(answer.output) \(answer.remarks)")
    }
    #expect(try place.run("apply", "pay", "R1").status == 8)
    #expect(try place.run("reject", "pay", "R1", "--as", "mia:manager").status == 0)
    #expect(try place.run("reject", "R1", "--as", "mia:manager").status == 64)
  }

  @Test("a record that has changed since is shown, asked about, and agreed to as it was seen")
  func changed() throws {
    let place = try place()
    #expect(try place.run("apply", "pay", "refund:R1", "--set", "note=late").status == 8)
    #expect(try place.run("apply", "edit", "refund:R1", "--set", "amount=99999").status == 0)
    let mia = ["--as", "mia:manager"]
    let list = try place.run(["pending"] + mia).output
    #expect(list.contains("changed since\n") && list.contains("amount 2000 → 99999\n"), "\(list)")
    let shown = try place.run("show", "refund:R1").output
    #expect(shown.contains("    changed since: amount 2000 → 99999\n"), "\(shown)")
    let refused = try place.run(["approve", "pay", "refund:R1"] + mia)
    #expect(refused.status == 3)
    #expect(
      refused.output.contains(
        "✗ unseen_changes   refund R1 has changed since u17 asked for this: amount 2000 → 99999."),
      "\(refused.output)")
    #expect(refused.remarks.contains("--seen 2 says that you have seen"), "\(refused.remarks)")
    let old = try place.run(["approve", "pay", "refund:R1", "--seen", "1"] + mia)
    #expect(old.status == 3)
    let no = try place.sitting(
      "approve", "pay", "refund:R1", "--as", "mia:manager", types: "n\n")
    #expect(no.status == 3)
    #expect(
      no.remarks.contains(
        "Changed since u17 asked: amount 2000 → 99999\nAgree to it as it is? [y/N] "),
      "\(no.remarks)")
    let yes = try place.sitting(
      "approve", "pay", "refund:R1", "--as", "mia:manager", types: "y\n")
    #expect(yes.status == 0, "\(yes)")
    #expect(yes.output.contains("Approved and done"))
  }

  @Test("a request whose event is gone is shown as such, and can be rejected alone")
  func gone() throws {
    let place = try place()
    #expect(try place.run("apply", "pay", "refund:R1").status == 8)
    try place.write(
      "workflows/customer-account.yaml",
      Self.workflow.replacingOccurrences(of: " pay:", with: " pay_out:"))
    let shown = try place.run("show", "refund:R1").output
    #expect(
      shown.contains("the definition has no such event any more; it can be rejected"), "\(shown)")
    let approved = try place.run("approve", "pay", "refund:R1", "--as", "mia:manager")
    #expect(approved.status == 3)
    #expect(approved.output.contains("✗ nothing_pending"), "\(approved)")
    #expect(try place.run("reject", "pay", "refund:R1", "--as", "mia:manager").status == 0)
    let unknown = try place.run("reject", "pay", "refund:R1", "--as", "mia:manager")
    #expect(unknown.status == 64, "\(unknown)")
  }
}
