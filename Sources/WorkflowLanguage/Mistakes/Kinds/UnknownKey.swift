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
    let elsewhere = [
      "conditions": "guards", "actions": "effects", "message": "otherwise", "parameters": "inputs",
      "permissions": "roles", "name": "label", "description": "title", "initial": "states",
    ]
    let known = elsewhere[key].flatMap { allowed.contains($0) ? "did you mean \($0)?" : nil }
    return Mistake(
      .unknownKey, "there is no key '\(key)' in \(form)",
      label: didYouMean(key, in: allowed) ?? known,
      notes: [.init("\(form) may have: \(allowed.joined(separator: ", "))")])
  }
}
