import Foundation
import Testing

/// Facts about the sources that the target graph alone does not hold up.
@Suite("The house")
struct TidyTests {
  /// What each target may import beside the standard library.
  static let allowedImports: [String: Set<String>] = [
    "Diagnostics": [],
    "YAML": ["CYAML", "Diagnostics", "Glibc"],
    "CEL": ["CRE2", "Glibc", "Synchronization"],
    "WorkflowEngine": ["CEL", "Synchronization"],
    "WorkflowLanguage": ["CEL", "Diagnostics", "WorkflowEngine", "YAML"],
    "WorkflowStore": [
      "CEL", "Darwin", "Diagnostics", "GRDB", "GRDBSQLite", "Glibc", "Synchronization",
      "WorkflowEngine",
    ],
    "SCXML": ["CEL", "CExpat", "Diagnostics", "WorkflowEngine", "WorkflowLanguage"],
    "WorkflowAnalysis": ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage"],
    "WorkflowScenarios": ["CEL", "Diagnostics", "WorkflowEngine", "WorkflowLanguage", "YAML"],
  ]

  @Test("no target imports what its floor does not allow", arguments: allowedImports.keys.sorted())
  func imports(target: String) throws {
    let allowed = try #require(Self.allowedImports[target])
    for file in try Self.swiftFiles(below: "Sources/\(target)") {
      for line in try Self.lines(of: file) {
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position <= 1,
          position + 1 < words.count,
          words[0] == "import" || words[0] == "public" || words[0] == "internal"
        else { continue }
        #expect(
          allowed.contains(String(words[position + 1])), "\(file) imports \(words[position + 1])")
      }
    }
  }

  @Test("only programs print, and no source crashes on purpose without a reason")
  func forbiddenCalls() throws {
    for file in try Self.swiftFiles(below: "Sources") {
      let isProgram =
        file.contains("/workflow-run/") || file.contains("-bench/") || file.contains("fuzz")
      for (number, line) in try Self.lines(of: file).enumerated() {
        let code = line.trimmingCharacters(in: .whitespaces)
        if code.hasPrefix("//") { continue }
        if !isProgram { #expect(!code.hasPrefix("print("), "\(file):\(number + 1) prints") }
        for word in ["try! ", " as! ", "fatalError("] {
          #expect(!code.contains(word), "\(file):\(number + 1) has '\(word)'")
        }
      }
    }
  }

  @Test("the sources stay readable: no file over 450 lines, no line over 140 columns")
  func sizes() throws {
    for file in try Self.swiftFiles(below: "Sources") {
      let lines = try Self.lines(of: file)
      #expect(lines.count <= 450, "\(file) has \(lines.count) lines")
      for (number, line) in lines.enumerated() {
        #expect(line.count <= 140, "\(file):\(number + 1) has \(line.count) columns")
      }
    }
  }

  @Test("comments speak of the code as it is")
  func noHistoryInComments() throws {
    for file in try Self.swiftFiles(below: "Sources") + Self.swiftFiles(below: "Tests") {
      if file.contains("TidyTests") { continue }
      for (number, line) in try Self.lines(of: file).enumerated() where line.contains("//") {
        for word in ["TODO", "FIXME", "XXX", "HACK"] {
          #expect(!line.contains(word), "\(file):\(number + 1) has \(word)")
        }
      }
    }
  }

  @Test("every page that documents link to exists")
  func links() throws {
    for page in ["README.md", "ARCHITECTURE.md"] + (try Self.files(below: "docs", ending: ".md")) {
      let text = try String(contentsOfFile: page, encoding: .utf8)
      let folder = (page as NSString).deletingLastPathComponent
      for match in text.matches(of: /\]\(([^)#:]+)\)/) {
        let path = (folder as NSString).appendingPathComponent(String(match.1))
        #expect(FileManager.default.fileExists(atPath: path), "\(page) links to \(match.1)")
      }
    }
  }

  @Test("the README is at most 150 lines")
  func readme() throws {
    #expect(try Self.lines(of: "README.md").count <= 150)
  }

  private static func lines(of file: String) throws -> [Substring] {
    try String(contentsOfFile: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  private static func swiftFiles(below folder: String) throws -> [String] {
    try files(below: folder, ending: ".swift")
  }

  private static func files(below folder: String, ending: String) throws -> [String] {
    let names = try #require(
      FileManager.default.enumerator(atPath: folder), "run in the project's folder")
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.map {
      "\(folder)/\($0)"
    }.sorted()
  }
}
