import Diagnostics
import WorkflowEngine
import YAML

/// Reads a record type's reactions, and refuses those that can never come to rest.
struct ReactionReader {
  let draft: DefinitionDraft
  let type: RecordTypeDraft
  let scope: Scope

  /// - Parameter sections: those of all files that say something of the type.
  func read(_ sections: [Node?]) -> [Reaction] {
    let items = sections.flatMap {
      draft.report.items($0, of: "reactions", example: "a list: - {when: …, set: {…}}")
    }
    let reactions = items.compactMap { item in read(item).map { (reaction: $0, range: item.range) }
    }
    ReactionCircleCheck(draft: draft, type: type).run(reactions)
    return reactions.map(\.reaction)
  }

  private func read(_ node: Node) -> Reaction? {
    let report = draft.report
    guard let form = Form(node, .reaction, report, example: "{when: …, set: {…}}") else {
      return nil
    }
    for key in ["when", "set"] where form.lacks(key) {
      report.add(.missingKey(key, in: "a reaction"), at: node.range)
    }
    let when = FormulaReader(draft: draft).condition(form["when"], of: "when", in: scope)
    guard let set = form["set"] else { return nil }
    let assignments = AssignmentReader(draft: draft, scope: scope.assuming(when))
      .set(set, of: type)
    refuseCircle(set)
    draft.watch(when, as: .reaction, at: form["when"])
    draft.watch(assignments, as: .reaction, at: set)
    guard let when else { return nil }
    return Reaction(when: when, set: assignments, place: report.place(node.range))
  }

  /// A field that follows from itself would change again and again.
  private func refuseCircle(_ set: Node) {
    let formulas = FormulaReader(draft: draft)
    for (key, value) in set.entries {
      guard let (text, start) = formulas.formulaText(value) else { continue }
      let name = key.text
      for chain in NameScan(text).chains where !chain.isContinued {
        guard chain.names == [name] || chain.names == [type.name, name] else { continue }
        let range = start + chain.range.lowerBound..<start + chain.range.upperBound
        draft.report.add(.reactionCircle(name), at: value.range(ofText: range))
        break
      }
    }
  }
}
