import Diagnostics
import WorkflowEngine
import WorkflowLanguage
import YAML

/// Reads a file: its workflow, its clock, and each of its scenarios.
struct ScenarioFileReader {
  let findings: Findings
  /// Gives the files under `from:`.
  let tables: PartSource

  func read(
    _ file: SourceFile, definition lookUp: (String) -> WorkflowDefinition?
  ) -> ScenarioFile? {
    let (document, problems) = Document.parse(file)
    for problem in problems { findings.add(problem) }
    guard let document, !problems.hasErrors else { return nil }
    guard let root = document.root, !root.isNull else {
      findings.add(
        .emptyFile, "the file holds no scenarios", at: file.range(0, 0),
        label: "begin with 'workflow: a-name'")
      return nil
    }
    guard
      let form = Form(root, .file, findings),
      let name = required("workflow", in: form), let workflow = findings.text(name, of: "workflow")
    else { return nil }
    guard let definition = lookUp(workflow) else {
      findings.add(
        .unknownWorkflow, "there is no workflow '\(workflow)'", at: name.range,
        label: "its file is not among those that were read")
      return nil
    }
    guard let clockNode = required("clock", in: form),
      let clock = findings.time(clockNode, of: "clock", in: definition),
      let list = required("scenarios", in: form)
    else { return nil }
    if !list.isSequence { _ = findings.items(list, of: "scenarios") }
    if findings.diagnostics.hasErrors { return nil }
    return ScenarioFile(
      source: file, definition: definition, tables: tables,
      scenarios: ScenarioListReader(
        vocabulary: Vocabulary(definition), findings: findings, tables: tables, clock: clock
      ).read(list))
  }

  private func required(_ key: String, in form: Form) -> Node? {
    if let node = form[key] { return node }
    if form.lacks(key) {
      findings.add(
        .missingKey, "a scenario file needs '\(key)'", at: form.node.range.firstCharacter,
        label: "add '\(key): …'")
    }
    return nil
  }
}

extension Findings {
  /// A time, one without a zone in the workflow's, or a date: 00:00 of that day. In microseconds.
  func time(_ node: Node, of key: String, in definition: WorkflowDefinition) -> Int64? {
    guard let text = text(node, of: key) else { return nil }
    if let moment = MomentText(text) { return moment.microseconds(in: definition.timeZone) }
    add(.valueType, "'\(text)' is not a time", at: node.range, label: "write 2026-03-10T09:00:00Z")
    return nil
  }
}
