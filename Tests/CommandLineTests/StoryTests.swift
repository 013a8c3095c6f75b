import Foundation
import Testing

@Suite("What the pages promise")
struct StoryTests {
  @Test("the README's library does what the README says, command by command")
  func readme() throws {
    let readme = try String(contentsOfFile: "README.md", encoding: .utf8)
    let place = try Workplace(workflow: nil)
    try place.write("library.yaml", try Self.block(of: "yaml", in: readme))
    let commands = try Self.block(of: "sh", in: readme, containing: "library.yaml")
      .split(separator: "\n").map { $0.split(separator: " ").dropFirst().map(String.init) }
    #expect(commands.count == 5)
    let expected: [Int32] = [0, 0, 3, 0, 0]
    for (command, status) in zip(commands, expected) {
      let answer = try place.run(command)
      #expect(answer.status == status, "\(command): \(answer.output)\(answer.remarks)")
    }
    #expect(try place.run(commands[2]).output.contains("'lend' needs it to be on_shelf"))
  }

  @Test("the README's first screen is the program's, to the letter")
  func firstScreen() throws {
    let readme = try String(contentsOfFile: "README.md", encoding: .utf8)
    let folder = FileManager.default.currentDirectoryPath
    let place = try Workplace(workflow: nil)
    for name in ["workflows", "samples"] {
      let path = "\(place.folder)/\(name)"
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: path)
    }
    #expect(try place.run("import", "samples/customers.jsonl").status == 0)
    let screen = try place.run("dry-run", "service.reactivate", "service:S1").output
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
    let folder = NSTemporaryDirectory() + "demo-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["scripts", "samples", "workflows"] {
      try FileManager.default.copyItem(atPath: name, toPath: "\(folder)/\(name)")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", "\(folder)/scripts/demo", Workplace.executable]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(output)")
    #expect(output.contains("3 of 3 conditions do not hold"))
    #expect(output.components(separatedBy: "Done: written to").count == 4)
    #expect(FileManager.default.fileExists(atPath: "\(folder)/demo.db"))
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

  /// The first block of a language in a page that contains a word.
  private static func block(of language: String, in page: String, containing word: String = "")
    throws -> String
  {
    var rest = page[...]
    while let start = rest.range(of: "```\(language)\n"),
      let end = rest[start.upperBound...].range(of: "```")
    {
      let block = String(rest[start.upperBound..<end.lowerBound])
      if word.isEmpty || block.contains(word) { return block }
      rest = rest[end.upperBound...]
    }
    throw MissingBlock(language: language)
  }

  struct MissingBlock: Error { var language: String }
}
