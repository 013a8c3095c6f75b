import Diagnostics

extension Mistake.Kind {
  static let lostBackslash = Mistake.Kind(
    "lost-backslash", "A backslash before a space", severity: .warning,
    bad: #"""
      workflow: accounts
      title: "Open \ closed"
      records:
        account:
          fields: {name: text}

      """#,
    good: #"""
      workflow: accounts
      title: 'Open \ closed'
      records:
        account:
          fields: {name: text}

      """#,
    reason: #"""
      Inside double quotes a backslash gives the character behind it another meaning; before a space
      it only vanishes. Inside single quotes it is a letter like any other.
      """#)
}

extension Mistake {
  static func lostBackslash() -> Mistake {
    Mistake(
      .lostBackslash, "a backslash before a space vanishes inside double quotes",
      label: #"write \\"#, replacement: #"\\ "#)
  }
}
