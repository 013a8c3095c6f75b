import Diagnostics

extension Mistake.Kind {
  static let textNotFormula = Mistake.Kind(
    "text-not-formula", "A name that is shown as it is written", severity: .warning,
    bad: """
      workflow: accounts
      records:
        account:
          shown_as: "{{name}}"
          fields: {name: text}

      """,
    good: """
      workflow: accounts
      records:
        account:
          shown_as: "{name}"
          fields: {name: text}

      """,
    reason: """
      A formula in a sentence stands in single braces. Double braces are the braces themselves, and \
      %name% means nothing.
      """)
}

extension Mistake {
  static func textNotFormula(_ text: String, meant: String) -> Mistake {
    Mistake(
      .textNotFormula, "'\(text)' is shown as it stands: it is no formula",
      label: "write \(meant)", replacement: meant)
  }
}
