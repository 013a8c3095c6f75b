import YAML

/// What can be left out of each form, so that the file still says something, but less.
enum SlipTable {
  static let value = "the value of"
  static let invariant = "invariant"

  /// Keys that are left out as a whole, with what they are called.
  static func removable(_ form: FormKind) -> [String: String] {
    switch form {
    case .transition, .ways:
      [
        "roles": "the roles", "confirm": "the question", "approval": "the approval",
        "selection": "the selection", "when": "the condition", "only_sent": "'only_sent'",
        "internal": "'internal'", "until": "the end of the repetition",
        "starting": "the start of the repetition",
      ]
    case .effect:
      [
        "when": "the condition", "where": "the choice of records", "limit": "the limit",
        "order_by": "the order", "descending": "the direction", "skip_blocked": "'skip_blocked'",
        "else": "'else'", "later": "'later'",
      ]
    case .namedGuard, .invariant, .possibility: ["when": "the condition"]
    case .notice, .question, .input: ["when": "the condition", "default": "the default"]
    case .approval:
      ["when": "the condition", "count": "the number of persons", "expires": "the time it waits"]
    case .list, .relation: ["where": "the choice of records"]
    case .field: ["unique": "the uniqueness"]
    case .unique, .uniqueKey: ["in": "the states", "where": "the choice of records"]
    case .state, .file, .actors, .part, .recordType, .addition, .initial, .history,
      .selection,
      .reaction, .category, .migration, .decisionTable:
      [:]
    }
  }

  /// Keys whose list or mapping names things of which each can be left out, with what one is called.
  static func members(_ form: FormKind) -> [String: String] {
    switch form {
    case .transition, .ways:
      [
        "guards": "guard", "warnings": "warning", "reminders": "reminder", "effects": "effect",
        "edits": "the edit of", "roles": "role", "from": "source",
      ]
    case .recordType, .addition:
      ["reactions": "reaction", "badges": "badge", "unique": "the uniqueness of"]
    case .state: ["on_entry": "entry effect", "on_exit": "exit effect"]
    case .initial, .history: ["effects": "effect"]
    case .input: ["checks": "check"]
    case .effect: ["do": "effect", "else": "effect", "set": value, "with": value]
    case .reaction: ["set": value]
    case .file, .part: ["invariants": invariant]
    case .approval: ["roles": "role"]
    case .actors, .field, .unique, .uniqueKey, .relation, .selection, .notice, .question,
      .namedGuard, .invariant, .possibility, .list, .category, .migration, .decisionTable:
      [:]
    }
  }

  /// Keys behind which nothing is decided, or what stands there is told in another way.
  static func isPassedOver(_ key: String, in form: FormKind) -> Bool {
    switch form {
    case .migration, .actors: true
    case .possibility: true
    case .list: key != "where"
    case .file, .part: key == "migrate" || key == "possible"
    default: false
    }
  }
}
