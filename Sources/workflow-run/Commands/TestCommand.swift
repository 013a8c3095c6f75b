import ArgumentParser
import Diagnostics
import RecordFiles
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// Runs scenarios.
struct TestCommand: AnsweringCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, junit
  }

  static let configuration = CommandConfiguration(
    commandName: "test", _superCommandName: Program.name,
    abstract: "Run scenarios: given, when, then.",
    discussion: examples(
      "test workflows/customer-account.scenarios.yaml",
      "test --coverage --min-coverage 90 --mutate --min-noticed 95 --format junit --output results.xml"
    ))

  @Argument(help: "Scenario files, or folders of them; workflows/ if left out.")
  var files: [String] = []

  @OptionGroup var definitions: WorkflowOptions

  @Flag(help: "Say which states, transitions and refusals no scenario covers.")
  var coverage = false

  @Flag(
    help: """
      With --coverage: count finer, each guard alone and where it holds, roles, questions, second \
      persons, warnings, reminders and inputs too.
      """)
  var fine = false

  @Option(
    name: .customLong("min-coverage"),
    help: ArgumentHelp("Fail where fewer of them are covered.", valueName: "percent"))
  var minimumCoverage: Int?

  @Flag(
    help: """
      Change the workflows in every way that a slip of the hand could, and name each change that no \
      scenario notices.
      """)
  var mutate = false

  @Option(
    name: .customLong("min-noticed"),
    help: ArgumentHelp("With --mutate: fail where fewer are noticed.", valueName: "percent"))
  var minimumNoticed: Int?

  @Option(
    help: ArgumentHelp(
      "With --mutate: write scenarios there that would notice what none does now.",
      valueName: "file"))
  var generate: String?

  @Option(
    help: ArgumentHelp(
      "With --mutate: change only lines that are not as in this earlier version of the workflow.",
      valueName: "file"))
  var since: String?

  @Option(
    help: ArgumentHelp(
      "With --coverage: write a page for browsers there, with the workflow line by line.",
      valueName: "file"))
  var html: String?

  @Option(help: "The form of the answer: text, json or junit.")
  var format: Format = .text

  @OptionGroup var screen: ScreenOptions

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: format != .text, output: screen.output, color: screen.color)
  }

  func validate() throws {
    // A threshold for something that is not looked at would never fail.
    if !mutate, minimumNoticed != nil { throw ValidationError("--min-noticed needs --mutate.") }
    if !mutate, generate != nil { throw ValidationError("--generate needs --mutate.") }
    if !mutate, since != nil { throw ValidationError("--since needs --mutate.") }
    if html != nil, !coverage { throw ValidationError("--html needs --coverage.") }
    if fine, !coverage, minimumCoverage == nil { throw ValidationError("--fine needs --coverage.") }
  }

  func answer(_ report: Report) throws -> ExitStatus {
    let names = try (files.isEmpty ? [WorkflowOptions.folder] : files).flatMap {
      try TestCommand.scenarioFiles(in: $0)
    }
    if names.isEmpty {
      throw CommandFailure(
        .scenarioFailed, "there is no scenario file",
        hints: ["scenario files are called NAME.scenarios.yaml"])
    }
    let library = try ScenarioLibrary(definitions.workflow)
    let scenarioFiles = try names.map { try library.read($0, report) }
    guard scenarioFiles.contains(where: { !$0.scenarios.isEmpty }) else {
      throw CommandFailure(
        .scenarioFailed, "there is no scenario in \(names.joined(separator: ", "))")
    }
    var results = run(scenarioFiles)
    if mutate { results.mutation = try mutations(scenarioFiles, library) }
    try report.print(results.text)
    if coverage { try report.print(results.coverageText(kinds)) }
    if let html { try write(page: results.coverage, to: html, report) }
    for workflow in results.mutation ?? [] { try report.print(workflow.text) }
    if let generate { try write(results.mutation ?? [], to: generate, report) }
    switch format {
    case .text, .json: try report.printMachine(results.answer)
    case .junit: try report.printMachine(raw: results.junit)
    }
    let isCovered = try reaches(results.coverage, report)
    let isNoticed = try reaches(results.mutation ?? [], report)
    return results.failedCount == 0 && isCovered && isNoticed ? .done : .scenarioFailed
  }

  private func write(page coverage: [Coverage], to path: String, _ report: Report) throws {
    let page = CoveragePage(coverage, kinds) { name in
      (try? Files.bytes(of: name)).map { String(decoding: $0, as: UTF8.self) }
    }
    let output = try OutputStream(file: path)
    try output.write(data: page.html)
    try output.finish()
    try report.remark("written: \(path)\n")
  }

  /// One file for each workflow; where there are several, their names stand in the files' names.
  private func write(
    _ mutation: [MutationReport], to path: String, _ report: Report
  ) throws {
    let proposals = mutation.compactMap { workflow in
      workflow.proposal.map { (workflow.workflow, $0) }
    }
    for (workflow, text) in proposals {
      let own = proposals.count == 1 ? path : TestCommand.name(path, of: workflow)
      let output = try OutputStream(file: own)
      try output.write(data: text)
      try output.finish()
      try report.remark("written: \(own)\n")
    }
  }

  private static func name(_ path: String, of workflow: String) -> String {
    let ending = ".scenarios.yaml"
    let base = path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : path
    return "\(base)-\(workflow)\(ending)"
  }

  private func mutations(
    _ files: [ScenarioFile], _ library: ScenarioLibrary
  ) throws -> [MutationReport] {
    var names: [String] = []
    for file in files where !names.contains(file.definition.name) {
      names.append(file.definition.name)
    }
    if since != nil, names.count > 1 {
      throw CommandFailure(
        .usage, "--since is about one workflow, and these scenarios are about several",
        hints: ["name the scenario files of one of: \(names.joined(separator: ", "))"])
    }
    let earlier = try since.map { path in
      (
        main: SourceFile(name: path, bytes: try Files.bytes(of: path)),
        parts: PartSource.beside(path)
      )
    }
    return names.compactMap { name in
      library.main(of: name).map { main in
        let run = MutationRun(
          main, parts: .beside(main.name), scenarios: files.filter { $0.definition.name == name },
          since: earlier)
        // What notices one slip often notices the next one.
        return run.report(
          Cores.map(run.count) { run.trial($0, first: $1?.noticer) })
      }
    }
  }

  private func reaches(_ mutation: [MutationReport], _ report: Report) throws -> Bool {
    guard let minimumNoticed else { return true }
    let short = mutation.filter { !$0.reaches(percent: minimumNoticed) }
    for workflow in short {
      try report.remark(
        "\(workflow.workflow): less than \(minimumNoticed) percent of the slips are noticed\n")
    }
    return short.isEmpty
  }

  private var kinds: Set<Coverage.Kind> {
    fine ? Set(Coverage.Kind.allCases) : Coverage.usualKinds
  }

  private func run(_ files: [ScenarioFile]) -> ScenarioReport {
    var report = ScenarioReport(files: [])
    var definitions: [WorkflowDefinition] = []
    var resultsOfWorkflow: [String: [ScenarioResult]] = [:]
    for file in files {
      let results = ScenarioRunner(file.definition).run(file)
      report.files.append((file.source.name, results))
      if resultsOfWorkflow[file.definition.name] == nil { definitions.append(file.definition) }
      resultsOfWorkflow[file.definition.name, default: []] += results
    }
    report.coverage = definitions.map { Coverage(of: $0, resultsOfWorkflow[$0.name] ?? []) }
    return report
  }

  private func reaches(_ coverage: [Coverage], _ report: Report) throws -> Bool {
    guard let minimumCoverage else { return true }
    let short = coverage.filter { !$0.reaches(percent: minimumCoverage, kinds) }
    for workflow in short {
      try report.remark("\(workflow.workflow): less than \(minimumCoverage) percent is covered\n")
    }
    return short.isEmpty
  }

  private static func scenarioFiles(in path: String) throws -> [String] {
    switch Files.kind(of: path) {
    case .file: return [path]
    case .missing: throw CommandFailure(.failed, "there is no scenario file '\(path)'")
    case .folder:
      let folder = path.hasSuffix("/") ? path : path + "/"
      return try Files.names(in: path)
        .filter { $0.hasSuffix(".scenarios.yaml") || $0.hasSuffix(".scenarios.yml") }
        .map { folder + $0 }
    }
  }
}
