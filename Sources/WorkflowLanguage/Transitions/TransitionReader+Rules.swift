import Diagnostics
import WorkflowEngine
import YAML

extension TransitionReader {
  /// The guards, and the names where they have held: each knows what those before it prove.
  ///
  /// - Parameter lists: what stands beside all ways, then the way's own.
  func guardUses(
    _ lists: [Node], _ own: Scope, _ scope: Scope
  ) -> (guards: [GuardUse], scope: Scope) {
    let items = lists.flatMap { report.items($0, of: "guards") }
    if items.count > Transition.maximumGuards {
      report.add(
        .tooMany("guards in a transition", limit: Transition.maximumGuards),
        at: items[Transition.maximumGuards].range)
    }
    var seen: [String: SourceRange] = [:]
    var scope = scope
    let uses = items.prefix(Transition.maximumGuards).compactMap { item -> GuardUse? in
      guard let (nameNode, sentence) = report.namedItem(item, expected: "a guard's name") else {
        return nil
      }
      let name = nameNode.text
      if let first = seen.updateValue(nameNode.range, forKey: name) {
        report.add(.guardTwice(name, first: first), at: nameNode.range)
      }
      let use = guardUse(nameNode, sentence, own, scope)
      if let rule = use?.declared, rule.when == nil { scope = scope.assuming(rule.check) }
      return use
    }
    return (uses, scope)
  }

  private func guardUse(
    _ nameNode: Node, _ sentence: Node?, _ own: Scope, _ scope: Scope
  ) -> GuardUse? {
    let name = nameNode.text
    guard let declared = guards[name] ?? shared[name] else {
      report.add(
        .unknownGuard(name, type: type.name, all: guards.names + shared.names)
          .splitting(name, at: nameNode.range),
        at: nameNode.range)
      return nil
    }
    if let sharedGuard = shared[name], let ownGuard = guards[name] {
      report.add(
        .nameTaken(name, what: "a guard of \(type.name)", by: sharedGuard.range),
        at: ownGuard.range)
      sharedGuard.isUsed = true
    }
    let rule = GuardReader(draft: draft).namedGuard(
      declared, for: type, own: own, scope: scope, use: nameNode.range)
    let otherwise = formulas.sentence(sentence, of: name, in: scope)
    return rule.map {
      GuardUse(declared: $0, otherwise: otherwise, place: report.place(nameNode.range))
    }
  }

  /// Warnings or reminders: `- name: {when: …, say: …}`.
  func notices(_ lists: [Node], _ key: String, _ scope: Scope, _ sentences: Scope) -> [Notice] {
    var seen: [String: SourceRange] = [:]
    return lists.flatMap {
      report.items($0, of: key, example: "a list: - name: {say: …}")
    }.compactMap { item in
      guard
        let (nameNode, value) = report.namedItem(item, expected: "'name: {say: …}'", .notice)
      else { return nil }
      let name = NameRules.check(nameNode, what: "a notice", report, isFormulaName: false)
      if let first = seen.updateValue(nameNode.range, forKey: name) {
        report.add(.nameTaken(name, what: "a notice", by: first), at: nameNode.range)
      }
      guard let value else {
        if item.isScalar { report.add(.missingKey("say", in: "'\(name)'"), at: nameNode.range) }
        return nil
      }
      guard let form = Form(value, .notice, report, example: "{when: …, say: …}") else {
        return nil
      }
      if form.lacks("say") {
        report.add(.missingKey("say", in: "'\(name)'"), at: nameNode.range)
      }
      let when = formulas.condition(form["when"], of: "when", in: scope)
      return formulas.sentence(form["say"], of: "say", in: sentences.assuming(when)).map {
        Notice(name: name, when: when, say: $0, place: report.place(nameNode.range))
      }
    }
  }

  func question(_ node: Node?, _ scope: Scope, _ sentences: Scope) -> Question? {
    guard let node, node.count > 0 || !node.isMapping,
      let form = Form(node, .question, report, example: "{ask: …}")
    else { return nil }
    if form.lacks("ask") { report.add(.missingKey("ask", in: "'confirm'"), at: node.range) }
    let buttons = report.texts(form["buttons"], of: "buttons")
    let when = formulas.condition(form["when"], of: "when", in: scope)
    let details = formulas.sentence(form["details"], of: "details", in: sentences)
    return formulas.sentence(form["ask"], of: "ask", in: sentences).map {
      Question(
        ask: $0, details: details, buttons: buttons.isEmpty ? ["OK", "Cancel"] : buttons, when: when
      )
    }
  }
}
