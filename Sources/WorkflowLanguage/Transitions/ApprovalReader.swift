import Diagnostics
import WorkflowEngine
import YAML

/// Reads who else must agree: `approval: true`, a list of roles, or a mapping.
struct ApprovalReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }
  private var formulas: FormulaReader { FormulaReader(draft: draft) }

  private static let expected =
    "true, a list of roles, or {roles: […], count: 2, when: …, otherwise: …}"

  /// - Parameter scope: the names of the transition, its inputs included.
  func read(_ way: WayDraft, _ scope: Scope) -> Approval? {
    guard let node = way.form["approval"], let key = way.form.key("approval") else { return nil }
    if let sent = way.form["only_sent"], sent.asBool == true {
      report.add(
        .misplacedKey(
          "approval", "does not go with 'only_sent': nobody asks for it", label: "leave it out"),
        at: key.range)
    }
    let place = report.place(key.range)
    switch node.kind {
    case .scalar:
      if node.asBool == true {
        return Approval(roles: [], when: nil, otherwise: nil, place: place)
      }
      let example = node.asBool == nil ? "[\(node.text)]" : "true"
      report.add(
        .wrongShape(node, expected: ApprovalReader.expected, example: example), at: node.range)
      return nil
    case .sequence:
      return Approval(roles: roles(node), when: nil, otherwise: nil, place: place)
    case .mapping:
      guard let form = Form(node, .approval, report) else { return nil }
      let when = formulas.condition(form["when"], of: "when", in: scope)
      let otherwise = formulas.sentence(
        form["otherwise"], of: "otherwise", in: scope.assuming(when))
      return Approval(
        roles: form["roles"].map(roles) ?? [], count: count(form), when: when, otherwise: otherwise,
        place: place)
    }
  }

  /// How many must agree.
  private func count(_ form: Form) -> Int {
    guard let node = form["count"], let count = report.count(node, of: "count") else { return 1 }
    if count > Self.mostPersons {
      report.add(.tooMany("persons who agree", limit: Self.mostPersons), at: node.range)
    }
    return min(count, Self.mostPersons)
  }

  private static let mostPersons = 16

  private func roles(_ node: Node) -> [String] {
    if node.isSequence, node.items.isEmpty {
      report.add(.emptyList("approval", of: "roles"), at: node.range)
    }
    return report.texts(node, of: "roles")
  }
}
