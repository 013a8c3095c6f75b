import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads who else must agree: `approval: true`, a list of roles, or a mapping.
struct ApprovalReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }
  private var formulas: FormulaReader { FormulaReader(draft: draft) }

  private static let expected =
    "true, a list of roles, or {roles: […], count: 2, expires: 14d, when: …, otherwise: …}"

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
        roles: form["roles"].map(roles) ?? [], count: count(form), expires: expires(form, scope),
        when: when, otherwise: otherwise,
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

  /// The time at which a request expires, from when it is asked.
  private func expires(_ form: Form, _ scope: Scope) -> Formula? {
    guard let node = form["expires"] else { return nil }
    if node.isScalar, let length = MeantValue.duration(node.text) {
      report.add(.spokenLength(node.text, meant: length), at: node.range)
      return nil
    }
    let length: String
    switch ValueReader().read(node, as: .duration, .init(choices: [], recordTypes: [])) {
    case .success(.word(let span, .duration)):
      guard span > 0 else {
        report.add(.noWait(), at: node.range)
        return nil
      }
      length = "duration('\(span / 1_000_000)s')"
    case .success, .failure:
      guard let formula = formulas.formula(node, of: "expires", in: scope, expecting: nil) else {
        return nil
      }
      length = formula.text
    }
    let (program, _) = scope.compiler.compile("now + (\(length))", expecting: nil)
    guard let program, program.type.withoutEmpty == .timestamp else {
      report.add(.noWait(), at: node.range)
      return nil
    }
    let formula = Formula(program: program, place: report.place(node.range))
    draft.note(time: formula, at: node.range)
    return formula
  }

  private static let mostPersons = 16

  private func roles(_ node: Node) -> [String] {
    if node.isSequence, node.items.isEmpty {
      report.add(.emptyList("approval", of: "roles"), at: node.range)
    }
    return report.texts(node, of: "roles")
  }
}
