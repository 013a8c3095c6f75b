import Diagnostics
import WorkflowLanguage
import YAML

/// Reads the scenarios of a file, each for itself: a mistake in one leaves the others as they are.
struct ScenarioListReader {
  let vocabulary: Vocabulary
  let findings: Findings
  /// Gives the files under `from:`.
  let tables: PartSource
  let clock: Int64

  func read(_ list: Node) -> [Scenario] {
    var places: [String: (element: Int, range: SourceRange)] = [:]
    var result: [Scenario] = []
    for (element, node) in findings.items(list, of: "scenarios").enumerated() {
      for var scenario in runs(of: node, number: element + 1) {
        if let first = places[scenario.id], first.element != element {
          let own = Findings(file: findings.file)
          own.add(
            .nameTaken, "there are two scenarios '\(scenario.id)'", at: scenario.range,
            label: "give it another id",
            notes: [.init("the other stands here", range: first.range)])
          scenario.mistakes += own.diagnostics
          findings.add(contentsOf: own.diagnostics)
        }
        places[scenario.id] = places[scenario.id] ?? (element, scenario.range)
        result.append(scenario)
      }
    }
    return result
  }

  /// The scenario, or one for each row of its examples.
  private func runs(of node: Node, number: Int) -> [Scenario] {
    guard let rows = node["examples"], !rows.isNull, rows.isScalar || rows.count > 0 else {
      return [run(node, number: number, Findings(file: findings.file))]
    }
    let own = Findings(file: findings.file)
    guard
      let examples = ExampleReader(
        findings: own, tables: tables, length: node.range.end - node.range.start
      ).read(rows)
    else {
      return [unsound(node, number: number, own)]
    }
    var used: Set<String> = []
    let runs = examples.map { example in
      let own = Findings(file: findings.file)
      let completion = Completion(example, findings: own)
      let complete = completion.complete(node)
      own.replace(at: completion.places)
      used.formUnion(completion.used)
      var scenario =
        own.diagnostics.hasErrors
        ? unsound(node, number: number, own) : run(complete, number: number, own)
      scenario.row = example.row
      return scenario
    }
    for (name, _) in examples.first?.values ?? [] where !used.contains(name) {
      let key = rows.items.first?.entry(name)?.key ?? rows
      findings.add(
        .unusedColumn, "no text and no step names the column '\(name)'", at: key.range,
        label: "write {\(name)} where its value belongs, or take it out", severity: .warning)
    }
    return runs
  }

  private func run(_ node: Node, number: Int, _ own: Findings) -> Scenario {
    var reader = ScenarioReader(vocabulary: vocabulary, findings: own, clock: clock)
    let scenario = reader.read(node)
    guard let scenario, !own.diagnostics.hasErrors else {
      return unsound(node, number: number, own)
    }
    findings.add(contentsOf: own.diagnostics)
    return scenario
  }

  private func unsound(_ node: Node, number: Int, _ own: Findings) -> Scenario {
    findings.add(contentsOf: own.diagnostics)
    let id = node["id"].flatMap { $0.isScalar && !$0.isNull ? $0 : nil }
    var scenario = Scenario(
      id: id?.text ?? "scenario \(number)", title: nil, covers: [], basis: nil, given: [],
      steps: [],
      expectations: [], clock: clock, range: id?.range ?? node.range.firstCharacter)
    scenario.mistakes = own.diagnostics.filter { $0.severity == .error }
    return scenario
  }
}
