import Diagnostics
import Workflow
import WorkflowEngine
import YAML

/// Reads one scenario: first which records there will be, then what is given, done and expected.
struct ScenarioReader {
  let vocabulary: Vocabulary
  let findings: Findings
  let clock: Int64
  var records: NamedRecords

  var definition: WorkflowDefinition { vocabulary.definition }

  init(vocabulary: Vocabulary, findings: Findings, clock: Int64) {
    self.vocabulary = vocabulary
    self.findings = findings
    self.clock = clock
    records = NamedRecords(vocabulary.definition)
  }

  mutating func read(_ node: Node) -> Scenario? {
    guard let form = Form(node, .scenario, findings) else { return nil }
    guard let idNode = form["id"], let id = findings.text(idNode, of: "id") else {
      if form.lacks("id") {
        findings.add(
          .missingKey, "a scenario needs 'id'", at: node.range.firstCharacter, label: "add 'id: …'")
      }
      return nil
    }
    guard let when = form["when"], when.isSequence else {
      if form.lacks("when") || form["when"] != nil {
        findings.add(
          .missingKey, "a scenario needs steps under 'when'", at: (form["when"] ?? idNode).range,
          label: "add 'when: [{event: …}]'")
      }
      return nil
    }
    let steps = Array(when.items)
    if form.lacks("then"), steps.last?["then"] == nil {
      findings.add(
        .missingKey, "a scenario needs 'then': without it nothing is checked", at: idNode.range,
        label: "add 'then: {outcome: …}'")
    }
    let given = form["given"].map { readGiven($0, steps: steps) } ?? readGiven(nil, steps: steps)
    let read = readSteps(steps, then: form["then"])
    checkOrder(read.steps)
    if !findings.diagnostics.hasErrors {
      GivenCheck(definition, given, steps: read.steps, clock: clock, findings).run()
    }
    return Scenario(
      id: id, title: form["title"].flatMap { findings.text($0, of: "title") },
      covers: form["covers"].map { findings.texts($0, of: "covers") } ?? [],
      basis: form["basis"].flatMap { findings.text($0, of: "basis") }, given: given,
      steps: read.steps, expectations: read.expectations, clock: clock, range: idNode.range)
  }

  // MARK: Which records there are

  private mutating func readGiven(_ node: Node?, steps: [Node]) -> [GivenRecord] {
    let given =
      node.map { node in
        findings.entriesOfItems(node, of: "given")
          ?? findings.entries(node, of: "given", haveValues: false)
      } ?? []
    var known: [(id: Node, value: Node, type: RecordType)] = []
    for (key, value) in given {
      guard let type = givenType(key, value) else {
        records.addUnreadable(key.text)
        continue
      }
      records.add(key.text, type: type.index)
      known.append((key, value, type))
    }
    for step in steps where step.isMapping { collectNames(step) }
    let reader = GivenReader(
      values: ValueExpectationReader(definition: definition, records: records, findings: findings),
      clock: clock)
    return known.map { reader.read($0.id, $0.value, type: $0.type) }
  }

  private func givenType(_ key: Node, _ value: Node) -> RecordType? {
    guard value.isMapping else {
      findings.add(
        .wrongShape, "a given record is a mapping of its fields", at: value.range,
        label: "write {type: …}")
      return nil
    }
    guard let type = value["type"] else {
      findings.add(
        .missingKey, "the given record '\(key.text)' needs 'type'", at: key.range,
        label: "add 'type: …'")
      return nil
    }
    return recordType(type)
  }

  func recordType(_ node: Node) -> RecordType? {
    if node.isScalar, let type = definition.recordType(named: node.text), !type.isInline {
      return type
    }
    findings.unknown(
      .unknownType, "record type", node.text, among: vocabulary.typeNames, at: node.range)
    return nil
  }

  /// Ids that steps give to the records they create.
  private mutating func collectNames(_ step: Node) {
    if let id = step["as_id"], id.isScalar, let event = step["event"],
      let type = event.text.split(separator: ".").first.flatMap({
        definition.recordType(named: String($0))
      })
    {
      add(id, type: type)
    }
    guard let names = step["names"], names.isMapping else { return }
    for (id, value) in names.entries {
      if let type = value["type"].flatMap({ definition.recordType(named: $0.text) }) {
        add(id, type: type)
      }
    }
  }

  private mutating func add(_ id: Node, type: RecordType) {
    if let other = records.types[id.text], other != type.index {
      findings.add(
        .nameTaken, "'\(id.text)' is a \(definition.recordTypes[other].name) already", at: id.range,
        label: "give the \(type.name) another id")
      return
    }
    records.add(id.text, type: type.index)
  }

  // MARK: When it happens

  /// Time does not go back from step to step.
  private func checkOrder(_ steps: [ScenarioStep]) {
    for (former, step) in zip(steps, steps.dropFirst()) where step.at < former.at {
      let zone = definition.timeZone
      findings.add(
        .earlierStep,
        "this step is at \(LocalTime.text(step.at, zone)), the one above it at "
          + LocalTime.text(former.at, zone),
        at: step.range.firstCharacter,
        label: "add 'at:' with that time or a later one", severity: .warning)
    }
  }
}
