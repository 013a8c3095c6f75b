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
