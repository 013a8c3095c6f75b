import Foundation
import Testing

/// Facts about the sources that the target graph alone does not hold up.
@Suite("The house")
struct TidyTests {
  /// What each target may import beside the standard library.
  static let allowedImports: [String: Set<String>] = [
    "Diagnostics": [],
    "JSONText": [],
    "TextFiles": [],
    "YAML": ["CYAML", "Diagnostics", "Glibc"],
    "CEL": ["CRE2", "CTimeZones", "Glibc", "Synchronization"],
    "WorkflowEngine": ["CEL", "Synchronization"],
    "WorkflowLanguage": ["CEL", "Diagnostics", "TextFiles", "WorkflowEngine", "YAML"],
    "WorkflowWords": ["CEL", "Diagnostics", "WorkflowEngine"],
    "WorkflowStore": ["CEL", "Diagnostics", "JSONText", "WorkflowEngine", "WorkflowWords", "YAML"],
    "SQLiteStore": [
      "CEL", "Darwin", "Diagnostics", "GRDB", "GRDBSQLite", "Glibc", "JSONText", "Synchronization",
      "WorkflowEngine", "WorkflowStore", "WorkflowWords",
    ],
    "Workflow": [
      "CEL", "Diagnostics", "JSONText", "RecordFiles", "Synchronization", "WorkflowEngine",
      "WorkflowLanguage", "WorkflowStore",
      "WorkflowWords",
    ],
    "SCXML": [
      "CEL", "CExpat", "Diagnostics", "Workflow", "WorkflowEngine", "WorkflowLanguage",
      "WorkflowStore", "WorkflowWords", "YAML",
    ],
    "WorkflowScenarios": [
      "CEL", "Diagnostics", "JSONText", "Workflow", "WorkflowAnalysis", "WorkflowEngine",
      "WorkflowLanguage", "WorkflowStore", "WorkflowWords", "YAML",
    ],
    "RecordFiles": [
      "CEL", "Diagnostics", "JSONText", "TextFiles", "WorkflowEngine", "WorkflowLanguage",
      "WorkflowStore",
      "WorkflowWords", "YAML",
    ],
    "WorkflowAnalysis": [
      "CEL", "Diagnostics", "JSONText", "Workflow", "WorkflowEngine", "WorkflowLanguage",
      "WorkflowStore", "WorkflowWords",
    ],
  ]

