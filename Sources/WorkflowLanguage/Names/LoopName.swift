import Diagnostics
import WorkflowEngine
import YAML

/// How the record that `for`, `where` and `order_by` look at is called.
struct LoopName {
  let member: RecordTypeDraft
  /// The names around it.
  let outer: Scope
  let name: String
  private let taken: String?
  private let report: Report
  private let range: SourceRange

  /// - Parameter use: What needs the name, for a diagnostic.
  init(
    _ form: Form, member: RecordTypeDraft, in outer: Scope, use: Node?, _ report: Report
  ) {
    self.member = member
    self.outer = outer
    self.report = report
    if let node = form["as"], node.isScalar {
      name = NameRules.check(node, what: "the record looked at", report)
      range = node.range
    } else {
      name = member.name
      range = (use ?? form.node).range
      if let node = form["as"] {
        report.add(.wrongShape(node, expected: "a name for 'as'"), at: node.range)
      }
    }
    if outer.owner.member(name) != nil {
      taken = "a member of \(outer.owner.name)"
    } else if name == outer.owner.name {
      taken = "the transition's own record"
    } else {
      let meaning = name == Scope.due ? "the time that the timer was set for" : "an input"
      taken = outer.variables.contains(name) ? meaning : nil
    }
  }

  /// The names inside; nil, with a diagnostic, where a name is needed and has two meanings.
  func scope(needed: Bool) -> Scope? {
    guard let taken else { return outer.looking(at: member, named: name) }
    guard needed else { return outer }
    report.add(.loopNameTaken(name, meaning: taken), at: range)
    return nil
  }
}
