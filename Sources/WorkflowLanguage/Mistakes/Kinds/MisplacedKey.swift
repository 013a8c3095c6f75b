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
      that is shown. What all ways of an event have in common stands once beside 'first:' \
      or 'ways:', or else in the ways, which never differ in 'selection'.
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

  static func fieldMayBeEmpty(
    _ name: String, isOptional: Bool, _ key: SourceRange, _ value: SourceRange
  ) -> Mistake {
    let instead = "required: \(!isOptional)"
    return Mistake(
      .misplacedKey, "whether '\(name)' may be empty is said where the field is declared",
      label: "write \(instead)",
      help: "'required' says whether it must be given here",
      edits: [.init(SourceRange(file: key.file, start: key.start, end: value.end), instead)])
  }

  static func requiredWithDefault(_ name: String) -> Mistake {
    Mistake(
      .misplacedKey, "'\(name)' has a default, so it need not be given",
      label: "leave 'required' out, or the default")
  }

  static func editOfInput(_ name: String, isKept: Bool, asked: SourceRange) -> Mistake {
    isKept
      ? Mistake(
        .misplacedKey, "'\(name)' is asked for already, under 'inputs'",
        label: "take it out here, or there if it need not be given",
        notes: [.init("it is asked for here", range: asked)])
      : .nameTaken(name, what: "an input", by: asked)
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
      label: "say it once, beside 'first' or 'ways', or in one way",
      notes: [.init("the other stands here", range: first)],
      help: "how many records are asked for at once is known before the way is")
  }
}
