import Diagnostics

extension Mistake.Kind {
  static let looksLikeNumber = Mistake.Kind(
    "looks-like-number", "A text that looks like a number", severity: .warning,
    bad: """
      workflow: accounts
      parameters: {fee: 7.5 €}
      records:
        account:
          fields: {name: text}

      """,
    good: """
      workflow: accounts
      parameters: {fee: 7.5}
      records:
        account:
          fields: {name: text}

      """,
    reason: """
      A number has digits and at most one point. With a comma, a sign of currency or zeros before \
      it, it is a text, and no formula can reckon with it. In quotes it is a text on purpose.
      """)
}

extension Mistake {
  static func looksLikeNumber(_ text: String, meant: String) -> Mistake {
    Mistake(
      .looksLikeNumber, "'\(text)' looks like a number and is a text",
      label: "write \(meant), or put quotes around it", replacement: meant)
  }
}
