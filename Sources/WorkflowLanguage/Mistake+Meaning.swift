import Diagnostics
import WorkflowEngine

/// What is written well and cannot be meant.
extension Mistake {
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

  static func statesOfTwoRegions(_ key: String) -> Mistake {
    Mistake(.wrongValue, "'\(key)' names states of two regions", label: "keep those of one")
  }

  static func inputNeedsType(
    _ name: String, type: String, isNamed: Bool, fields: [String], creates: Bool
  ) -> Mistake {
    let close = creates ? didYouMean(name, in: fields) : nil
    return Mistake(
      .missingKey, "'\(name)' is no field of \(type), so it needs a type",
      label: close ?? "write '\(name): {type: text}'")
  }

  static func fieldAsInput(_ name: String) -> Mistake {
    Mistake(
      .misplacedKey, "'\(name)' is an own field, and the record is there already",
      label: "name it under 'edits'",
      help: "an input without a type is a field that a new record gets ('from: new')")
  }

  static func inlineTwice(_ name: String, first: SourceRange) -> Mistake {
    Mistake(
      .inlineType, "'\(name)' are the entries of two lists",
      label: "give this list a record type of its own",
      notes: [.init("the other list stands here", range: first)])
  }

  static func inlineWithMore(_ name: String, key: String, relation: SourceRange) -> Mistake {
    Mistake(
      .inlineType, "'\(name)' lives inside another record and cannot have '\(key)'",
      label: "entries have fields alone",
      notes: [.init("it is the entries of a list here", range: relation)])
  }

  static func inlineElsewhere(_ name: String, relation: SourceRange) -> Mistake {
    Mistake(
      .inlineType, "'\(name)' lives inside another record, so nothing else can point to it",
      label: "use its list",
      notes: [.init("it is the entries of a list here", range: relation)])
  }

  static func emptyValue(of name: String) -> Mistake {
    Mistake(
      .emptyValue, "'\(name)' may not be empty", label: "give it a value, or declare it with '?'")
  }

  static func emptyParameter() -> Mistake {
    Mistake(.emptyValue, "a parameter may not be empty", label: "give it a value")
  }

  static func wrongParameter(_ text: String) -> Mistake {
    Mistake(
      .wrongValueType, "'\(text)' is no value that a parameter can have",
      label: "write a text, a number, a date or a duration")
  }

  static func mixedList() -> Mistake {
    Mistake(
      .wrongValueType, "the values of a list are of one type", label: "this one differs")
  }

