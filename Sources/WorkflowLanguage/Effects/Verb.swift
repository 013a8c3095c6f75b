/// What an effect does: its verbs. What is known of each stands in its row.
enum Verb: String, CaseIterable, Sendable {
  case set, create, delete, erase, link, unlink, send, emit, raise
  case `do`

  /// On which records a verb works.
  enum Reach: Sendable {
    /// The own record, or those of `for`.
    case looped
    /// Those that the verb itself names.
    case named
    /// Those of `for` or the one of `to`.
    case addressed
    /// Those of `for`, or whose links the verb names.
    case linked
  }

  struct Row: Sendable {
    let key: FormKey
    /// The keys that go with it, beside those of a loop and `when`.
    let companions: [String]
    var reach = Reach.looped
  }

  var row: Row { Self.rows[self] ?? madeRow }

  private static let rows = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, $0.madeRow) })

  private var madeRow: Row {
    func key(_ shape: FormKey.Shape, _ meaning: String, holds: String? = nil) -> FormKey {
      FormKey(rawValue, shape, meaning, holds: holds)
    }
    return switch self {
    case .set:
      Row(
        key: key(.names(.value), "fields and their new values", holds: "fields"),
        companions: ["for"])
    case .create:
      Row(
        key: key(.name, "the record type or the inline list of a new record"),
        companions: ["for", "with"])
    case .delete:
      Row(key: key(.formula, "the records that are deleted"), companions: [], reach: .named)
    case .erase:
      Row(
        key: key(.formula, "the records of which nothing is kept"), companions: [], reach: .named)
    case .link:
      Row(
        key: key(.name, "the relation that records are added to"), companions: ["for", "with"],
        reach: .linked)
    case .unlink:
      Row(
        key: key(.name, "the relation that records are taken out of"),
        companions: ["for", "with"], reach: .linked)
    case .send:
      Row(
        key: key(.name, "the event that other records go through"),
        companions: ["for", "to", "with", "skip_blocked", "if_possible"], reach: .addressed)
    case .emit:
      Row(
        key: key(.name, "the message that is written to the outbox"),
        companions: ["for", "with", "key"])
    case .raise: Row(key: key(.name, "the own event that follows"), companions: ["later"])
    case .do:
      Row(
        key: key(.list(.form(.effect)), "several effects under one condition"),
        companions: ["else"])
    }
  }

  static let names = allCases.map(\.rawValue)

  /// The keys that go with some verbs alone.
  static let particular = Set(allCases.flatMap(\.row.companions))
}

extension FormKind {
  /// One verb, and what goes with it.
  static let effectTable = Table(Verb.allCases.map(\.row.key) + companions)

  private static let companions = [
    FormKey("when", .condition, "when it happens", holds: "conditions"),
    FormKey("for", .formula, "the records on which it works"),
    FormKey("where", .condition, "which of them", holds: "conditions"),
    FormKey("order_by", .formula, "in which order"),
    FormKey("descending", .flag, "whether the greatest comes first"),
    FormKey("empty", .text, "whether records without a value come first or last"),
    FormKey("limit", .count, "how many of them at most"),
    FormKey("as", .name, "what formulas call the record looked at"),
    FormKey(
      "with", .either([.names(.value), .formula]),
      "values, or linked records", holds: "values"),
    FormKey("key", .sentence, "what makes a message the same as another"),
    FormKey("to", .formula, "the record that the event is sent to"),
    FormKey("skip_blocked", .flag, "whether blocked records are left out"),
    FormKey("if_possible", .flag, "whether a record is left alone to which no way applies"),
    FormKey("later", .flag, "whether it waits until the other raised events are done"),
    FormKey("else", .list(.form(.effect)), "the effects otherwise", holds: "effects"),
  ]
}
