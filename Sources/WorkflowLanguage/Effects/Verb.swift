/// What an effect does: its verbs, and the keys that go with each.
enum Verb: String, CaseIterable, Sendable {
  case set, create, delete, erase, link, unlink, send, emit, raise
  case `do`

  /// The verb's key, as the form of an effect lists it.
  var key: FormKey {
    switch self {
    case .set:
      FormKey(rawValue, .names(.value), "fields and their new values", holds: "fields")
    case .create: FormKey(rawValue, .name, "the record type or the inline list of a new record")
    case .delete: FormKey(rawValue, .formula, "the records that are deleted")
    case .erase: FormKey(rawValue, .formula, "the records of which nothing is kept")
    case .link: FormKey(rawValue, .name, "the relation that records are added to")
    case .unlink: FormKey(rawValue, .name, "the relation that records are taken out of")
    case .send: FormKey(rawValue, .name, "the event that other records go through")
    case .emit: FormKey(rawValue, .name, "the message that is written to the outbox")
    case .raise: FormKey(rawValue, .name, "the own event that follows")
    case .do: FormKey(rawValue, .list(.form(.effect)), "several effects under one condition")
    }
  }

  /// The keys that go with it, beside those of a loop and `when`.
  var companions: [String] {
    switch self {
    case .set: ["for"]
    case .create: ["for", "with"]
    case .delete, .erase: []
    case .link, .unlink: ["for", "with"]
    case .send: ["for", "to", "skip_blocked"]
    case .emit: ["for", "with", "key"]
    case .raise: ["later"]
    case .do: ["else"]
    }
  }

  /// Whether it names the records on which it works, so that it needs no `for`.
  var namesRecords: Bool { self == .delete || self == .erase }

  static let names = allCases.map(\.rawValue)

  /// The keys that go with some verbs alone.
  static let particular = Set(allCases.flatMap(\.companions))
}

extension FormKind {
  /// One verb, and what goes with it.
  static let effectTable = Table(Verb.allCases.map(\.key) + companions)

  private static let companions = [
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
  ]
}
