import Diagnostics
import YAML

extension Mistake.Kind {
  static let wrongValue = Mistake.Kind(
    "wrong-value", "A value that the key does not have",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {selection: single}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          states: {status: [active, closed]}
          transitions:
            close: {selection: one}

      """,
    reason: """
      Some keys have a few values of their own; the message lists them.
      """)
}

extension Mistake {
  static func wrongValue(_ text: String, of key: String, allowed: [String]) -> Mistake {
    Mistake(
      .wrongValue, "'\(key)' cannot be '\(text)'",
      notes: [.init("'\(key)' is one of \(allowed.joined(separator: ", "))")]
    ).meaning(text, in: allowed)
  }

  static func notAWholeNumber(_ key: String, _ text: String) -> Mistake {
    Mistake(
      .wrongValue, "'\(key)' is a whole number from 1, not '\(text)'", label: "write a number")
  }

  static func notTrueOrFalse(_ key: String, _ text: String) -> Mistake {
    let meant = MeantValue.boolean(text)
    return Mistake(
      .wrongValue, "'\(key)' is true or false, not '\(text)'",
      label: "write \(meant ?? "true or false")", replacement: meant)
  }

  /// A number with a comma, which ends a value inside braces.
  static func cutNumber(_ text: String, meant: String) -> Mistake {
    Mistake(
      .wrongValue, "'\(text)' falls apart at its comma", label: "write \(meant)",
      replacement: meant)
  }

  static func cutFormula(_ text: String) -> Mistake {
    Mistake(
      .wrongValue, "a comma inside {…} or […] ends the value",
      label: "put quotes around the whole formula",
      replacement: YAMLText.singleQuoted(text))
  }

  static func cutList(_ list: String, isList: Bool) -> Mistake {
    Mistake(
      .wrongValue, "a comma ends the value here",
      label: isList ? "write \(list)" : "put quotes around the whole text",
      replacement: isList ? list : nil)
  }

  static func wrongVersion(_ text: String) -> Mistake {
    Mistake(
      .wrongValue, "a version is a number or a short name, not '\(text)'", label: "write 1")
  }

  static func emptyForm(_ form: String) -> Mistake {
    Mistake(.wrongValue, "these braces say nothing of \(form)", label: "take them out")
  }

  static func emptyList(_ key: String, of things: String) -> Mistake {
    Mistake(.wrongValue, "'\(key)' names no \(things)", label: "name some, or leave it out")
  }

  static func optionalElement() -> Mistake {
    Mistake(
      .wrongValue, "an element of a list cannot be empty",
      label: "leave out the '?'; for the whole list write 'optional: true'")
  }

  static func newAmongStates() -> Mistake {
    Mistake(
      .wrongValue, "'new' stands alone: a record is new or it has a state",
      label: "make it an event of its own, or a second way of this one")
  }

  static func exceptsAll(_ region: String) -> Mistake {
    Mistake(
      .wrongValue, "'except' leaves no state of '\(region)'", label: "take one of them out")
  }

  static func newExcepted() -> Mistake {
    Mistake(
      .wrongValue, "'new' is no state, and no record that is there is new",
      label: "leave it out; without 'from' any state will do")
  }

  static func twoTargets(_ key: String, region: String) -> Mistake {
    Mistake(
      .wrongValue, "'\(key)' names two states of '\(region)', and a record is in one",
      label: "keep one of them")
  }

  static func historyCircle(_ histories: [String], in state: String) -> Mistake {
    let first = histories.first ?? ""
    if histories.count == 1 {
      return Mistake(
        .wrongValue, "'\(first)' leads nowhere as long as there is nothing to go back to",
        label: "add 'default:' with a state",
        help: "'\(state)' begins in '\(first)', and without 'default:' that leads where "
          + "'\(state)' begins")
    }
    let way = (histories + [first]).map { "'\($0)'" }.joined(separator: " → ")
    return Mistake(
      .wrongValue, "histories lead to each other in a circle: \(way)",
      label: "add a 'default:' that names a state")
  }

  /// - Parameter regions: of the record type.
  static func previousOfWhich(_ regions: [String]) -> Mistake {
    let text = "{\(regions.first ?? "status"): previous}"
    return Mistake(
      .wrongValue, "'previous' is the state before of one region, and this leaves that open",
      label: "write \(text)", notes: [.init("there are \(regions.joined(separator: ", "))")])
  }

  /// - Parameters:
  ///   - isNamed: whether `from` names the state.
  ///   - isAlone: whether it is the only one.
  static func nothingBefore(_ state: String, isNamed: Bool, isAlone: Bool) -> Mistake {
    let label =
      !isNamed
      ? "name under 'from' the states that it leaves, without '\(state)'"
      : isAlone ? "name under 'to' the state that it leads to" : "leave '\(state)' out"
    return Mistake(
      .wrongValue, "a record may begin in '\(state)', and then no state is before it", label: label)
  }

  static func statesOfTwoRegions(_ key: String) -> Mistake {
    Mistake(.wrongValue, "'\(key)' names states of two regions", label: "keep those of one")
  }

  static func targetsApart(_ first: String, _ second: String) -> Mistake {
    Mistake(
      .wrongValue, "a record cannot be in '\(first)' and in '\(second)' at once",
      label: "keep one of them")
  }

  static func targetOutside(_ target: String, of outer: String) -> Mistake {
    Mistake(
      .wrongValue, "'\(target)' does not lie inside '\(outer)'", label: "name a state inside it")
  }

  static func twoDefaults(first: SourceRange) -> Mistake {
    Mistake(
      .wrongValue, "only one list can be the default", label: "leave out 'default'",
      notes: [.init("the other stands here", range: first)])
  }

  static func takenTwice(_ name: String, by first: SourceRange) -> Mistake {
    Mistake(
      .wrongValue, "'\(name)' cannot take the place of two",
      label: "drop one of them with 'null'", notes: [.init("the other stands here", range: first)])
  }
}
