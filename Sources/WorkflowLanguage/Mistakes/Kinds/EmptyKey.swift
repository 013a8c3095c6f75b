import Diagnostics

extension Mistake.Kind {
  static let emptyKey = Mistake.Kind(
    "empty-key", "A key with nothing after it",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close:
              from: active
              to: closed
              roles:

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close:
              from: active
              to: closed
              roles: [manager]

      """,
    reason: """
      A key with nothing after it says nothing, and a rule that was meant to stand there \
      would be gone without a word: everybody could close the account. A value that is to \
      be empty is written 'null'.
      """)
}

extension Mistake {
  /// - Parameter mayBeNull: Whether it could be meant to be empty.
  static func emptyKey(_ key: String, mayBeNull: Bool) -> Mistake {
    Mistake(
      .emptyKey, "'\(key)' has nothing after it",
      label: mayBeNull
        ? "write null if it is to be empty" : "write something after it, or take it out")
  }
}
