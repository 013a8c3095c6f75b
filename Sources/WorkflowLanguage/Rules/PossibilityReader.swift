import Diagnostics
import WorkflowEngine
import YAML

/// Reads what must be reachable at all.
struct PossibilityReader {
  let draft: DefinitionDraft
  let scopes: Scopes

  private var report: Report { draft.report }

  /// - Parameter sections: those of the main file and its parts.
  func read(_ sections: [Node?]) -> [Possibility] {
    report.rules(sections, of: "possible", what: "a possibility", .possibility).compactMap {
      possibility($0.name, $0.range, $0.form)
    }
  }

  private func possibility(_ name: String, _ range: SourceRange, _ form: Form) -> Possibility? {
    for key in ["record", "check"] where form.lacks(key) {
      report.add(.missingKey(key, in: "possibility '\(name)'"), at: range)
    }
    guard let record = form["record"], let number = draft.typeNumber(record, of: "record") else {
      return nil
    }
    let scope = scopes.own(draft.types[number])
    let formulas = FormulaReader(draft: draft)
    let when = formulas.condition(form["when"], of: "when", in: scope)
    let check = formulas.condition(form["check"], of: "check", in: scope.assuming(when))
    draft.watch(when, as: .possibility, at: form["when"])
    draft.watch(check, as: .possibility, at: form["check"])
    let otherwise = formulas.sentence(form["otherwise"], of: "otherwise", in: scope)
    let isAlways = report.boolean(form["always"], of: "always") ?? false
    return check.map { check in
      Possibility(
        name: name, recordType: number, check: when.map { .all([$0, check]) } ?? check,
        otherwise: otherwise, isAlways: isAlways, place: report.place(range))
    }
  }
}
