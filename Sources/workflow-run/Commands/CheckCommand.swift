import ArgumentParser
import Diagnostics
import JSONText
import RecordFiles
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// Is a definition sound?
struct CheckCommand: AnsweringCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, github
  }

  /// From which severity on findings fail the check.
  enum FailLevel: String, ExpressibleByArgument, CaseIterable {
    case error, warning, note
  }

  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: Program.name,
    abstract: "Check definitions: every mistake with its line, and what was probably meant.",
    discussion: examples(
      "check workflows/customer-account.yaml", "check my-workflow.yaml --fix"))

  @Argument(help: "Definitions, folders of them, or scenario files; workflows/ if left out.")
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "The workflow of a scenario file, or a folder of workflows.", valueName: "file|dir"))
  var workflow = WorkflowOptions.folder

  @Option(help: "The form of the answer: text, json, sarif or github.")
  var format: Format = .text

  @Option(
    name: .customLong("fail-level"),
    help: "Findings from this severity on fail the check: error, warning or note.")
  var failLevel: FailLevel = .error

  @Flag(help: "Put right in the files what can be put right with certainty.")
  var fix = false

  @Flag(help: "Show what --fix would change, and change nothing.")
  var diff = false

  @OptionGroup var screen: ScreenOptions

  func validate() throws {
    if fix, diff { throw ValidationError("--diff shows what --fix does; give one of them") }
  }

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: format != .text, output: screen.output, color: screen.color)
  }

  func answer(_ report: Report) throws -> ExitStatus {
    var checked: [CheckedFile] = []
    var checker = FileChecker(workflow: workflow)
    for path in files.isEmpty ? [WorkflowOptions.folder] : files {
      for name in try Workspace.files(in: path) {
        var source = SourceFile(name: name, bytes: try Files.bytes(of: name))
        if fix || diff { source = try mended(source, with: checker, report) }
        // In a folder a part is checked with the workflow that uses it.
        guard let file = try checker.check(source, skipsParts: name != path) else { continue }
        checked.append(file)
      }
    }
    if checked.isEmpty { throw CommandFailure(.failed, "there is nothing to check") }
    for (name, diagnostics) in checker.unsound
    where !checked.contains(where: { $0.name == name }) {
      checked.append(CheckedFile(name: name, content: nil, diagnostics: diagnostics))
    }
    try report.print(text(of: checked, color: report.tint.isOn))
    if report.wantsMachineForm { try report.printMachine(raw: machineForm(of: checked)) }
    return status(of: checked)
  }

  /// The file with everything put right that can be; the one on the disk too, with --fix.
  private func mended(
    _ source: SourceFile, with checker: FileChecker, _ report: Report
  ) throws -> SourceFile {
    var mending = Mending(source) { file in
      var checker = checker
      return (try? checker.check(file, skipsParts: false))?.diagnostics ?? []
    }
    mending.run()
    if mending.mended.isEmpty { return source }
    if diff {
      let old = String(decoding: source.bytes, as: UTF8.self)
      let new = String(decoding: mending.file.bytes, as: UTF8.self)
      try report.print(LineDifference(from: old, to: new).unified(name: source.name))
      return source
    }
    FileUse.release(source.name)
    let file = try OutputStream(file: source.name)
    try file.write(bytes: mending.file.bytes)
    try file.finish()
    report.hasCommitted = true
    for diagnostic in mending.mended {
      let place = diagnostic.range?.place ?? source.name
      try report.print("\(place): put right: \(diagnostic.message)\n")
    }
    return mending.file
  }

  private func status(of checked: [CheckedFile]) -> ExitStatus {
    if checked.contains(where: { $0.content == nil }) { return .unreadable }
    let severities = checked.flatMap(\.diagnostics).map(\.severity)
    let isFailed = severities.contains { severity in
      switch (severity, failLevel) {
      case (.error, _), (.warning, .warning), (.warning, .note), (.note, .note): true
      case (.warning, .error), (.note, .error), (.note, .warning): false
      }
    }
    return isFailed ? .findings : .done
  }

  private func text(of checked: [CheckedFile], color: Bool) -> String {
    let renderer = DiagnosticRenderer(color: color)
    var text = ""
    for diagnostic in checked.flatMap(\.diagnostics) { text += renderer.render(diagnostic) + "\n" }
    for file in checked { text += file.verdict + "\n" }
    return text
  }

  private func machineForm(of checked: [CheckedFile]) -> String {
    let diagnostics = checked.flatMap(\.diagnostics)
    switch format {
    case .text, .json: return JSON(CheckAnswer(checked)).pretty
    case .sarif: return DiagnosticForms.sarif(diagnostics).pretty
    case .github: return DiagnosticForms.github(diagnostics)
    }
  }
}
