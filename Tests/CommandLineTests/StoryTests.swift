import Foundation
import Testing

@Suite("What the pages promise")
struct StoryTests {
  @Test("the README's first screen is the program's, to the letter")
  func firstScreen() throws {
    let readme = try String(contentsOfFile: "README.md", encoding: .utf8)
    let place = try Workplace(workflow: nil)
    try place.bring("workflows", "samples")
    let line = "dry-run service.reactivate service:S1 --records samples/customers.jsonl"
    #expect(readme.contains("$ workflow-run \(line)\n"))
    let screen = try place.shell("'\(Workplace.executable)' \(line)").output
    let reasons = try #require(screen.components(separatedBy: "\n\nas ").first)
    #expect(readme.contains(reasons), "\(reasons)")
  }

  @Test("every make target that the README names exists")
  func targets() throws {
    let readme = try String(contentsOfFile: "README.md", encoding: .utf8)
    let makefile = try String(contentsOfFile: "Makefile", encoding: .utf8)
    for match in readme.matches(of: /make ([a-z]+)/) {
      #expect(makefile.contains("\n\(match.1):"), "make \(match.1)")
    }
  }

  @Test("the demo plays to its end and leaves a store")
  func demo() throws {
    let place = try Workplace(workflow: nil)
    try place.bring("scripts", "samples", "workflows")
    let answer = try place.shell("scripts/demo '\(Workplace.executable)' 2>&1")
    #expect(answer.status == 0, "\(answer.output)")
    let output = answer.output
    #expect(output.contains("3 of 4 conditions do not hold"))
    #expect(output.components(separatedBy: "Done: written to").count == 4)
    #expect(FileManager.default.fileExists(atPath: "\(place.folder)/demo.db"))
  }

  @Test("twenty fresh processes give the same bytes")
  func deterministic() throws {
    let folder = FileManager.default.currentDirectoryPath
    let place = try Workplace()
    let records = "\(folder)/samples/customers.jsonl"
    for command in [
      ["dry-run", "account.deactivate", "account:A2", "--format", "json"],
      ["dry-run", "service.reactivate", "service:S1"],
    ] {
      var answers: Set<String> = []
      for _ in 0..<20 {
        let answer = try place.run(
          command + ["--records", records, "--workflow", "\(folder)/workflows"])
        #expect(answer.status == 0 || answer.status == 3, "\(answer.remarks)")
        answers.insert(answer.output)
      }
      #expect(answers.count == 1)
    }
  }
}
