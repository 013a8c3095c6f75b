import Foundation
import Testing

@Suite("The way there")
struct RouteTests {
  /// The bundled workflows and sample customers in a store.
  private func customers() throws -> Workplace {
    let place = try Workplace(workflow: nil)
    try place.bring("workflows", "samples")
    let imported = try place.run("import", "samples/customers.jsonl")
    #expect(imported.status == 0, "\(imported.remarks)")
    return place
  }

  /// The commands below a heading, as somebody would copy them.
  private func commands(_ output: String, below heading: String = "the way there") -> [String] {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("  \(heading), ") }) else { return [] }
    return lines[(start + 1)...].prefix { $0.hasPrefix("    ") }
      .map { String($0.dropFirst(4)) }
  }

  /// Pastes lines into a shell in which the program goes by its name.
  private func paste(
    _ lines: [String], in place: Workplace, stops: Bool = true
  ) throws -> Answer {
    let script =
      "set \(stops ? "-" : "+")e\nworkflow-run() { '\(Workplace.executable)' \"$@\"; }\n"
      + lines.joined(separator: "\n")
    return try place.shell(script)
  }

  @Test("a refusal ends with commands that get there when they are pasted")
  func pasted() throws {
    let place = try customers()
    let refused = try place.run("dry-run", "reactivate", "service:S1")
    #expect(refused.status == 3)
    let commands = commands(refused.output)
    #expect(commands.count == 3, "\(refused.output)")
    let done = try paste(commands, in: place)
    #expect(done.status == 0, "\(done.output)\(done.remarks)")
    let shown = try place.run("show", "service:S1", "--format", "json")
    #expect(shown.output.contains("\"status\": \"active\""))
  }

  @Test("the records of a file are to be imported before the commands of a route work")
  func file() throws {
    let place = try Workplace(workflow: nil)
    try place.bring("workflows", "samples")
    for arguments in [
      ["dry-run", "reactivate", "service:S1"], ["show", "service:S1"],
      ["route", "service:S1", "status == \"active\""],
    ] {
      let answer = try place.run(arguments + ["--records", "samples/customers.jsonl"])
      let prefix = "help: "
      let hint = answer.remarks.split(separator: "\n").first { $0.contains(" import ") }
      let command = try #require(hint, "\(answer.remarks)").dropFirst(prefix.count)
        .prefix { $0 != "," }.replacing(" puts the records into a store", with: "")
      #expect(command == "workflow-run import samples/customers.jsonl")
    }
  }

  @Test("what is where the event leads to is not led away and back")
  func there() throws {
    let place = try customers()
    #expect(try place.run("dry-run", "deactivate", "service:S1").status == 3)
    let refused = try place.run("dry-run", "deactivate", "service:S1").output
    #expect(refused.contains("wrong_state") && !refused.contains("the way"), "\(refused)")
  }

  @Test("route finds the same for a condition, and says when it holds")
  func condition() throws {
    let place = try customers()
    let moment = ["--at", "2026-03-10T09:00:00Z", "--as", "u17:clerk"]
    let goal = ["route", "service:S1", "status == \"active\""] + moment
    let found = try place.run(goal)
    #expect(found.status == 0, "\(found.remarks)")
    let commands = commands(found.output)
    #expect(commands.count == 3, "\(found.output)")
    #expect(commands.allSatisfy { $0.contains("--as u17:clerk --at 2026-03-10T09:00:00Z") })
    #expect(try paste(commands, in: place).status == 0)
    let again = try place.run(goal)
    #expect(again.output.contains("holds already"), "\(again.output)")
    #expect(again.status == 0)
  }

  @Test("--no-route leaves it out, and programs have it as a member")
  func machine() throws {
    let place = try customers()
    let refused = try place.run("dry-run", "reactivate", "service:S1", "--format", "json")
    #expect(refused.output.contains("\"route\": {"))
    #expect(refused.output.contains("\"other_people\": 0"))
    let without = try place.run(
      "dry-run", "reactivate", "service:S1", "--no-route", "--format", "json")
    #expect(!without.output.contains("\"route\""))
    let shown = try place.run("show", "service:S1")
    #expect(self.commands(shown.output, below: "the way to reactivate").count == 3)
    let bare = try place.run("show", "service:S1", "--no-route")
    #expect(!bare.output.contains("the way to"))
  }

  /// What is asked for, what the program says, and its status.
  private static let mistakes: [([String], String, Int32)] = [
    (["service:S99", "status == \"active\""], "there is no service 'S99'", 64),
    (["servic:S1", "true"], "did you mean 'service'?", 64),
    (["service:S1", "name"], "a condition is needed here, but 'name' is text", 64),
    (["service:S1", "stats == \"active\""], "^^^^^ did you mean status?", 64),
    (["service:S1", "price > \"a\""], "<goal>:1:1", 64),
  ]

  @Test("what is no goal is said at its character", arguments: mistakes)
  func mistaken(arguments: [String], message: String, status: Int32) throws {
    let place = try customers()
    let answer = try place.run(["route"] + arguments)
    #expect(answer.status == status, "\(answer.output)\(answer.remarks)")
    #expect((answer.output + answer.remarks).contains(message), "\(answer.output)\(answer.remarks)")
  }

  @Test("where nothing changes what it is about there is no way, and that is certain")
  func impossible() throws {
    let place = try customers()
    let answer = try place.run("route", "service:S1", "kind == \"on_request\"")
    #expect(answer.status == 3)
    #expect(answer.output.contains("There is no way"), "\(answer.output)")
    #expect(answer.output.contains("No event that can be asked for changes what it is about."))
  }

  /// A till with a second person, roles, a timer and an end.
  private static let till = """
    workflow: tills
    version: 1
    records:
      till:
        fields:
          note: text?
          amount: {type: integer, default: 0}
          opens: {type: date, default: =today}
        states: {status: [closed, open, counted, sealed]}
        guards:
          noted: {check: note == "it's \\"mine\\"", otherwise: Write the note.}
          day: {check: today >= opens, otherwise: "It opens on {opens}."}
        transitions:
          create: {from: new, inputs: [opens]}
          edit: {edits: [note]}
          open: {from: closed, to: open, roles: [head], guards: [noted, day]}
          count: {from: open, to: counted, inputs: [{sum: {type: integer, checks: {seven: {check: sum == 7, otherwise: It must be seven.}}}}], approval: [auditor]}
          seal: {from: counted, to: sealed}
    """

  @Test(
    "roles, second persons, waiting, quotes and what cannot be taken back are all in the commands")
  func everything() throws {
    let place = try Workplace(workflow: Self.till)
    let made = try place.run(
      "apply", "till.create", "--id", "T 1", "--input", "opens=2026-03-20", "--at",
      "2026-03-10T09:00:00Z", "--as", "u17")
    #expect(made.status == 0, "\(made.output)\(made.remarks)")
    let moment = ["--at", "2026-03-10T09:00:00Z", "--as", "u17"]
    let counted = try place.run(["route", "till:T 1", "status == \"counted\""] + moment)
    #expect(counted.status == 0, "\(counted.output)")
    #expect(counted.output.contains("# wait until 2026-03-20"), "\(counted.output)")
    #expect(counted.output.contains("--as somebody:head"), "\(counted.output)")
    #expect(counted.output.contains("--as another:auditor"), "\(counted.output)")
    #expect(counted.output.contains("2 other people needed"), "\(counted.output)")
    let sealed = try place.run(["route", "till:T 1", "status == \"sealed\""] + moment)
    #expect(sealed.status == 3, "\(sealed.output)")
    #expect(sealed.output.contains("--allow-irreversible shows it"), "\(sealed.output)")
    let all = try place.run(
      ["route", "till:T 1", "status == \"sealed\"", "--allow-irreversible"] + moment)
    let commands = commands(all.output)
    // What waits for a second person ends with a status of its own.
    let done = try paste(commands, in: place, stops: false)
    #expect(
      done.output.contains("sealed"),
      "\(commands.joined(separator: "\n"))\n\(done.output)\(done.remarks)")
    let shown = try place.run("show", "till:T 1")
    #expect(shown.output.contains("sealed"))
  }
}
