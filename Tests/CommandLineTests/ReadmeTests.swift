import Foundation
import Testing

@Suite("The README, as somebody follows it")
struct ReadmeTests {
  @Test("every command that it shows works as it is pasted after make demo")
  func commands() throws {
    let readme = try String(contentsOfFile: "README.md", encoding: .utf8)
    let place = try Workplace(workflow: nil)
    try place.bring("scripts", "samples", "workflows")
    try place.write("library.yaml", try #require(Self.blocks("yaml", in: readme).first))
    let demo = try place.shell(
      """
      scripts/demo '\(Workplace.executable)' &&
        mkdir -p .build/release && ln -s '\(Workplace.executable)' .build/release/workflow-run
      """)
    #expect(demo.status == 0, "\(demo.output)\(demo.remarks)")

    let pasted = Self.blocks("sh", in: readme).flatMap { $0.split(separator: "\n") }
    let shown = Self.blocks("", in: readme).flatMap { $0.split(separator: "\n") }
      .filter { $0.hasPrefix("$ ") }.map { $0.dropFirst(2) }
    let lines = (pasted + shown).filter { !$0.hasPrefix("make ") }
    let path = try #require(lines.first { $0.hasPrefix("export PATH=") })
    #expect(lines.count { $0.hasPrefix("workflow-run ") } >= 9)
    for line in lines {
      let answer = try place.shell("\(path)\n\(line)")
      let expected: Int32 = line.contains(" dry-run ") && !line.contains("account:A2") ? 3 : 0
      #expect(answer.status == expected, "\(line)\n\(answer.output)\(answer.remarks)")
      if line.contains("dry-run lend") {
        #expect(answer.output.contains("Say who takes Emma."))
      }
    }
  }

  @Test("the program and CHANGELOG.md agree about the version")
  func version() throws {
    let changelog = try String(contentsOfFile: "CHANGELOG.md", encoding: .utf8)
    let headings = changelog.split(separator: "\n").filter { $0.hasPrefix("## ") }
      .map { String($0.dropFirst(3)) }
    let versions = headings.filter { $0 != "Unreleased" }
    #expect(headings.dropFirst().allSatisfy { $0 != "Unreleased" })
    #expect(versions.allSatisfy { $0.wholeMatch(of: /\d+\.\d+\.\d+/) != nil }, "\(versions)")
    let place = try Workplace(workflow: nil)
    let answer = try place.run("--version")
    let newest = try #require(versions.first)
    #expect(answer.output == "\(newest)\n")
    #expect(try place.shell("'\(Self.project)/scripts/version'").output == answer.output)
  }

  private static let project = FileManager.default.currentDirectoryPath

  /// The blocks of a language in a page.
  private static func blocks(_ language: String, in page: String) -> [String] {
    page.matches(of: #/(?ms)^```(?<language>\w*)\n(?<text>.*?)^```$/#)
      .filter { $0.output.language == language }.map { String($0.output.text) }
  }
}
