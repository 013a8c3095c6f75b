import Diagnostics

extension Mistake.Kind {
  static let secretTold = Mistake.Kind(
    "secret-told", "A secret that would be told",
    bad: """
      workflow: cards
      records:
        card:
          fields:
            pin: {type: text, secret: true}
            note: text?
          transitions:
            block: {effects: [{set: {note: =pin}}]}

      """,
    good: """
      workflow: cards
      records:
        card:
          fields:
            pin: {type: text, secret: true}
            note: {type: text?, secret: true}
          transitions:
            block: {effects: [{set: {note: =pin}}]}

      """,
    reason: """
      What is made of a secret is as secret as it is. A field that gets such a value must be secret \
      too, and be seen by nobody who does not see the other one; the key of a message, under which \
      it is looked up and acknowledged, cannot be secret at all, nor can the time at which the clock \
      does something. What a condition finds out is no secret: 'when:' may read one.
      """)
}

extension Mistake {
  /// - Parameter roles: Who sees what the value is made of.
  static func secretInField(_ field: String, sees roles: [String], isSecret: Bool) -> Mistake {
    let seen = "seen_by: [\(roles.joined(separator: ", "))]"
    let wider = roles.isEmpty ? "take 'seen_by' out of \(field)" : "write '\(seen)' at \(field)"
    return Mistake(
      .secretTold,
      isSecret
        ? "'\(field)' would tell a secret to more people" : "'\(field)' would tell a secret",
      label: isSecret
        ? wider : "add 'secret: true\(roles.isEmpty ? "" : ", \(seen)")' to \(field)",
      help: "or use a condition: what it finds out is no secret")
  }

  static func secretInInput(_ input: String, of event: String) -> Mistake {
    Mistake(
      .secretTold, "'\(input)' of '\(event)' would tell a secret",
      label: "send it only where '\(event)' puts '\(input)' into a field that is as secret",
      help: "or use a condition: what it finds out is no secret")
  }

  static func secretInTime() -> Mistake {
    Mistake(
      .secretTold, "a time by the clock cannot be made of a secret: histories show it to everybody",
      label: "use other fields",
      help: "or look again and again, as with 'every: day' and 'when:': what a condition finds out "
        + "is no secret")
  }

  static func secretInKey() -> Mistake {
    Mistake(
      .secretTold, "the key of a message cannot hold a secret",
      label: "use other fields, or leave 'key' out")
  }
}