  @Test("no target imports what its floor does not allow", arguments: allowedImports.keys.sorted())
  func imports(target: String) throws {
    let allowed = try #require(Self.allowedImports[target])
    for file in try Self.swiftFiles(below: "Sources/\(target)") {
      for line in try Self.lines(of: file) {
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position <= 1,
          position + 1 < words.count,
          words[0] == "import" || words[0] == "public" || words[0] == "package"
            || words[0] == "internal"
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

  /// Names with a word that the glossary bans, and below which folder or file it means something
  /// else.
  private static let allowedNames: [(name: String, below: String)] = [
    // The command line's own commands.
    ("command", "Sources/workflow-run/"), ("commands", "Sources/workflow-run/"),
    ("CommandFailure", "Sources/workflow-run/"), ("AnsweringCommand", "Sources/workflow-run/"),
    ("definitionCommands", "Sources/workflow-run/"), ("recordCommands", "Sources/workflow-run/"),
    ("storeCommands", "Sources/workflow-run/"),
    // What a signal brings about, in the C library.
    ("action", "Sources/workflow-run/System/"),
    // Rules that are no guards: of rounding, of time zones, of names, of sections.
    ("RoundingRule", "Sources/CEL/"), ("TimeZoneRules", "Sources/CEL/"),
    ("YearlyRule", "Sources/CEL/"), ("Rule", "Sources/CEL/"), ("LiteralRule", "Sources/CEL/"),
    ("rule", "Sources/CEL/"), ("rules", "Sources/CEL/"),
    ("rule", "Sources/WorkflowLanguage/"), ("rules", "Sources/WorkflowLanguage/"),
    ("NameRules", "Sources/WorkflowLanguage/"), ("NamedRule", "Sources/WorkflowLanguage/"),
    // What is asked for, by whomever.
    ("Command", "Sources/WorkflowEngine/Conduct/"), ("CommandReader", "Sources/WorkflowScenarios/"),
    ("command", "Sources/WorkflowScenarios/"),
    // What a step of a scenario does.
    ("Action", "Sources/WorkflowScenarios/"), ("action", "Sources/WorkflowScenarios/"),
    ("actions", "Sources/WorkflowScenarios/"),
  ]

  @Test("names keep to the glossary: none has a word that it bans")
  func bannedWords() throws {
    let declaration = /\b(?:func|var|let|case|enum|struct|class|actor|protocol|typealias)\s+`?(\w+)/
    for file in try Self.swiftFiles(below: "Sources") {
      // One file for each command of the command line.
      let isCommand = file.contains("workflow-run/Commands/")
      for (number, line) in try Self.lines(of: file).enumerated() {
        if line.trimmingCharacters(in: .whitespaces).hasPrefix("//") { continue }
        for match in line.matches(of: declaration) {
          let name = String(match.1)
          if isCommand && name.hasSuffix("Command") { continue }
          if Self.allowedNames.contains(where: { $0.name == name && file.hasPrefix($0.below) }) {
            continue
          }
          let banned = Self.words(of: name).filter {
            ["trigger", "triggers", "action", "actions", "command", "commands", "rule", "rules"]
              .contains($0)
          }
          #expect(banned.isEmpty, "\(file):\(number + 1): '\(name)'")
        }
      }
    }
  }

  /// `due`, `time` for `dueTime`.
  private static func words(of name: String) -> [String] {
    name.matches(of: /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/).map { String($0.0).lowercased() }
  }

  @Test("nodes of expressions have constant properties alone, so that threads may share them")
  func nodesAreConstant() throws {
    var nodes: Set<String> = ["Node"]
    let files = try Self.swiftFiles(below: "Sources/CEL").map { file in
      (name: file, lines: try Self.lines(of: file))
    }
    let declaration = /class (\w+)(?:<[^>]*>)?: (\w+)/
    // A class may stand before the one that it comes from.
    for _ in 0..<4 {
      for match in files.flatMap(\.lines).compactMap({ $0.firstMatch(of: declaration) })
      where nodes.contains(String(match.2)) {
        nodes.insert(String(match.1))
      }
    }
    #expect(nodes.count > 20)
    for (name, lines) in files {
      var isNode = false
      for (number, line) in lines.enumerated() {
        if !line.hasPrefix(" "), !line.isEmpty {
          let found = line.firstMatch(of: /class (\w+)/).map { String($0.1) }
          isNode = found.map(nodes.contains) ?? false
        }
        guard isNode, line.hasPrefix("  "), !line.hasPrefix("   ") else { continue }
        let isStored = line.contains(/\bvar \w+(: [^{]*)?( =.*)?$/)
        #expect(!isStored, "\(name):\(number + 1): a node may be shared, and this changes it")
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

  @Test("every kind of mistake stands in a file of its own and in the list")
  func kindsOfMistakes() throws {
    let folder = "Sources/WorkflowLanguage/Mistakes"
    let list = try String(contentsOfFile: "\(folder)/Kinds.swift", encoding: .utf8)
    let listed = list.matches(of: /\n    \.(\w+),/).map { String($0.1) }
    #expect(Set(listed).count == listed.count)
    var found: [String] = []
    for file in try Self.swiftFiles(below: "\(folder)/Kinds") {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let names = text.matches(of: /static let (\w+) = Mistake.Kind\(/).map { String($0.1) }
      #expect(names.count == 1, "\(file) declares \(names)")
      #expect(
        names.first?.lowercased()
          == (file as NSString).lastPathComponent.lowercased()
          .replacing(".swift", with: ""))
      found += names
    }
    #expect(found.sorted() == listed.sorted())
  }

  @Test("every page that documents link to exists")
  func links() throws {
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
    for page in top + (try Self.files(below: "docs", ending: ".md")) {
      let text = try String(contentsOfFile: page, encoding: .utf8)
      let folder = (page as NSString).deletingLastPathComponent
      for match in text.matches(of: /\]\(([^)#:]+)\)/) {
        let path = (folder as NSString).appendingPathComponent(String(match.1))
        #expect(FileManager.default.fileExists(atPath: path), "\(page) links to \(match.1)")
      }
    }
  }

  @Test(
    "the code of a catalogue's landing page is run by a test", arguments: ["CEL", "WorkflowEngine"])
  func landingPages(target: String) throws {
    let page = try String(
      contentsOfFile: "Sources/\(target)/\(target).docc/\(target).md", encoding: .utf8)
    var test = try String(
      contentsOfFile: "Tests/\(target)Tests/LandingPageTests.swift", encoding: .utf8)[...]
    let blocks = page.matches(of: #/(?s)```swift\n(.*?)```/#).map(\.output.1)
    #expect(blocks.count >= 3)
    for line in blocks.flatMap({ $0.split(separator: "\n") }) {
      let code = String(line).components(separatedBy: "//")[0].trimmingCharacters(in: .whitespaces)
      if code.isEmpty { continue }
      let place = try #require(test.range(of: code), "no test runs '\(code)'")
      test = test[place.upperBound...]
    }
  }

  @Test("a catalogue lists types that are public", arguments: ["CEL", "WorkflowEngine"])
  func catalogues(target: String) throws {
    let sources = try Self.swiftFiles(below: "Sources/\(target)")
      .map { try String(contentsOfFile: $0, encoding: .utf8) }.joined(separator: "\n")
    for page in try Self.files(below: "Sources/\(target)/\(target).docc", ending: ".md") {
      let text = try String(contentsOfFile: page, encoding: .utf8)
      for match in text.matches(of: #/- ``([A-Za-z]+)``/#) {
        let type = try Regex(
          "(public|open) (final |indirect )?(struct|class|enum|protocol) \(match.1)\\b")
        #expect(sources.contains(type), "\(page) lists \(match.1)")
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
