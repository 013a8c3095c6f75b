import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// Says what is wrong with definitions and files of scenarios.
struct FileChecker {
  /// The workflow of scenario files, or the folder where it is looked for.
  private let workflow: String
  private var library: ScenarioLibrary?

  init(workflow: String) {
    self.workflow = workflow
  }

  /// The workflows that files of scenarios are about and that have errors.
  var unsound: [(file: String, diagnostics: [Diagnostic])] { library?.unsound ?? [] }

  /// - Parameter skipsParts: Whether a part of another file gets no answer.
  mutating func check(_ source: SourceFile, skipsParts: Bool) throws -> CheckedFile? {
    // Reading a file's structure twice would cost more than looking for the word.
    let mayBeScenarios =
      source.name.contains(".scenarios.") || FileGlance(source.bytes).mayHold(key: "scenarios")
    if mayBeScenarios, ScenarioFile.isOne(source) {
      let scenarios = try library ?? ScenarioLibrary(workflow)
      library = scenarios
      return scenarios.check(source)
    }
    let file = DefinitionFile(source)
    if let workflow = DefinitionLoader().partOwner(of: file) {
      if skipsParts { return nil }
      if let main = MainFile(ofPart: source, workflow: workflow) {
        return check(main, part: source)
      }
    }
    let (definition, diagnostics) = DefinitionLoader().load(file, parts: .beside(source.name))
    return CheckedFile(
      name: source.name, content: definition.map { .workflow($0) }, diagnostics: diagnostics)
  }

  /// A part is checked with the whole that it belongs to.
  private func check(_ main: MainFile, part: SourceFile) -> CheckedFile {
    let (definition, diagnostics) = DefinitionLoader().load(main.read, parts: main.parts)
    return CheckedFile(
      name: part.name, content: definition.map { .workflow($0) }, diagnostics: diagnostics,
      main: main.read.file.name)
  }
}
