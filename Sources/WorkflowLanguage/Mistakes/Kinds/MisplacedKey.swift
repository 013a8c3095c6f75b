import Diagnostics

extension Mistake.Kind {
  static let misplacedKey = Mistake.Kind(
    "misplaced-key", "A key that does not go with the others",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed, effects: [{set: {name: x}, later: true}]}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed, effects: [{set: {name: x}}]}

      """,
    reason: """
      A key such as 'later' has a meaning beside some keys ('raise') and none beside \
      others. What must hold for a transition stands under 'guards', with the sentence \
      that is shown. 'label', 'tabs' and 'selection' stand beside 'first:' or in its ways, \
      and the ways of one event never differ in 'selection'.
      """)
}

extension Mistake {
  /// Something is added to a record type in the very file that declares it.
  static func addedWhereItStands(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .misplacedKey, "'\(name)' stands in this file itself",
      label: "write this under 'records', where it is declared",
      notes: [.init("it is declared here", range: declared)])
  }

  static func misplacedKey(_ key: String, _ rule: String, label: String) -> Mistake {
    Mistake(.misplacedKey, "'\(key)' \(rule)", label: label)
  }

  static func outdented(
    _ key: String, belongsTo owner: String, by depth: Int, _ edits: [Mend.Edit]
  ) -> Mistake {
    let lines = edits.count == 1 ? "this line" : "these \(edits.count) lines"
    return Mistake(
      .misplacedKey, "'\(key)' stands too far left: it belongs to '\(owner)' above",
      label: "indent \(lines) by \(depth)", edits: edits)
  }

  static func fieldAsInput(_ name: String) -> Mistake {
    Mistake(
      .misplacedKey, "'\(name)' is an own field, and the record is there already",
      label: "name it under 'edits'",
      help: "an input without a type is a field that a new record gets ('from: new')")
  }

  static func fieldNeedsNoOtherName(_ name: String) -> Mistake {
    Mistake(
      .misplacedKey, "'\(name)' is an own field, formulas call it that already",
      label: "leave 'as' out",
      help: "'as' is for an input with a type of its own whose name is taken")
  }

  static func differentSelections(_ event: String, first: SourceRange) -> Mistake {
    Mistake(
      .misplacedKey, "the ways of '\(event)' differ in 'selection'",
      label: "say it once, beside 'first' or in one way",
      notes: [.init("the other stands here", range: first)],
      help: "how many records are asked for at once is known before the way is")
  }
}
