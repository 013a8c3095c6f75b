import Diagnostics

extension Mistake.Kind {
  static let unknownKey = Mistake.Kind(
    "unknown-key", "A key that is not in the language",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {form: active, to: closed}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed}

      """,
    reason: """
      A misspelt key would silently do nothing, so unknown keys are refused.
      """)
}

extension Mistake {
  static func unknownKey(_ key: String, in form: String, allowed: [String]) -> Mistake {
    let mistake = Mistake(
      .unknownKey, "there is no key '\(key)' in \(form)",
      notes: [.init("\(form) may have: \(allowed.joined(separator: ", "))")])
    if let meant = ForeignWords.meaning(of: key, among: allowed) {
      var known = mistake
      (known.label, known.replacement) = ("did you mean \(meant)?", meant)
      return known
    }
    // What is added to a record type has no keys of its own.
    let owners = FormKind.allCases.filter { $0 != .addition && $0.keyNames.contains(key) }
    // What a workflow may have, its parts may have as well.
    let home =
      owners.count == 1 || owners == [.file, .part]
      ? "'\(key)' is a key of \(owners[0].name): move it there" : nil
    return mistake.meaning(key, in: allowed, otherwise: home)
  }
}
