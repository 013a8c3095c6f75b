/// The keys of an effect: one verb, and what goes with it.
extension FormKind {
  static let effectTable = Table([
    FormKey("set", .names(.value), "fields and their new values", holds: "fields"),
    FormKey("create", .name, "the record type or the inline list of a new record"),
    FormKey("delete", .formula, "the records that are deleted"),
    FormKey("erase", .formula, "the records of which nothing is kept"),
    FormKey("link", .name, "the relation that records are added to"),
    FormKey("unlink", .name, "the relation that records are taken out of"),
    FormKey("send", .name, "the event that other records go through"),
    FormKey("emit", .name, "the message that is written to the outbox"),
    FormKey("raise", .name, "the own event that follows"),
    FormKey("do", .list(.form(.effect)), "several effects under one condition"),
    FormKey("when", .condition, "when it happens", holds: "conditions"),
    FormKey("for", .formula, "the records on which it works"),
    FormKey("where", .condition, "which of them", holds: "conditions"),
    FormKey("order_by", .formula, "in which order"),
    FormKey("descending", .flag, "whether the greatest comes first"),
    FormKey("limit", .count, "how many of them at most"),
    FormKey("as", .name, "what formulas call the record looked at"),
    FormKey(
      "with", .either([.names(.value), .formula]), "values, or linked records", holds: "values"),
    FormKey("key", .sentence, "what makes a message the same as another"),
    FormKey("to", .formula, "the record that the event is sent to"),
    FormKey("skip_blocked", .flag, "whether blocked records are left out"),
    FormKey("later", .flag, "whether it waits until the other raised events are done"),
    FormKey("else", .list(.form(.effect)), "the effects otherwise", holds: "effects"),
  ])
}
