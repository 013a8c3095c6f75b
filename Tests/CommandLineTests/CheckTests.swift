import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowScenarios

@Suite("Checking definitions")
struct CheckTests {
  private static let unsound = Workplace.customers
    .replacing(
      "location.status == \"active\"", with: "location.status == \"activ\"", maxReplacements: 1)
  private static let remarkable = """
    workflow: small
    version: 1
    records:
      note:
        fields: {title: text}
        states: {status: [open, done]}
        guards:
          titled: {check: title != "", otherwise: Give it a title.}
        transitions:
          finish: {from: open, to: done}

    """

  @Test("a sound file is said to be sound")
  func sound() throws {
    let answer = try Workplace().run("check")
    #expect(answer.output == "workflows/customer-account.yaml: sound, 3 record types, 11 events\n")
    #expect(answer.status == 0)
  }

  @Test("a mistake is shown with its line and what was meant, and exits with 65")
  func mistake() throws {
    let place = try Workplace(workflow: Self.unsound)
    let answer = try place.run("check", "workflows/customer-account.yaml")
    #expect(answer.status == 65)
    #expect(
      answer.output.hasPrefix(
        """
        error[unknown-state]: there is no state 'activ' in region 'status' of location
         --> workflows/customer-account.yaml:9:31
          |
        9 |     check: location.status == "activ"
          |                               ^^^^^^^ did you mean "active"?

        """), "\(answer.output)")
    #expect(answer.output.hasSuffix("workflows/customer-account.yaml: 1 error\n"))
  }

  @Test("a command that needs a sound definition shows the mistakes and exits with 65")
  func unsoundElsewhere() throws {
    let place = try Workplace(workflow: Self.unsound)
    let answer = try place.run("dry-run", "reactivate", "service:S1", "--records", "records.yaml")
    #expect(answer.status == 65)
    #expect(answer.output.isEmpty)
    #expect(answer.remarks.hasPrefix("error[unknown-state]"))
    #expect(answer.remarks.contains("help: workflow-run check workflows/customer-account.yaml\n"))
  }

  @Test("--fix puts right what is certain and says it; --diff shows it and changes nothing")
  func fixing() throws {
    let place = try Workplace(workflow: Self.unsound)
    let file = "workflows/customer-account.yaml"
    let difference = try place.run("check", file, "--diff")
    #expect(difference.output.contains("-    check: location.status == \"activ\"\n"))
    #expect(difference.output.contains("+    check: location.status == \"active\"\n"))
    #expect(difference.status == 65)
    #expect(try place.run("check", file).status == 65)
    let answer = try place.run("check", file, "--fix")
    #expect(
      answer.output.hasPrefix(
        "\(file):9:31: put right: there is no state 'activ' in region 'status' of location\n"),
      "\(answer.output)")
    #expect(answer.status == 0)
    #expect(try place.run("check", file, "--diff").output.hasPrefix("\(file): sound"))
    #expect(try place.run("check", file, "--fix", "--diff").status == 64)
  }

  @Test("a warning fails the check only when it is asked to")
  func failLevel() throws {
    let place = try Workplace(workflow: Self.remarkable)
    let lenient = try place.run("check")
    #expect(lenient.status == 0)
    #expect(lenient.output.contains("warning[unused-guard]"))
    #expect(try place.run("check", "--fail-level", "warning").status == 5)
  }

  @Test("SARIF, GitHub and JSON name the same place")
  func forms() throws {
    let place = try Workplace(workflow: Self.unsound)
    let sarif = try place.run("check", "--format", "sarif")
    #expect(sarif.output.contains("\"version\": \"2.1.0\""))
    #expect(sarif.output.contains("\"startLine\": 9,\n                  \"startColumn\": 31"))
    let github = try place.run("check", "--format", "github")
    #expect(
      github.output.hasPrefix(
        "::error file=workflows/customer-account.yaml,line=9,col=31,endLine=9,endColumn=38,title=unknown-state::"
      ))
    let json = try place.run("check", "--format", "json")
    #expect(json.output.contains("\"line\": 9,\n            \"column\": 31"))
    #expect(json.status == 65)
  }

  @Test("a reason of a refusal is explained too: when it is given and what to do")
  func refusals() throws {
    let place = try Workplace()
    let answer = try place.run("explain", "input_missing")
    #expect(answer.output.contains("input_missing: A value is missing"))
    #expect(answer.output.contains("Give it with --input NAME=VALUE."))
    #expect(answer.status == 0)
    #expect(try place.run("explain", "input_mising").remarks.contains("input_missing"))
    let all = try place.run("explain").output
    for code in BlockCode.allCases { #expect(all.contains("\n\(code.rawValue) ")) }
  }

  @Test("every code has a page")
  func pages() throws {
    let place = try Workplace()
    let answer = try place.run("explain", "unknown-state")
    #expect(answer.status == 0)
    #expect(answer.output.hasPrefix("unknown-state: "))
    let all = try place.run("explain")
    #expect(all.output.contains("unknown-name"))
    #expect(all.output.contains("unclosed-quote"))
    for page in scenarioPages {
      #expect(all.output.contains(page.code), "no page for \(page.code)")
    }
  }

  @Test("a mistake in a guard that several types use is told once, with every use")
  func sharedGuard() throws {
    let place = try Workplace(
      workflow: Workplace.customers.replacingOccurrences(
        of: "account.status == \"active\"", with: "account.status == \"activ\""))
    let answer = try place.run("check")
    #expect(answer.status == 65)
    let said = answer.output + answer.remarks
    #expect(said.components(separatedBy: "error[").count == 2, "\(said)")
    #expect(said.contains("a transition of location uses it here"), "\(said)")
    #expect(said.contains("a transition of service uses it here"), "\(said)")
  }

  private static let scenarios = """
    workflow: small
    clock: 2026-03-10T09:00:00Z
    scenarios:
      - id: finishes
        given: {N1: {type: note, title: a}}
        when: [{event: note.finish, record: N1}]
        then: {outcome: allowed}

    """

  @Test("a scenario file is checked against its workflow")
  func scenarioFile() throws {
    let place = try Workplace(workflow: Self.remarkable)
    try place.write("small.scenarios.yaml", Self.scenarios)
    let sound = try place.run("check", "small.scenarios.yaml")
    #expect(sound.output == "small.scenarios.yaml: sound, 1 scenario of small\n")
    #expect(sound.status == 0)
    try place.write(
      "wrong.scenarios.yaml",
      Self.scenarios.replacingOccurrences(of: "note.finish", with: "note.finsh"))
    let wrong = try place.run("check", "wrong.scenarios.yaml")
    #expect(wrong.status == 65)
    #expect(wrong.output.contains("wrong.scenarios.yaml:6:"), "\(wrong.output)")
    #expect(wrong.output.hasSuffix("wrong.scenarios.yaml: 1 error\n"), "\(wrong.output)")
    let machine = try place.run(
      "check", "wrong.scenarios.yaml", "small.scenarios.yaml", "--format", "json")
    #expect(machine.status == 65)
    #expect(
      machine.output.contains(
        "\"sound\": true,\n      \"workflow\": \"small\",\n      \"scenarios\": 1,"))
    #expect(machine.output.contains("\"sound\": false"))
    try place.write(
      "wrong.scenarios.yaml", Self.scenarios.replacingOccurrences(of: "clock:", with: "clok:"))
    let tested = try place.run("test", "wrong.scenarios.yaml", "--workflow", "workflows")
    #expect(
      tested.remarks.contains(
        "help: workflow-run check wrong.scenarios.yaml --workflow workflows\n"), "\(tested.remarks)"
    )
  }

  @Test("a scenario file whose workflow has errors shows those of the workflow")
  func scenariosOfUnsound() throws {
    let place = try Workplace(workflow: Self.unsound)
    try place.write(
      "c.scenarios.yaml",
      Self.scenarios.replacingOccurrences(of: "small", with: "customer-account"))
    let answer = try place.run("check", "c.scenarios.yaml")
    #expect(answer.status == 65)
    #expect(answer.output.contains("error[unknown-state]"), "\(answer.output)")
    #expect(!answer.output.contains("there is no workflow"), "\(answer.output)")
    #expect(answer.output.contains("c.scenarios.yaml: not checked, its workflow has errors\n"))
  }
}
