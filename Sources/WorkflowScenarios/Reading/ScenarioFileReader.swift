import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads a file: its workflow, its clock, and each of its scenarios.
struct ScenarioFileReader {
  let findings: Findings

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
    return ScenarioFile(
      source: file, definition: definition,
      scenarios: scenarios(list, definition: definition, clock: clock))
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

  private func scenarios(
    _ list: Node, definition: WorkflowDefinition, clock: Int64
  ) -> [Scenario] {
    let vocabulary = Vocabulary(definition)
    var firstPlaces: [String: SourceRange] = [:]
    var result: [Scenario] = []
    for node in findings.items(list, of: "scenarios") {
      var reader = ScenarioReader(vocabulary: vocabulary, findings: findings, clock: clock)
      guard let scenario = reader.read(node) else { continue }
      if let first = firstPlaces[scenario.id] {
        findings.add(
          .nameTaken, "there are two scenarios '\(scenario.id)'", at: scenario.range,
          label: "give it another id", notes: [.init("the other stands here", range: first)])
      }
      firstPlaces[scenario.id] = scenario.range
      result.append(scenario)
    }
    return result
  }
}

extension Findings {
  /// A time, or a date: 00:00 of that day in the workflow's time zone. In microseconds.
  func time(_ node: Node, of key: String, in definition: WorkflowDefinition) -> Int64? {
    guard let text = text(node, of: key) else { return nil }
    if let timestamp = Timestamp(text: text) { return timestamp.microseconds }
    if let date = CivilDate(text: text) {
      return definition.timeZone.utcSeconds(ofLocal: date, secondOfDay: 0) * 1_000_000
    }
    add(.valueType, "'\(text)' is not a time", at: node.range, label: "write 2026-03-10T09:00:00Z")
    return nil
  }
}

extension SourceRange {
  /// For what is missing in a mapping: marking all of it would say nothing.
  var firstCharacter: SourceRange {
    SourceRange(file: file, start: start, end: min(start + 1, end))
  }
}
