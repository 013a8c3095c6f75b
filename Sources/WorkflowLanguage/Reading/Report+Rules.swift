import Diagnostics
import YAML

/// A rule with a name of its own, such as an invariant, before its formulas are read.
struct NamedRule {
  let name: String
  let range: SourceRange
  let form: Form
}

extension Report {
  /// The rules under a key of the main file and its parts; a name stands once.
  ///
  /// - Parameter what: as in messages: "an invariant".
  func rules(_ sections: [Node?], of key: String, what: String, _ kind: FormKind) -> [NamedRule] {
    var first: [String: SourceRange] = [:]
    return sections.flatMap { named($0, of: key, kind) }.compactMap { entry in
      let key = entry.key
      let name = NameRules.check(key, what: what, self, isFormulaName: false)
      if let other = first.updateValue(key.range, forKey: name) {
        add(.nameTaken(name, what: what, by: other), at: key.range)
      }
      return Form(
        entry.value, kind, self, example: "{record: …, check: …}", strays: entry.strays
      ).map {
        NamedRule(name: name, range: key.range, form: $0)
      }
    }
  }
}
