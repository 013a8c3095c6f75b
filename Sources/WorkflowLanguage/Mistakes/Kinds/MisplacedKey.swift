import Diagnostics
import YAML

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

  /// `[open, {except: closed}]`, or `[{except: closed}]`, which is put right.
  static func exceptInList(_ list: Node, _ item: Node) -> Mistake {
    let isAlone = list.count == 1 && list.style == .flowSequence
    return Mistake(
      .misplacedKey, "'except' cannot stand in a list of states",
      label: isAlone
        ? "write it without the brackets" : "name the states that are meant, or those excepted",
      edits: isAlone ? [.init(list.range, item.range.text)] : [])
  }

  /// - Parameter region: That of the states excepted.
  static func exceptBesideRegions(_ key: Node, _ value: Node, region: String?) -> Mistake {
    let file = key.range.file
    let start = SourceRange(file: file, start: key.range.start, end: key.range.start)
    let end = SourceRange(file: file, start: value.range.end, end: value.range.end)
    return Mistake(
      .misplacedKey, "'except' cannot stand beside a region",
      label: region.map { "write \($0): {except: …}" } ?? "keep one of them",
      edits: region.map { [.init(start, "\($0): {"), .init(end, "}")] } ?? [])
  }

  static func exceptElsewhere(_ key: String) -> Mistake {
    Mistake(
      .misplacedKey, "'except' does not go with '\(key)'", label: "name the states that are meant",
      help: "'except' is for states that a transition leaves, and for 'unique: {in: …}'")
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
