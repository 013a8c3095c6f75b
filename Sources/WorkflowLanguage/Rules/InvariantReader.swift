import Diagnostics
import WorkflowEngine
import YAML

/// Reads the rules that must hold at the end of every step.
struct InvariantReader {
  let draft: DefinitionDraft
  let scopes: Scopes

  private var report: Report { draft.report }

  /// - Parameter sections: those of the main file and its parts.
  func read(_ sections: [Node?]) -> [Invariant] {
    report.rules(sections, of: "invariants", what: "an invariant", .invariant).compactMap {
      invariant($0.name, $0.range, $0.form)
    }
  }

  private func invariant(_ name: String, _ range: SourceRange, _ form: Form) -> Invariant? {
    for key in ["record", "check"] where form.lacks(key) {
      report.add(.missingKey(key, in: "invariant '\(name)'"), at: range)
    }
    guard let record = form["record"], let number = draft.typeNumber(record, of: "record") else {
      return nil
    }
    let type = draft.types[number]
    let scope = form["during"] == nil ? scopes.own(type) : scopes.stepwise(type)
    let formulas = FormulaReader(draft: draft)
    let when = formulas.condition(form["when"], of: "when", in: scope)
    let check = formulas.condition(form["check"], of: "check", in: scope.assuming(when))
    draft.watch(when, as: .invariant, at: form["when"])
    draft.watch(check, as: .invariant, at: form["check"])
    let broken = scope.assuming(when).assuming(check, holds: false)
    let otherwise = formulas.sentence(form["otherwise"], of: "otherwise", in: broken)
    let during = during(form["during"])
    return check.map {
      Invariant(
        name: name, recordType: number, when: when, check: $0, otherwise: otherwise,
        during: during, place: report.place(range))
    }
  }

  /// Events as `type.event`.
  private func during(_ node: Node?) -> [String] {
    let names = report.texts(node, of: "during")
    guard let node else { return names }
    for item in node.items where item.isScalar {
      let parts = item.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        report.add(
          .wrongShape(item, expected: "an event such as account.close"), at: item.range)
        continue
      }
      guard let number = draft.typeNumber(parts[0]) else {
        report.add(.unknownRecordType(parts[0], all: draft.typeNames), at: item.range)
        continue
      }
      let type = draft.types[number]
      if type.event(parts[1]) == nil {
        let end = item.text.utf8.count
        report.add(
          .unknownEvent(
            parts[1], type: type.name, all: type.events.map(\.name), declared: type.range),
          at: item.range(ofText: end - parts[1].utf8.count..<end))
      }
    }
    return names
  }
}
