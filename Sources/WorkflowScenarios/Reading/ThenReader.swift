import Diagnostics
import WorkflowEngine
import YAML

/// Reads a `then`: every entry becomes an expectation, and none is passed over.
struct ThenReader {
  let scenario: ScenarioReader
  let step: ScenarioStep

  var findings: Findings { scenario.findings }
  var definition: WorkflowDefinition { scenario.definition }
  var values: ValueExpectationReader {
    ValueExpectationReader(definition: definition, records: scenario.records, findings: findings)
  }

  func read(_ node: Node) -> [Expectation] {
    guard let form = Form(node, .then, findings) else { return [] }
    return form.entries.flatMap { key, value in expectations(key, value) }
  }

  private func expectations(_ key: Node, _ value: Node) -> [Expectation] {
    switch key.text {
    case "outcome": return outcome(value)
    case "blocked_by":
      return one(.blockedBy(names(value, key, among: scenario.vocabulary.reasons)), value)
    case "cannot_decide":
      return one(.cannotDecide(names(value, key, among: scenario.vocabulary.guards)), value)
    case "message":
      return findings.text(value, of: "message").map { one(.message($0), value) } ?? []
    case "unchanged":
      return findings.flag(value, of: "unchanged").map { one(.unchanged($0), value) } ?? []
    case "changes", "keeps", "plan": return fields(key, value)
    case "created":
      return one(.created(paired(value, key).compactMap { record($0) }), value)
    case "not_created":
      return findings.items(value, of: "not_created").compactMap { item in
        record(item, isForgiving: true).map {
          Expectation(kind: .notCreated($0), range: item.range)
        }
      }
    case "deleted": return one(.deleted(ids(value, key)), value)
    case "erased": return one(.erased(ids(value, key)), value)
    case "plan_deletes": return needsDryRun(key) ? one(.planDeletes(ids(value, key)), value) : []
    case "emits": return one(.emits(paired(value, key).compactMap(message)), value)
    case "emits_no":
      return each(value, key, among: scenario.vocabulary.messages.keys) { .emitsNo($0) }
    case "warns":
      if value.isSequence, value.items.isEmpty { return one(.warnsNothing, value) }
      return each(value, key, among: scenario.vocabulary.warnings) { .warns($0) }
    case "reminds":
      if value.isSequence, value.items.isEmpty { return one(.remindsNothing, value) }
      return each(value, key, among: scenario.vocabulary.reminders) { .reminds($0) }
    case "prompt": return prompt(key, value)
    case "report": return report(key, value)
    case "view": return view(key, value)
    case "list": return list(key, value)
    // `Form` has reported it.
    default: return []
    }
  }

  /// How many entries a complete list may have: each is tried with each that was found.
  private static let mostPaired = 1_000

  private func paired(_ node: Node, _ key: Node) -> [Node] {
    let items = findings.items(node, of: key.text)
    if items.count <= ThenReader.mostPaired { return items }
    findings.add(
      .tooMany, "there may be at most \(ThenReader.mostPaired) entries in '\(key.text)'",
      at: items[ThenReader.mostPaired].range, label: "this one is too many")
    return []
  }

  func one(_ kind: Expectation.Kind, _ node: Node) -> [Expectation] {
    [Expectation(kind: kind, range: node.range)]
  }

  private func outcome(_ node: Node) -> [Expectation] {
    if let outcome = ExpectedOutcome(rawValue: node.text) { return one(.outcome(outcome), node) }
    findings.unknown(
      .wrongValue, "outcome", node.text, among: ExpectedOutcome.allCases.map(\.rawValue),
      at: node.range)
    return []
  }

  // MARK: Names

  /// A list of names that exist, or did: a rule that was dropped fails the scenarios that expect it,
  /// and no other.
  func names(_ node: Node, _ key: Node, among known: some Collection<String>) -> [String] {
    findings.items(node, of: key.text).compactMap { item in
      guard let name = findings.text(item, of: "an entry of \(key.text)") else { return nil }
      if !known.contains(name) {
        findings.unknown(
          .unknownName, key.text.nameKind, name, among: known.sorted(), at: item.range,
          severity: key.text.namesReasons ? .warning : .error)
      }
      return name
    }
  }

  /// One expectation for each name of a list.
  ///
  /// - Parameter known: nil where the names need not exist.
  func each(
    _ node: Node, _ key: Node, among known: (any Collection<String>)?,
    _ kind: (String) -> Expectation.Kind
  ) -> [Expectation] {
    findings.items(node, of: key.text).compactMap { item in
      guard let name = findings.text(item, of: "an entry of \(key.text)") else { return nil }
      if let known, !known.contains(where: { $0 == name }) {
        findings.unknown(
          .unknownName, key.text.nameKind, name, among: known.sorted(), at: item.range,
          severity: key.text.namesReasons ? .warning : .error)
      }
      return Expectation(kind: kind(name), range: item.range)
    }
  }

  /// A list of ids of records that the scenario knows.
  func ids(_ node: Node, _ key: Node) -> [String] {
    findings.items(node, of: key.text).compactMap { item in
      findings.text(item, of: "an entry of \(key.text)").flatMap {
        scenario.record($0, at: item.range)?.id
      }
    }
  }

  // MARK: Fields of records

  /// `ID.field: value`.
  private func fields(_ key: Node, _ node: Node) -> [Expectation] {
    if key.text == "plan", !needsDryRun(key) { return [] }
    return findings.entries(node, of: key.text).compactMap { path, value in
      guard let (record, member) = recordAndMember(path) else { return nil }
      let type = definition.recordTypes[record.type]
      guard let kind = type.member(named: member) else {
        findings.unknown(
          .unknownField, "field of \(type.name)", member, among: type.memberNames, at: path.range)
        return nil
      }
      guard let expected = expected(value, kind) else { return nil }
      return Expectation(
        kind: key.text == "plan"
          ? .planned(record, member: member, expected)
          : .value(key: key.text, record, member: member, expected), range: value.range)
    }
  }

  private func expected(_ node: Node, _ member: Member) -> ExpectedValue? {
    switch member {
    case .stored(_, let type), .computed(let type): values.read(node, as: type)
    case .set(let type): values.read(node, as: .links(type))
    }
  }

  /// An id may have dots; a field has none.
  private func recordAndMember(_ path: Node) -> (RecordName, String)? {
    let text = path.text
    guard let dot = text.lastIndex(of: "."), dot != text.startIndex else {
      findings.add(
        .wrongShape, "a field of a record is written ID.field", at: path.range,
        label: "write \(text).field: value")
      return nil
    }
    guard let record = scenario.record(String(text[..<dot]), at: path.range) else { return nil }
    return (record, String(text[text.index(after: dot)...]))
  }

  func needsDryRun(_ key: Node) -> Bool {
    if step.isDryRun { return true }
    findings.add(
      .misplacedKey, "'\(key.text)' is about a dry run", at: key.range,
      label: "add 'dry_run: true' to the step")
    return false
  }
}

extension String {
  /// Whether its entries are rules or messages, which may be dropped from a workflow.
  fileprivate var namesReasons: Bool {
    ["blocked_by", "by", "cannot_decide", "warns", "reminds", "emits_no"].contains(self)
  }

  /// What the names of a list are: "there is no reminder 'x'".
  fileprivate var nameKind: String {
    switch self {
    case "blocked_by", "by": "reason"
    case "cannot_decide": "guard"
    case "warns": "warning"
    case "reminds": "reminder"
    case "emits_no": "message"
    case "badges": "badge"
    case "menu_has", "menu": "label"
    case "menu_tabs": "tab"
    default: self
    }
  }
}
