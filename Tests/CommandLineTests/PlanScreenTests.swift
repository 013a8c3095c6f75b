import Testing

@Suite("The screen of a plan")
struct PlanScreenTests {
  @Test("a cascade is a tree with what changes, why, and what is left alone")
  func design() throws {
    let place = try Workplace()
    let answer = try place.run("dry-run", "deactivate", "account:A2", "--records", "records.yaml")
    #expect(
      answer.output == """
        account A2 "Sanders": deactivate

          ~ account  A2   status   active → deactivated     asked for
          ~ location L2   status   active → deactivated     cascade from A2
            ~ service S2  status   active → deactivated     cascade from L2
                          end_date (none) → 2026-03-10
            = service S3  deactivated already, left alone

        Asks: You are about to deactivate the account. Do you wish to continue?  [Deactivate] [Cancel]
        Plan: 3 records change, 1 untouched. Dry run: nothing was written.

        """)
    #expect(answer.status == 0)
  }

  @Test("what would be created is shown with its values")
  func created() throws {
    let place = try Workplace()
    let answer = try place.run(
      "dry-run", "account.create", "--id", "A9", "--input", "number=109", "--input", "name=Nine",
      "--records", "records.yaml")
    #expect(
      answer.output == """
        new account A9: create

          + account A9  status active     asked for
                        credit 0
                        number 109
                        name   Nine

        Plan: 1 created. Dry run: nothing was written.

        """)
  }

  @Test("the label stands beside the event in every title, where it is another word")
  func labels() throws {
    let place = try Workplace(workflow: nil)
    try place.write(
      "workflows/loans.yaml",
      """
      workflow: loans
      version: 1
      records:
        loan:
          states: {status: [open, closed]}
          transitions:
            create: {label: New loan, from: new}
            close: {label: Hand back, from: open, to: closed, approval: {roles: [manager]}}
            reopen: {label: Re-Open, from: closed, to: open}
      """)
    let made = try place.run("apply", "loan.create", "--id", "L1")
    #expect(made.output.hasPrefix("new loan L1: create (New loan)\n"), "\(made.output)")
    _ = try place.run("apply", "loan.create", "--id", "L2")
    let one = try place.run("dry-run", "close", "loan:L1")
    #expect(one.output.hasPrefix("loan L1: close (Hand back)\n"), "\(one.output)")
    let many = try place.run("dry-run", "close", "loan:L1", "loan:L2")
    #expect(many.output.hasPrefix("2 loans: close (Hand back)\n"), "\(many.output)")
    let plain = try place.run("dry-run", "reopen", "loan:L1", "loan:L2")
    #expect(plain.output.hasPrefix("2 loans: reopen\n"), "\(plain.output)")
    #expect(try place.run("apply", "close", "loan:L1", "--as", "ann").status == 8)
    let refused = try place.run("approve", "close", "loan:L1", "--as", "ann")
    #expect(refused.output.contains("loan L1: 'Hand back' is not possible"), "\(refused.output)")
    let agreed = try place.run("approve", "close", "loan:L1", "--as", "bob:manager")
    #expect(agreed.output.hasPrefix("loan L1: close (Hand back)\n"), "\(agreed.output)")
  }

  @Test("messages stand with their fields")
  func messages() throws {
    let place = try Workplace()
    let answer = try place.run(
      "dry-run", "remind", "account:A2", "--input", "subject=Balance", "--records", "records.yaml")
    #expect(answer.output.contains("  ! message A2  reminder: account A2, subject Balance\n"))
    #expect(answer.output.contains("Plan: no record changes, 1 message. Dry run"))
  }

  @Test("the machine form says the same, and opens with its version")
  func machineForm() throws {
    let place = try Workplace()
    let answer = try place.run(
      "dry-run", "deactivate", "account:A2", "--records", "records.yaml", "--format", "json")
    #expect(answer.output.hasPrefix("{\n  \"format\": 1,\n  \"command\": \"dry-run\",\n"))
    #expect(answer.output.contains("\"outcome\": \"allowed\""))
    #expect(answer.output.contains("\"old\": \"active\",\n            \"new\": \"deactivated\""))
    #expect(answer.output.contains("\"left_alone\": [\n"))
  }

  @Test("a file takes the machine form while the text still prints")
  func output() throws {
    let place = try Workplace()
    let arguments = ["dry-run", "deactivate", "account:A2", "--records", "records.yaml"]
    let answer = try place.run(arguments + ["--output", "plan.json"])
    let json = try place.run(arguments + ["--format", "json"])
    #expect(answer.output.hasPrefix("account A2"))
    #expect(try place.read("plan.json") == json.output)
  }

  @Test("same inputs and time give the same bytes")
  func repeatable() throws {
    let place = try Workplace()
    for format in ["text", "json"] {
      let arguments = [
        "dry-run", "deactivate", "account:A2", "--records", "records.yaml", "--format", format,
      ]
      #expect(try place.run(arguments).output == place.run(arguments).output)
    }
  }
}
