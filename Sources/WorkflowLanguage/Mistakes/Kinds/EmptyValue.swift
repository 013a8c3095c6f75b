import Diagnostics
import YAML

extension Mistake.Kind {
  static let emptyValue = Mistake.Kind(
    "empty-value", "An empty value where there must be one",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {closed_on: date}
          transitions:
            reopen: {effects: [{set: {closed_on: null}}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {closed_on: date?}
          transitions:
            reopen: {effects: [{set: {closed_on: null}}]}

      """,
    reason: """
      Only a field declared with '?' (or 'optional: true') may be empty.
      """)
}

extension Mistake {
  static func emptyValue(of name: String) -> Mistake {
    Mistake(
      .emptyValue, "'\(name)' may not be empty", label: "give it a value, or declare it with '?'")
  }

  /// - Parameters:
  ///   - part: What may be empty, as it is written, between what stands before and after it.
  ///   - plain: What may take its place.
  ///   - whole: The formula, where it has no quotes: with a comma it needs them.
  static func mayBeEmpty(
    _ part: String, of name: String, instead plain: String?, before: String, after: String,
    whole: SourceRange?
  ) -> Mistake {
    let certain = "coalesce(\(part), \(plain ?? "…"))"
    var mistake = Mistake(
      .emptyValue, "'\(part)' may be empty, and '\(name)' may not", label: "write \(certain)",
      help: "or let it happen only where it is there: when: \(part) != null")
    guard plain != nil else { return mistake }
    if let whole {
      let formula = YAMLText.singleQuoted("=\(before)\(certain)\(after)")
      mistake.label = "write \(formula)"
      mistake.edits = [.init(whole, formula)]
    } else {
      mistake.replacement = certain
    }
    return mistake
  }

  static func emptyParameter() -> Mistake {
    Mistake(.emptyValue, "a parameter may not be empty", label: "give it a value")
  }
}
