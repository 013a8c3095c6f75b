/// The keys of states, and of the rules beside transitions.
extension FormKind {
  static let stateTable = Table([
    FormKey("badge", .text, "a mark shown in this state"),
    FormKey("row_color", .text, "the colour of its records in lists"),
    FormKey("on_entry", .list(.form(.effect)), "what happens on entering", holds: "effects"),
    FormKey("on_exit", .list(.form(.effect)), "what happens on leaving", holds: "effects"),
    FormKey(
      "initial", .either([.states, .form(.initial)]), "where it begins inside", holds: "states"),
    FormKey("states", .names(.list(.form(.state))), "regions inside it", holds: "regions"),
    FormKey("final", .flag, "whether nothing leaves it"),
  ])

  static let initialTable = Table([
    FormKey("to", .states, "the first states inside", holds: "states"),
    FormKey("effects", .list(.form(.effect)), "what happens on the way", holds: "effects"),
  ])

  static let historyTable = Table([
    FormKey("history", .text, "shallow or deep"),
    FormKey("default", .states, "where it leads the first time", holds: "states"),
    FormKey(
      "effects", .list(.form(.effect)), "what happens on the way the first time",
      holds: "effects"),
  ])

  static let guardTable = Table([
    FormKey("when", .condition, "when it counts", holds: "conditions"),
    FormKey("check", .condition, "what must hold", holds: "conditions"),
    FormKey("otherwise", .sentence, "what is said when it does not hold"),
    FormKey("unknown", .sentence, "what is said when it cannot be told"),
  ])

  static let reactionTable = Table([
    FormKey("when", .condition, "when it follows", holds: "conditions"),
    FormKey("set", .names(.value), "fields and their new values", holds: "fields"),
  ])

  static let possibilityTable = Table(
    statements + [
      FormKey("always", .flag, "whether the way there has to stay open, whatever happens")
    ])

  static let invariantTable = Table(
    statements + [
      FormKey(
        "during", .list(.text), "the events at whose steps it is looked at", holds: "events")
    ])

  /// What is said of the records of one type.
  private static let statements =
    [FormKey("record", .name, "the record type that it is about")]
    + guardTable.keys.filter { $0.name != "unknown" }

  static let listTable = Table([
    FormKey("title", .text, "what people call it"),
    FormKey("default", .flag, "whether it is shown first"),
    FormKey("where", .condition, "which records it shows", holds: "conditions"),
    FormKey("order_by", .formula, "by what they are in order"),
    FormKey("descending", .flag, "whether the greatest comes first"),
    FormKey("empty", .text, "whether records without a value come first or last"),
    FormKey("columns", .list(.name), "the fields that it shows", holds: "columns"),
  ])
}
