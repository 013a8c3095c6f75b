import CEL
import Diagnostics
import Foundation
import RecordFiles
import Testing
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// A bundled workflow with its scenarios, to be played with commands on a store.
struct ReplayFile {
  let workflow: String
  let definition: WorkflowDefinition
  let scenarios: [Scenario]
  /// What is given in each scenario, as a file that `import` reads, by the scenario's id.
  let given: [String: String]

  static let bundled = ["customer-account", "customer-deletion", "client-inactivation"]

  init(_ name: String) throws {
    workflow = "workflows/\(name).yaml"
    let source = SourceFile(
      name: workflow, text: try String(contentsOfFile: workflow, encoding: .utf8))
    let definition = try #require(DefinitionLoader().load(source).0)
    self.definition = definition
    let path = "workflows/\(name).scenarios.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let (file, diagnostics) = ScenarioFile.read(SourceFile(name: path, text: text)) { _ in
      definition
    }
    scenarios = try #require(file, "\(diagnostics.map(\.message))").scenarios
    given = ReplayFile.given(in: text)
  }

  /// The lines between `given:` and `when:`, which are a file of records but for their margin.
  private static func given(in text: String) -> [String: String] {
    var result: [String: String] = [:]
    var id: String?
    var isGiven = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("- id: ") {
        id = String(line.dropFirst(6))
      } else if line.hasPrefix("  ") && !line.hasPrefix("   ") {
        isGiven = line == "  given:"
      } else if isGiven, let id {
        result[id, default: ""] += line.dropFirst(4) + "\n"
      }
    }
    return result
  }
}

/// One scenario, played with commands.
struct Replay {
  let place: Workplace
  let file: ReplayFile
  let scenario: Scenario

  private var definition: WorkflowDefinition { file.definition }

  /// Ids that effects give to what they make can be told in scenarios alone, and events that do not
  /// exist are no requests.
  static func isPossible(_ scenario: Scenario, of definition: WorkflowDefinition) -> Bool {
    guard scenario.given.allSatisfy({ isWhole($0, in: definition) }) else { return false }
    return scenario.steps.allSatisfy { step in
      switch step.action {
      case .ask(let request): request.names.isEmpty
      case .tick(let names): names.isEmpty
      case .unknownEvent: false
      case .approve, .reject, .withdraw, .view, .list: true
      }
    }
  }

  func run() throws {
    try importGiven()
    for (number, step) in scenario.steps.enumerated() {
      let answer = try place.run(arguments(of: step), input: "")
      let isLast = number == scenario.steps.count - 1
      let expected = step.expectations + (isLast ? scenario.expectations : [])
      try check(answer, step, expected, "\(scenario.id), step \(number + 1)")
    }
  }

  private func importGiven() throws {
    guard let given = file.given[scenario.id] else { return }
    try place.write("given.yaml", given)
    let answer = try place.run(
      "import", "given.yaml", "--workflow", file.workflow, "--at", text(scenario.clock), "--as",
      "tester")
    #expect(answer.status == 0, "\(scenario.id): \(answer.output)\(answer.remarks)")
  }

  /// A scenario may leave out what a record needs, to say what then happens; an import may not.
  private static func isWhole(_ record: GivenRecord, in definition: WorkflowDefinition) -> Bool {
    let type = definition.recordTypes[record.name.type]
    return type.fields.enumerated().allSatisfy { slot, field in
      !field.mustHaveValue || field.defaultValue != nil || field.region != nil
        || field.type == .boolean || record.values.contains { $0.slot == slot }
    }
  }

  // MARK: Commands

  private func arguments(of step: ScenarioStep) -> [String] {
    let roles = step.actor.roles.isEmpty ? "" : ":" + step.actor.roles.joined(separator: ",")
    let always = [
      "--workflow", file.workflow, "--at", text(step.at), "--as", step.actor.user + roles,
      "--format", "json",
    ]
    switch step.action {
    case .ask(let request): return ask(request, isDryRun: step.isDryRun) + always
    case .tick: return ["due"] + always
    case .approve(let name, _):
      return ["approve", "\(name.recordType).\(name.event)", reference(name)] + always
    case .reject(let name):
      return ["reject", "\(name.recordType).\(name.event)", reference(name)] + always
    case .withdraw(let name):
      return ["withdraw", "\(name.recordType).\(name.event)", reference(name)] + always
    case .view(let record): return ["show", reference(record)] + always
    case .list(let type, let list, let parent):
      return ["list", "\(definition.recordTypes[type].name).\(list.name)"]
        + (parent.map { ["--of", reference($0)] } ?? []) + always
    case .unknownEvent: return []
    }
  }

  private func ask(_ request: WorkflowRequest, isDryRun: Bool) -> [String] {
    let type = definition.recordTypes[request.recordType]
    var words = [
      isDryRun ? "dry-run" : "apply", "\(type.name).\(type.events[request.event].name)",
    ]
    switch request.target {
    case .new(let id): words += id.map { ["--id", $0] } ?? []
    case .records(let ids): words += ids.isEmpty ? ["-"] : ids.map { "\(type.name):\($0)" }
    case .all: words.append("--all")
    case .holding(_, let text): words += ["--where", text]
    }
    for input in request.inputs { words += ["--input", "\(input.name)=\(text(input.value))"] }
    for edit in request.edits { words += ["--set", "\(edit.name)=\(text(edit.value))"] }
    if request.isConfirmed, !isDryRun { words.append("--yes") }
    if let key = request.key { words += ["--request-id", key] }
    return words
  }