  static func fieldFormulaType(_ name: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "the formula of '\(name)' gives nothing that a field can hold",
      label: "make it a text, a number, a date, a record or a list of these")
  }

  static func messageFormulaType(_ name: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "the formula of '\(name)' gives nothing that a message can carry",
      label: "make it a text, a number, a date, a record or a list of these")
  }

  static func noTime(_ key: String) -> Mistake {
    Mistake(.wrongFormulaType, "'\(key)' is a date or a time", label: "this is neither")
  }

  static func listOfTimes() -> Mistake {
    Mistake(
      .wrongFormulaType, "this is a list of times, of which each is to fire once",
      label: "keep it in a field of its own, or write the list here: [first, second]")
  }

  static func noInterval() -> Mistake {
    Mistake(
      .wrongFormulaType, "'every' is the time from one firing to the next",
      label: "write a length such as 7d, or months(1)")
  }

  /// - Parameter noun: What the value is: "a list".
  static func noOrder(_ noun: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'order_by' needs a value that has an order, and this is \(noun)",
      label: noun == "a record"
        ? "name one of its fields" : "name one number, text, date, time or state")
  }

  static func noRecords(_ text: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'\(text)' names no records", label: "name a relation or a reference")
  }

  static func manyForOne() -> Mistake {
    Mistake(
      .wrongFormulaType, "'to' names one record, and this is a set",
      label: "write 'for' instead of 'to'")
  }

  static func wrongRecords(_ text: String, expected: String) -> Mistake {
    Mistake(
      .wrongFormulaType, "'\(text)' is no record of type \(expected)",
      label: "name a record of type \(expected) or a set of them")
  }

  static func stateNotSettable(_ name: String, type: String, isNew: Bool) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' holds a state of \(type), and only transitions change states",
      label: isNew
        ? "leave it out: a new record is in its first states" : "use a transition's 'to'",
      help: isNew ? "to start elsewhere, send the new record an event" : nil)
  }

  static func formulaNotSettable(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is computed and cannot be set",
      label: "set what it is computed from",
      notes: [.init("its formula stands here", range: declared)])
  }

  static func relationNotSettable(_ name: String, isLinks: Bool, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is a set and cannot be set",
      label: isLinks ? "use 'link' and 'unlink'" : "use 'create' and 'delete'",
      notes: [.init("it is declared here", range: declared)])
  }

  static func relationNotEditable(_ name: String, declared: SourceRange) -> Mistake {
    Mistake(
      .notSettable, "'\(name)' is a set and cannot be edited", label: "name a field",
      notes: [.init("it is declared here", range: declared)])
  }

  static func missingFields(
    _ fields: [(name: String, range: SourceRange)], type: String
  ) -> Mistake {
    let names = fields.map { "'\($0.name)'" }.joined(separator: ", ")
    return Mistake(
      .missingField, "a new \(type) needs \(names)",
      label: "add with: {\(fields.map { "\($0.name): …" }.joined(separator: ", "))}",
      notes: fields.prefix(5).map { .init("'\($0.name)' is declared here", range: $0.range) })
  }

  static func cannotBeSent(
    _ event: String, type: String, because: String, declared: SourceRange
  ) -> Mistake {
    Mistake(
      .cannotBeSent, "'\(event)' cannot be sent to \(type): \(because)",
      label: "send another event",
      notes: [.init("it is declared here", range: declared)])
  }

  static func noVerb(_ verbs: [String]) -> Mistake {
    Mistake(
      .effectVerb, "an effect needs a verb",
      label: "add one of \(verbs.joined(separator: ", "))")
  }

  static func secondVerb(_ verb: String, beside first: String) -> Mistake {
    Mistake(
      .effectVerb, "an effect has one verb, and this one has '\(first)' already",
      label: "make '\(verb)' an effect of its own")
  }

  static func ambiguousTransition(_ event: String, states: String, other: SourceRange) -> Mistake {
    Mistake(
      .ambiguousTransition, "two ways of '\(event)' apply to a record that \(states)",
      label: "take out the states of the other way",
      notes: [.init("the other way stands here", range: other)])
  }

  /// - Parameter ways: "two ways of 'close'".
  static func possibleTogether(
    _ ways: String, witness: String, help: String, other: SourceRange
  ) -> Mistake {
    Mistake(
      .ambiguousTransition, "\(ways) are both possible for \(witness)",
      label: "make the conditions of both exclude each other",
      notes: [.init("the other way stands here", range: other)], help: help)
  }

  /// - Parameter conditions: What was not looked into; nothing where there was too much to try.
  static func undecidedOverlap(
    _ ways: String, conditions: [String], help: String, other: SourceRange
  ) -> Mistake {
    let shown = conditions.prefix(5).map { "'\($0)'" }
    let rest = conditions.count > shown.count ? " and \(conditions.count - shown.count) more" : ""
    let reason =
      shown.isEmpty
      ? "there are more cases than \(OverlapDecider.maximumEvaluations) evaluations can try"
      : "it is not known how \(shown.joined(separator: ", "))\(rest) can come out"
    return Mistake(
      .undecidedOverlap, "\(ways) may both be possible for one record: \(reason)",
      label: "write one condition as the opposite of the other",
      notes: [.init("the other way stands here", range: other)], help: help)
  }

  static func leavesFinal(_ state: String, declared: SourceRange) -> Mistake {
    Mistake(
      .finalState, "nothing leaves '\(state)': it is final", label: "take it out of 'from'",
      notes: [.init("it is declared here", range: declared)],
      help: "leave out 'final: true' if the record can go on from there")
  }

  static func neverDone(_ state: String, declared: SourceRange) -> Mistake {
    Mistake(
      .finalState, "'\(state)' has no states inside it, so it never comes to an end",
      label: "name a state with states inside it",
      notes: [.init("it is declared here", range: declared)])
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

  static func noLength() -> Mistake {
    Mistake(
      .wrongFormulaType, "'after' needs a length of time", label: "this is none",
      help: "write it as 90s, 1h30m or 14d, or as days(14) or months(1)")
  }

  static func differentSelections(_ event: String, first: SourceRange) -> Mistake {
    Mistake(
      .misplacedKey, "the ways of '\(event)' differ in 'selection'",
      label: "say it once, beside 'first' or in one way",
      notes: [.init("the other stands here", range: first)],
      help: "how many records are asked for at once is known before the way is")
  }

  static func twoDefaults(first: SourceRange) -> Mistake {
    Mistake(
      .wrongValue, "only one list can be the default", label: "leave out 'default'",
      notes: [.init("the other stands here", range: first)])
  }

  static func reactionCircle(_ field: String) -> Mistake {
    Mistake(
      .reactionCircle, "a reaction computes '\(field)' from itself, so it would never come to rest",
      label: "compute it from other fields, or set it in a transition")
  }

  static func automaticCircle(
    _ circle: [(name: String, range: SourceRange)], witness: String
  ) -> Mistake {
    var names = circle.prefix(10).map(\.name)
    if circle.count > names.count { names.append("…") }
    if let first = names.first { names.append(first) }
    return Mistake(
      .automaticCircle,
      "automatic transitions follow each other for ever: \(names.joined(separator: " → ")), "
        + "for \(witness)",
      label: "add a condition that stops holding",
      notes: circle.prefix(10).enumerated().map { index, step in
        let next = circle[(index + 1) % circle.count].name
        return .init("\(step.name) leads to \(next) here", range: step.range)
      })
  }

  /// - Parameter circle: What leads to what, the last to the first.
  static func circle(_ code: Code, of circle: [(name: String, range: SourceRange)]) -> Mistake {
    // The story of a very long circle is told by its beginning.
    var names = circle.prefix(10).map(\.name)
    if circle.count > names.count { names.append("…") }
    if let first = names.first { names.append(first) }
    let story = names.joined(separator: " → ")
    let isCascade = code == .cascadeCircle
    return Mistake(
      code,
      isCascade
        ? "events send each other in a circle: \(story)"
        : "formulas are built on each other in a circle: \(story)",
      label: isCascade ? "leave out one of them" : "compute one of them from other fields",
      notes: circle.prefix(10).enumerated().map { index, step in
        let next = circle[(index + 1) % circle.count].name
        return .init(
          isCascade ? "\(step.name) sends \(next) here" : "\(step.name) is built on \(next) here",
          range: step.range)
      })
  }
}
