import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads a whole definition, in the order in which its parts need each other.
///
/// Types and names first, then what they declare, then the types of computed fields, and last
/// every formula, effect and rule.
struct DefinitionReader {
  let report: Report
  let parts: PartSource
  private let draft: DefinitionDraft

  init(report: Report, parts: PartSource = .none) {
    self.report = report
    self.parts = parts
    draft = DefinitionDraft(report: report)
  }

  func read(_ root: Node) -> WorkflowDefinition? {
    guard let form = Form(root, .file, report, example: "workflow: a-name") else { return nil }
    let name = workflowName(form, root)
    let version = version(form["version"])
    let title = report.text(form["title"], of: "title")
    readTimeZone(form["time_zone"])
    readActors(form["actors"])
    let partReader = PartReader(report: report, source: parts, workflow: name)
    partReader.read(form["uses"], path: [DefinitionLoader.shortName(of: report.file)])
    if partReader.isIncomplete { return nil }
    let forms = [form] + partReader.forms
    ParameterReader(draft: draft).read(forms.map { $0["parameters"] })
    declareTypes(forms, root)
    TableReader(draft: draft, source: parts).read(forms.map { $0["tables"] })
    let resolver = RelationResolver(draft: draft)
    resolver.resolveStored()
    var order = FormulaOrder(draft: draft)
    order.run()
    resolver.resolveMany()
    let schema = draft.schema
    let scopes = Scopes(schema: schema, draft: draft)
    let shared = GuardBook(forms.map { $0["guards"] }, isShared: true, report)
    let recordTypes = readTypes(scopes, shared)
    let invariants = InvariantReader(draft: draft, scopes: scopes).read(
      forms.map { $0["invariants"] })
    let possibilities = PossibilityReader(draft: draft, scopes: scopes).read(
      forms.map { $0["possible"] })
    let migration = MigrationReader(draft: draft, scopes: scopes).read(form["migrate"])
    FormulaCircleCheck(draft: draft).run()
    guard !report.hasErrors, let name else { return nil }
    let (bytes, partFiles) = (report.file.bytes, partReader.files + draft.tableFiles)
    let definition = WorkflowDefinition(
      name: name, version: version, title: title, file: report.file.name,
      hash: Digest.hexadecimal(of: bytes, and: partFiles),
      timeZone: draft.timeZone, actors: draft.actors,
      recordTypes: recordTypes, choices: draft.choices, invariants: invariants,
      parameters: draft.constants, schema: schema, tables: draft.tables,
      possibilities: possibilities, migration: migration)
    SecretCheck(definition: definition, draft: draft).run()
    ErasureCheck(definition: definition, draft: draft).run()
    TimerCheck(definition: definition, draft: draft).run()
    ExpiryCheck(definition: definition, draft: draft).run()
    PreviousCheck(definition: definition, draft: draft).run()
    PendingCheck(definition: definition, draft: draft).run()
    LateConditionCheck(definition: definition, draft: draft).run()
    OverlapCheck(definition: definition, draft: draft).run()
    AutomaticCircleCheck(definition: definition, draft: draft).run()
    return report.hasErrors ? nil : definition
  }

  // MARK: The file

  private func workflowName(_ form: Form, _ root: Node) -> String? {
    guard let node = form["workflow"] else {
      if form.lacks("workflow") {
        report.add(.missingKey("workflow", in: "the file"), at: firstLine(root))
      }
      return nil
    }
    guard let name = report.text(node, of: "workflow") else { return nil }
    let isName =
      name.utf8.count <= NameRules.maximumBytes
      && name.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D }
    if !isName || name.isEmpty { report.add(.invalidWorkflowName(name), at: node.range) }
    return name
  }

  private func version(_ node: Node?) -> String {
    guard let text = report.text(node, of: "version"), let node else { return "1" }
    let isVersion =
      !text.isEmpty && text.utf8.count <= 40
      && text.utf8.allSatisfy {
        $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D || $0 == 0x2E
      }
    if !isVersion { report.add(.wrongVersion(text), at: node.range) }
    return text
  }

  private func readTimeZone(_ node: Node?) {
    guard let node, let name = report.text(node, of: "time_zone") else { return }
    do {
      draft.timeZone = try TimeZoneRules.load(name: name)
    } catch {
      report.add(.unknownTimeZone(name), at: node.range)
    }
  }

  private func readActors(_ node: Node?) {
    guard let node, let form = Form(node, .actors, report) else { return }
    if let isIgnored = form["ignore_case"].flatMap({ report.boolean($0, of: "ignore_case") }) {
      draft.actors.ignoresCase = isIgnored
    }
  }

  private func firstLine(_ root: Node) -> SourceRange {
    root.entries.first?.key.range ?? root.range
  }

  // MARK: Record types

  private func declareTypes(_ forms: [Form], _ root: Node) {
    let sections = forms.compactMap { $0["records"] }
    guard !sections.isEmpty else {
      if forms.allSatisfy({ $0.lacks("records") }) {
        report.add(.missingKey("records", in: "the file"), at: firstLine(root))
      }
      return
    }
    for entry in sections.flatMap({ report.named($0, of: "records", .recordType) }) {
      let key = entry.key
      let name = NameRules.check(key, what: "a record type", report)
      if NameRules.fieldTypes.contains(name) {
        report.add(
          .reservedName(name, what: "a record type", because: "it is a type of field"),
          at: key.range)
      }
      if let other = draft.typeNumber(name) {
        report.add(
          .nameTaken(name, what: "a record type", by: draft.types[other].range), at: key.range)
        continue
      }
      draft.add(
        RecordTypeDraft(
          index: draft.types.count, name: name, range: key.range,
          form: Form(entry.value, .recordType, report, strays: entry.strays)))
    }
    AdditionReader(draft: draft).read(forms.compactMap { $0["adds_to"] })
    for type in draft.types { DeclarationReader(draft: draft, type: type).read() }
    CategoryParameterReader(draft: draft).readAll()
    EnteringTime(draft: draft).reserve(forms.map(\.node))
    PendingEvents(draft: draft).reserve(forms.map(\.node))
    draft.reserveFiredTimes()
  }

  private func readTypes(_ scopes: Scopes, _ shared: GuardBook) -> [RecordType] {
    // Inputs take the defaults of fields, of any type.
    for type in draft.types {
      FieldReader(draft: draft, type: type, scope: scopes.own(type)).read()
    }
    let cascades = CascadeGraph(draft: draft)
    let recordTypes = draft.types.map {
      RecordTypeReader(
        draft: draft, scopes: scopes, shared: shared, cascades: cascades, type: $0
      ).read()
    }
    cascades.refuseCircles()
    for unused in shared.guards where !unused.isUsed {
      report.warn(.unusedGuard(unused.name), at: unused.range)
    }
    return recordTypes
  }
}