  private func reference(_ record: RecordName) -> String {
    "\(definition.recordTypes[record.type].name):\(record.id)"
  }

  private func reference(_ name: PendingRequest.Name) -> String {
    "\(name.recordType):\(name.recordID)"
  }

  private func text(_ moment: Int64) -> String { definition.text(of: .timestamp(moment)) }

  private func text(_ value: StoredValue) -> String {
    value == .null ? "null" : definition.text(of: value)
  }

  // MARK: What came of it

  private func check(
    _ answer: Answer, _ step: ScenarioStep, _ expected: [WorkflowScenarios.Expectation],
    _ what: String
  ) throws {
    // What does not fit its type is a mistake of the command line.
    if answer.status == 64, expected.contains(where: \.isInvalidInput) { return }
    let json = try? JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
    var isRefused = false
    for expectation in expected {
      switch expectation.kind {
      case .outcome(let outcome) where isRequest(step):
        isRefused = outcome == .blocked
        // A dry run says beside the plan what the real run would ask.
        #expect(outcomes(outcome).contains(json?["outcome"] as? String), "\(what): \(answer)")
      case .blockedBy(let names) where isRequest(step):
        isRefused = isRefused || !names.isEmpty
        #expect(json?["blocked_by"] as? [String] ?? [] == names, "\(what): \(answer)")
      case .rows(let ids, _):
        let rows = (json?["rows"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        #expect(rows.sorted() == ids.sorted(), "\(what): \(answer)")
      case .badges(let badges):
        #expect(Set(json?["badges"] as? [String] ?? []) == Set(badges), "\(what): \(answer)")
      case .rowColor(let color):
        #expect(json?["row_color"] as? String == color, "\(what): \(answer)")
      case .menuHas(let label): #expect(labels(json).contains(label), "\(what): \(answer)")
      case .menuLacks(let label): #expect(!labels(json).contains(label), "\(what): \(answer)")
      case .value(_, let record, let member, let value):
        try check(record, member, is: value, step, what)
      case .deleted(let ids): for id in ids { try check(id, is: "deleted", step, what) }
      case .erased(let ids): for id in ids { try check(id, is: "erased", step, what) }
      default: break
      }
    }
    if isRequest(step), !isRefused, !expected.contains(where: { $0.saysOutcome }) {
      #expect(outcomes(.allowed).contains(json?["outcome"] as? String), "\(what): \(answer)")
    }
  }

  private func isRequest(_ step: ScenarioStep) -> Bool {
    switch step.action {
    case .ask, .approve, .reject, .withdraw: true
    case .tick, .view, .list, .unknownEvent: false
    }
  }

  private func outcomes(_ outcome: ExpectedOutcome) -> [String?] {
    outcome == .allowed ? ["allowed", "partly_blocked"] : [outcome.rawValue]
  }

  private func labels(_ json: [String: Any]?) -> [String] {
    (json?["menu"] as? [[String: Any]] ?? []).compactMap { $0["label"] as? String }
  }

  private func show(_ reference: String, _ step: ScenarioStep) throws -> Answer {
    try place.run(
      "show", reference, "--workflow", file.workflow, "--at", text(step.at), "--as", "tester",
      "--format", "json")
  }

  private func check(_ id: String, is fate: String, _ step: ScenarioStep, _ what: String) throws {
    let type = try #require(scenario.given.first { $0.name.id == id }?.name)
    let answer = try show(reference(type), step)
    #expect(answer.remarks.contains("was \(fate)"), "\(what): \(id): \(answer)")
  }

  private func check(
    _ record: RecordName, _ member: String, is expected: ExpectedValue, _ step: ScenarioStep,
    _ what: String
  ) throws {
    let answer = try show(reference(record), step)
    let json = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
    let members = (json?["fields"] as? [String: Any] ?? [:])
      .merging(json?["computed"] as? [String: Any] ?? [:]) { first, _ in first }
    let found = members[member] ?? NSNull()
    #expect(matches(found, expected), "\(what): \(record.id).\(member) is \(found)")
  }

  private func matches(_ found: Any, _ expected: ExpectedValue) -> Bool {
    switch expected {
    case .records(let ids): Set(found as? [String] ?? []) == Set(ids)
    case .entries(let entries):
      (found as? [[String: Any]] ?? []).count == entries.count
        && zip(found as? [[String: Any]] ?? [], entries).allSatisfy { row, fields in
          fields.allSatisfy { matches(row[$0.name] ?? NSNull(), $0.value) }
        }
    case .plain(.null): found is NSNull || (found as? [Any])?.isEmpty == true
    case .plain(.list(let values)):
      zip(found as? [Any] ?? [], values).allSatisfy { matches($0, .plain($1)) }
        && (found as? [Any] ?? []).count == values.count
    case .plain(.word(let flag, .boolean)): found as? Bool == (flag != 0)
    case .plain(let value): "\(found)" == definition.text(of: value)
    }
  }
}

extension WorkflowScenarios.Expectation {
  fileprivate var saysOutcome: Bool {
    if case .outcome = kind { true } else { false }
  }

  fileprivate var isInvalidInput: Bool { kind == .blockedBy(["input_invalid"]) }
}
