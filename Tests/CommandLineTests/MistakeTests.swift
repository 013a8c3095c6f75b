import Testing

@Suite("Mistakes on the command line")
struct MistakeTests {
  @Test(
    "a wrong name is answered with the one that was probably meant",
    arguments: [
      (
        ["dry-run", "reactivat", "service:S1"], "there is no event 'reactivat' of service",
        "did you mean 'reactivate'?"
      ),
      (
        ["dry-run", "reactivate", "servce:S1"], "there is no record type 'servce' in 'workflows/'",
        "did you mean 'service'?"
      ),
      (
        ["dry-run", "edit", "account:A2", "--set", "nme=x"], "there is no field 'nme' in account",
        "did you mean 'name'?"
      ),
      (
        ["dry-run", "remind", "account:A2", "--input", "subjct=x"],
        "'remind' has no input 'subjct'", "did you mean 'subject'?"
      ),
      (
        ["dry-run", "remind", "account:A2", "--input", "subject=x", "--set", "subject=y"],
        "'subject' is given twice", "give it once"
      ),
      (["list", "service.activ"], "there is no list 'activ' of service", "did you mean 'active'?"),
      (
        ["explain", "unknown-stat"], "there is no code 'unknown-stat'",
        "did you mean 'unknown-state'?"
      ),
      (
        ["dry-run", "reactivate", "service:S9"], "there is no service 'S9'",
        "workflow-run list service"
      ),
      (["show", "service:S9"], "there is no service 'S9'", "workflow-run list service"),
      (
        ["dry-run", "edit", "account:A2", "--set", "status=active"],
        "'status' is a state of account", "ask for the event"
      ),
      (
        ["dry-run", "reactivate", "service:S1", "--set", "account=A1"],
        "'account' of service is computed", ""
      ),
      (
        ["dry-run", "reactivate", "service:S1", "--set", "end_date=soon"],
        "--set end_date: 'soon' is not a date", "write 2026-03-10"
      ),
      (
        ["dry-run", "reactivate", "service:S1", "--set", "end_date="],
        "--set end_date: '' is not a date", "write null for no value"
      ),
      (
        ["dry-run", "account.remind", "--where", "statu == \"active\""], "--where: ",
        "did you mean status?"
      ),
      (
        ["dry-run", "reactivate", "customer-acount/service:S1"],
        "there is no workflow 'customer-acount'", "did you mean 'customer-account'?"
      ),
      (
        ["dry-run", "reactivate"], "it is not said of which type 'reactivate' is",
        "write service.reactivate"
      ),
      (["dry-run", "reactivate", "service:S1", "--all"], "records are named, or chosen", ""),
      (
        ["dry-run", "reactivate", "service:S1", "location:L1"],
        "an event is for records of one type", ""
      ),
      (["dry-run", "reactivate", ":S1"], "':S1' is no record", "type:id"),
      (["dry-run", "a.b.c", "service:S1"], "'a.b.c' is no event", "service.reactivate"),
      (
        ["apply", "reactivate", "account:A1"], "--records is for looking only",
        "workflow-run dry-run"
      ),
    ])
  func names(arguments: [String], message: String, hint: String) throws {
    let place = try Workplace()
    let needsRecords = ["dry-run", "apply", "show", "list"].contains(arguments[0])
    let answer = try place.run(arguments + (needsRecords ? ["--records", "records.yaml"] : []))
    #expect(answer.status == 64)
    #expect(answer.output.isEmpty)
    #expect(answer.remarks.hasPrefix("error: \(message)"), "\(answer.remarks)")
    #expect(answer.remarks.contains(hint))
  }

  @Test(
    "what the command does not know exits with 64",
    arguments: [
      ["--nothing"], ["nothing"], ["dry-run"], ["dry-run", "reactivate", "--at", "soon"],
      ["apply", "edit", "account:A1", "--set", "name"], ["check", "--format", "xml"],
      ["show"], ["list", "account", "--limit", "many"],
    ])
  func usage(arguments: [String]) throws {
    let answer = try Workplace().run(arguments)
    #expect(answer.status == 64)
    #expect(answer.output.isEmpty)
    #expect(answer.remarks.hasPrefix("Error: "))
  }

  @Test("a type that several workflows have is asked for with its workflow")
  func ambiguousType() throws {
    let place = try Workplace()
    try place.write(
      "workflows/other.yaml",
      "workflow: other\nversion: 1\nrecords:\n  account:\n    fields: {name: text}\n")
    let answer = try place.run("dry-run", "reactivate", "account:A1", "--records", "records.yaml")
    #expect(answer.status == 64)
    #expect(answer.remarks.contains("write customer-account/account"))
    let precise = try place.run(
      "dry-run", "reactivate", "customer-account/account:A1", "--records", "records.yaml")
    #expect(precise.status == 0)
  }

  @Test("a file that is not there, a store that is not there and a full path say so")
  func missingFiles() throws {
    let place = try Workplace()
    let definition = try place.run("check", "nowhere.yaml")
    #expect(definition.status == 1)
    #expect(definition.remarks.hasPrefix("error: there is no workflow 'nowhere.yaml'\n"))
    let store = try place.run("dry-run", "reactivate", "account:A1")
    #expect(store.status == 1)
    #expect(store.remarks.contains("there is no store"))
    let records = try place.run("dry-run", "reactivate", "account:A1", "--records", "no.json")
    #expect(records.status == 1)
    #expect(records.remarks == "error: 'no.json' cannot be used: there is no such file\n")
    let output = try place.run(
      "dry-run", "reactivate", "account:A1", "--records", "records.yaml", "--output", "no/plan.json"
    )
    #expect(output.status == 1)
  }

  @Test("in the machine form a mistake is an object too")
  func machineForm() throws {
    let answer = try Workplace().run(
      "dry-run", "reactivat", "service:S1", "--records", "records.yaml", "--format", "json")
    #expect(answer.status == 64)
    #expect(
      answer.output == """
        {
          "format": 1,
          "error": {
            "code": "usage",
            "status": 64,
            "message": "there is no event 'reactivat' of service",
            "hints": ["did you mean 'reactivate'?"]
          }
        }

        """)
  }

  @Test(
    "every command has a help page with two examples",
    arguments: [
      "check", "test", "explain", "dry-run", "apply", "show", "list", "history", "import",
      "export", "due", "messages", "backup", "migrate", "simulate",
    ])
  func help(command: String) throws {
    let answer = try Workplace().run([command, "--help"])
    #expect(answer.status == 0)
    let examples = answer.output.split(separator: "\n").filter {
      $0.hasPrefix("  workflow-run \(command)")
    }
    #expect(examples.count == 2)
  }

  @Test("shells can complete the command", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let answer = try Workplace().run(["--generate-completion-script", shell])
    #expect(answer.status == 0)
    #expect(answer.output.contains("dry-run"))
  }
}
