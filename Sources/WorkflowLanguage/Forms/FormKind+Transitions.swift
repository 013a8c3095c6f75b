/// The keys of transitions and of what stands in them.
extension FormKind {
  /// What stands once beside `first:` or `ways:`, for all its ways.
  static let sharedKeys = shared.map(\.name)

  /// What stands there and comes before what a way says itself.
  static let sharedLists = lists.map(\.name)

  private static let shared = [
    FormKey("label", .text, "what people call it"),
    FormKey("tabs", .list(.text), "the lists in whose menu it stands", holds: "tabs"),
    FormKey(
      "selection", .either([.text, .form(.selection)]), "for how many records it can be asked",
      holds: "keys"),
    FormKey("from", .states, "the states that it leaves, or new", holds: "states"),
    FormKey("roles", .list(.text), "who may ask for it", holds: "roles"),
    FormKey("inputs", .list(.form(.input)), "values asked for with it", holds: "inputs"),
    FormKey(
      "edits", .either([.text, .list(.name)]), "own fields that may change with it",
      holds: "fields"),
    FormKey(
      "confirm", .form(.question), "what is asked before it is carried out", holds: "question"),
    FormKey(
      "approval", .either([.flag, .list(.text), .form(.approval)]), "who else must agree",
      holds: "roles"),
  ]

  private static let lists = [
    FormKey("guards", .list(.name), "conditions that must hold", holds: "guards"),
    FormKey("warnings", .list(.form(.notice)), "sentences shown with it", holds: "warnings"),
    FormKey("effects", .list(.form(.effect)), "what it brings about", holds: "effects"),
    FormKey("reminders", .list(.form(.notice)), "sentences shown after it", holds: "reminders"),
  ]

  static let waysTable = Table(
    [
      FormKey(
        "first", .list(.form(.transition)), "ways of which the first that applies is taken",
        holds: "ways"),
      FormKey(
        "ways", .list(.form(.transition)), "ways of which at most one can ever apply",
        holds: "ways"),
    ] + shared + lists)

  static let transitionTable = Table(
    shared + lists + [
      FormKey("to", .states, "the states that it leads to", holds: "states"),
      FormKey("only_sent", .flag, "whether only effects ask for it"),
      FormKey(
        "at", .either([.formula, .list(.formula)]),
        "the time at which the clock fires it, or the time of day",
        holds: "times"),
      FormKey("after", .formula, "how long after entering the state the clock fires it"),
      FormKey("automatic", .flag, "whether it is taken as soon as 'when' holds"),
      FormKey("done", .name, "the state whose end it follows"),
      FormKey("expired", .name, "the event whose waiting request has expired"),
      FormKey("internal", .flag, "whether the states around its targets stay active"),
      FormKey("when", .condition, "when the way applies", holds: "conditions"),
      FormKey(
        "every", .formula, "the time from one firing to the next, or day, week, month or year"),
      FormKey(
        "on", .either([.formula, .list(.formula)]), "the days of the week, the month or the year",
        holds: "days"),
      FormKey("starting", .formula, "the time from which 'every' counts"),
      FormKey("until", .formula, "the time after which it no longer fires"),
      FormKey("missed", .text, "each, once or skip: times that passed before it could fire"),
      FormKey("not_supported", .sentence, "why it cannot be done here"),
      FormKey("instead", .name, "the event to ask for instead"),
    ])

  static let selectionTable = Table([
    FormKey("only", .text, "one, many or all"),
    FormKey("otherwise", .sentence, "what is said of another number"),
  ])

  static let noticeTable = Table([
    FormKey("when", .condition, "when it is shown", holds: "conditions"),
    FormKey("say", .sentence, "what is shown"),
  ])

  static let questionTable = Table([
    FormKey("ask", .sentence, "the question"),
    FormKey("details", .sentence, "what stands below it"),
    FormKey("buttons", .list(.text), "the answers, the first of which goes on", holds: "texts"),
    FormKey("when", .condition, "when it is asked", holds: "conditions"),
  ])

  static let approvalTable = Table([
    FormKey("roles", .list(.text), "who may agree", holds: "roles"),
    FormKey("count", .count, "how many different persons must agree; one if left out"),
    FormKey("expires", .formula, "how long it waits for them"),
    FormKey("when", .condition, "when somebody must agree", holds: "conditions"),
    FormKey("otherwise", .sentence, "what is said while nobody has"),
  ])
}
