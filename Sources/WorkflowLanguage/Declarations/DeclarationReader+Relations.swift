import Diagnostics
import WorkflowEngine
import YAML

extension DeclarationReader {
  func readRelation(_ key: Node, _ value: Node) {
    let name = memberName(key, what: "a relation")
    guard let form = Form(value, .relation, report, example: "{many: …}") else { return }
    let verbs = ["many", "links", "linked_by"].filter { form[$0] != nil }
    guard let verb = verbs.first, let target = form[verb] else {
      if ["many", "links", "linked_by"].allSatisfy(form.lacks) {
        report.add(
          .missingKey("many", in: "relation '\(name)'", help: "or 'links' or 'linked_by'"),
          at: key.range)
      }
      return
    }
    for other in verbs.dropFirst() {
      guard let key = form.key(other) else { continue }
      report.add(
        .misplacedKey(other, "cannot stand beside '\(verb)'", label: "keep one of them"),
        at: key.range)
    }
    let isInline = report.boolean(form["inline"], of: "inline") ?? false
    refuseMisplaced(in: form, verb: verb, isInline: isInline)
    if verb == "linked_by" {
      return type.add(
        RelationDraft(
          name: name, range: key.range, form: form, source: .linkedBy(target), memberType: nil))
    }
    let member = draft.typeNumber(target, of: verb)
    if isInline, let member { claimEntries(of: draft.types[member], key.range, at: target) }
    let source: RelationDraft.Source
    if verb == "links" {
      source = .links
    } else if isInline {
      source = .inline
    } else if let by = form["by"], by.isScalar, by.isText("none") {
      source = .everything
    } else {
      source = .many(by: form["by"])
    }
    type.add(
      RelationDraft(name: name, range: key.range, form: form, source: source, memberType: member))
  }

  private func refuseMisplaced(in form: Form, verb: String, isInline: Bool) {
    let allowed: [String]
    switch verb {
    case "links": allowed = []
    case "linked_by": allowed = ["where", "as"]
    default: allowed = isInline ? ["inline"] : ["by", "where", "as", "inline"]
    }
    for key in ["by", "where", "as", "inline"] where !allowed.contains(key) {
      guard let node = form.key(key) else { continue }
      report.add(
        .misplacedKey(
          key, "does not go with '\(isInline ? "inline" : verb)'", label: "leave it out"),
        at: node.range)
    }
  }

  /// An inline list's entries belong to it alone, and are nothing but fields.
  private func claimEntries(of member: RecordTypeDraft, _ range: SourceRange, at node: Node) {
    if let first = member.entriesOf {
      report.add(.inlineTwice(member.name, first: first), at: node.range)
      return
    }
    member.entriesOf = range
    for form in member.forms {
      for key in form.presentKeys where key != "fields" && key != "shown_as" {
        guard let node = form.key(key) else { continue }
        report.add(.inlineWithMore(member.name, key: key, relation: range), at: node.range)
      }
    }
  }
}
