import Diagnostics
import WorkflowEngine
import YAML

/// Reads what a record type declares: its states, fields, relations and events.
///
/// Formulas are only remembered; they can be checked once all types are declared.
struct DeclarationReader {
  let draft: DefinitionDraft
  let type: RecordTypeDraft

  var report: Report { draft.report }

  func read() {
    let forms = type.forms
    for form in forms { readRegions(form["states"]) }
    let fields = limited(
      forms.flatMap { report.entries($0["fields"], of: "fields") }, "fields")
    for entry in report.adopting(Array(fields), .field, onlyBelowNothing: true) {
      readField(entry)
    }
    let relations = limited(
      forms.flatMap { report.entries($0["relations"], of: "relations") }, "relations")
    for (key, value) in relations { readRelation(key, value) }
    keepHistories()
    for entry in forms.flatMap({ report.named($0["transitions"], of: "transitions", .transition) })
    {
      readEvent(entry.key, entry.value, strays: entry.strays)
    }
  }

  /// How many fields, and how many relations, a record type may have.
  static let maximumMembers = 1_000

  private func limited(
    _ entries: [(key: Node, value: Node)], _ things: String
  ) -> ArraySlice<(key: Node, value: Node)> {
    if entries.count > DeclarationReader.maximumMembers {
      report.add(
        .tooMany("\(things) in a record type", limit: DeclarationReader.maximumMembers),
        at: entries[DeclarationReader.maximumMembers].key.range)
    }
    return entries.prefix(DeclarationReader.maximumMembers)
  }

  /// A member's name, with a diagnostic if it is taken.
  ///
  /// - Parameter value: What stands behind it.
  func memberName(_ node: Node, what: String, value: Node? = nil) -> String {
    let name = NameRules.check(node, what: what, report, value: value)
    if let other = type.other(name) {
      report.add(.nameTaken(name, what: what, by: other), at: node.range)
    } else if name == type.name {
      report.add(.nameTaken(name, what: what, by: type.range), at: node.range)
    }
    return name
  }

  // MARK: Fields

  private func readField(_ entry: NamedEntry) {
    let (key, value) = (entry.key, entry.value)
    let name = memberName(key, what: "a field", value: value)
    guard value.isMapping || !entry.strays.isEmpty else {
      let (fieldType, isOptional) = FieldTypeReader(draft: draft).named(value)
      return type.add(
        FieldDraft(
          name: name, range: key.range, type: fieldType, isOptional: isOptional, defaultNode: nil,
          uniqueNode: nil))
    }
    guard let form = Form(value, .field, report, strays: entry.strays) else { return }
    if let node = form["formula"] { return readFormula(name, key, node, form) }
    if ["type", "choice", "list"].allSatisfy({ form.raw($0) == nil }) {
      report.add(
        .missingKey("type", in: "field '\(name)'", help: "or 'choice', 'list' or 'formula'"),
        at: key.range)
    }
    let (fieldType, isOptional) = FieldTypeReader(draft: draft).stated(
      form, owner: "\(name) of \(type.name)")
    let secrets = SecretReader(report: report)
    type.add(
      FieldDraft(
        name: name, range: key.range, type: fieldType, isOptional: isOptional,
        defaultNode: form.raw("default").flatMap { $0.isNothing ? nil : $0 },
        uniqueNode: form["unique"], label: report.text(form["label"], of: "label"),
        seenBy: secrets.seenBy(form, fieldType), isPersonal: secrets.isPersonal(form, fieldType)))
  }

  private func readFormula(_ name: String, _ key: Node, _ node: Node, _ form: Form) {
    for other in form.presentKeys where other != "formula" && other != "unique" {
      guard let key = form.key(other) else { continue }
      report.add(
        .misplacedKey(
          other, "cannot stand beside 'formula'",
          label: "a computed field has nothing else but 'unique'"),
        at: key.range)
    }
    guard let text = report.text(node, of: "formula") else { return }
    type.add(
      FormulaDraft(
        name: name, range: key.range, node: node, scan: NameScan(text), uniqueNode: form["unique"]))
  }
}
