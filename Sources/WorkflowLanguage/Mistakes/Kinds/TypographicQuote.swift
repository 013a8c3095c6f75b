import Diagnostics

extension Mistake.Kind {
  static let typographicQuote = Mistake.Kind(
    "typographic-quote", "Quotes of typography around a text", severity: .warning,
    bad: """
      workflow: accounts
      title: “Accounts”
      records:
        account:
          fields: {name: text}

      """,
    good: """
      workflow: accounts
      title: "Accounts"
      records:
        account:
          fields: {name: text}

      """,
    reason: """
      Only the straight quotes of the keyboard mark where a text begins and ends. Curved ones, as \
      programs for texts make them, are letters of the text and will be shown.
      """)
}

extension Mistake {
  /// - Parameter inner: The text between the quotes.
  static func typographicQuote(_ inner: String) -> Mistake {
    let isPlain = !inner.contains("\"") && !inner.contains("\\")
    return Mistake(
      .typographicQuote, "typographic quotes are part of the text and will be shown",
      label: "write straight quotes", replacement: isPlain ? "\"\(inner)\"" : nil)
  }
}
