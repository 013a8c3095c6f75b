/// The keys of a file, and of what its record types store.
extension FormKind {
  static let fileTable = Table(
    [
      FormKey("workflow", .text, "the workflow's name"),
      FormKey("version", .text, "the version of the definition"),
      FormKey("title", .text, "what people call the workflow"),
      FormKey("time_zone", .text, "the zone in which days begin, such as Europe/Berlin"),
      FormKey("actors", .form(.actors), "how one person is told from another", holds: "keys"),
    ] + sections + [
      FormKey(
        "migrate", .names(.form(.migration)), "how records of a former version are moved",
        holds: "record types")
    ])

  static let actorsTable = Table([
    FormKey("ignore_case", .flag, "whether 'ANN' and 'ann' are one person")
  ])

  static let partTable = Table(
    [FormKey("part_of", .text, "the workflow whose part the file is")] + sections)

  /// What can stand in the main file and in each of its parts.
  private static let sections = [
    FormKey("parameters", .names(.value), "values kept apart from the rules", holds: "parameters"),
    FormKey(
      "tables", .names(.form(.decisionTable)), "values by cases, which formulas call as functions",
      holds: "tables"),
    FormKey(
      "guards", .names(.form(.namedGuard)), "conditions for several record types", holds: "guards"),
    FormKey("records", .names(.form(.recordType)), "the record types", holds: "record types"),
    FormKey(
      "adds_to", .names(.form(.addition)), "what is added to record types of other files",
      holds: "record types"),
    FormKey(
      "invariants", .names(.form(.invariant)), "what must hold at the end of every step",
      holds: "invariants"),
    FormKey("uses", .list(.text), "further files of the definition", holds: "files"),
    FormKey(
      "possible", .names(.form(.possibility)), "what must be reachable at all",
      holds: "possibilities"),
  ]

  static let recordTypeTable = Table(
    [FormKey("shown_as", .sentence, "how a record is called on screens")] + memberSections + [
      FormKey("undecided", .name, "the event raised when something cannot be decided")
    ])

  static let additionTable = Table(memberSections)

  /// What a record type has, in whichever file.
  private static let memberSections = [
    FormKey(
      "fields", .names(.either([.type, .form(.field)])), "stored and computed values",
      holds: "fields"),
    FormKey(
      "relations", .names(.form(.relation)), "sets of records that belong to a record",
      holds: "relations"),
    FormKey(
      "unique", .list(.either([.list(.name), .form(.uniqueKey)])),
      "fields whose values no two records have together", holds: "fields"),
    FormKey("states", .names(.list(.form(.state))), "regions and their states", holds: "regions"),
    FormKey(
      "guards", .names(.form(.namedGuard)), "conditions for its transitions", holds: "guards"),
    FormKey(
      "reactions", .list(.form(.reaction)), "changes that follow whenever a condition holds",
      holds: "reactions"),
    FormKey(
      "transitions",
      .names(.either([.form(.transition), .list(.form(.transition)), .form(.ways)])),
      "events and the ways they can go", holds: "events"),
    FormKey("lists", .names(.form(.list)), "lists of records that people look at", holds: "lists"),
    FormKey(
      "badges", .names(.condition), "marks shown while a condition holds", holds: "badges"),
  ]

  static let fieldTable = Table(
    [FormKey("type", .type, "what it holds")] + typed + [
      FormKey("formula", .formula, "what it is computed from"),
      FormKey("default", .value, "the value of a new record", mayBeNull: true),
      FormKey(
        "unique", .either([.flag, .form(.unique)]), "whether no two records have the same value",
        holds: "states"),
      FormKey("secret", .flag, "whether its value is kept from people"),
      FormKey("seen_by", .list(.name), "roles that see it all the same", holds: "roles"),
      FormKey("personal", .flag, "whether what is made of it goes when its record is erased"),
      FormKey("optional", .flag, "whether it may be empty"),
      FormKey("label", .text, "what people call it where it is asked for"),
    ])

  /// Types that are not a single word.
  private static let typed = [
    FormKey("choice", .list(.text), "the values it can have", holds: "named values"),
    FormKey("list", .type, "what each element of a list is"),
  ]

  static let uniqueTable = Table([
    FormKey("in", .states, "the states in which it counts", holds: "states"),
    FormKey("where", .condition, "for which records it counts", holds: "conditions"),
    FormKey("otherwise", .sentence, "what is said when the value is taken"),
  ])

  static let uniqueKeyTable = Table(
    [FormKey("fields", .list(.name), "the fields whose values stand together", holds: "fields")]
      + uniqueTable.keys)

  static let relationTable = Table([
    FormKey("many", .name, "the record type of its members"),
    FormKey("by", .text, "the member's reference to the owner, or none"),
    FormKey("where", .condition, "which of them belong to the set", holds: "conditions"),
    FormKey("links", .name, "the record type that it links to, kept on this side"),
    FormKey("linked_by", .text, "the relation with 'links' that it is the other side of"),
    FormKey("inline", .flag, "whether its members live inside the record"),
    FormKey("as", .name, "what 'where' calls the member looked at"),
  ])

  static let inputTable = Table(
    [FormKey("type", .type, "what is asked for")] + typed + [
      FormKey("optional", .flag, "whether it may be empty"),
      FormKey("default", .value, "the value where none is given", mayBeNull: true),
      FormKey("label", .text, "what people call it"),
      FormKey("when", .condition, "when it is asked for", holds: "conditions"),
      FormKey("required", .flag, "whether it must be given"),
      FormKey("checks", .names(.form(.namedGuard)), "conditions for the value", holds: "checks"),
      FormKey("as", .name, "what formulas call it, where a field has its name"),
    ])

  static let categoryTable = Table([
    FormKey("by", .text, "the choice or the region, as type.field"),
    FormKey("values", .names(.value), "a value for each"),
    FormKey("otherwise", .value, "the value for all others"),
  ])

  static let decisionsTable = Table([
    FormKey(
      "columns", .names(.type), "what is looked at, in the order of the arguments",
      holds: "columns"),
    FormKey("gives", .type, "the type of what a row gives"),
    FormKey(
      "rows", .list(.list(.value)), "the cases: a cell for each column, and the value last",
      holds: "rows"),
    FormKey("from", .text, "a CSV file beside this one that has the rows"),
    FormKey("first", .flag, "whether the first row that fits counts"),
  ])

  static let migrationTable = Table([
    FormKey("was", .text, "the record type's former name"),
    FormKey("fields", .names(.text), "former fields and what they are now", holds: "fields"),
    FormKey(
      "states", .names(.names(.text)), "former values of regions and choices and what they are now",
      holds: "regions"),
    FormKey("set", .names(.value), "values that moved records get", holds: "fields"),
  ])
}
