import Diagnostics
import YAML

extension Mistake.Kind {
  static let uniqueValues = Mistake.Kind(
    "unique-values", "Values that cannot be unique",
    bad: """
      workflow: billing
      records:
        account:
          fields: {name: text}
        invoice:
          fields: {account: account, period: text}
          unique: [{fields: [account, period], where: account.name != ""}]

      """,
    good: """
      workflow: billing
      records:
        account:
          fields: {name: text}
        invoice:
          fields: {account: account, period: text}
          unique: [{fields: [account, period], where: period != ""}]

      """,
    reason: """
      Whether a value stands only once is looked at when its record changes. So what decides about \
      it is the record's own: its stored fields and states, not those of other records, not the \
      time, and not who asks.
      """)
}

extension Mistake {
  static func uniqueBeyondRecord(_ formula: String, type: String) -> Mistake {
    Mistake(
      .uniqueValues, "'\(formula)' reads more than the record's own fields",
      label: "use stored fields and states of \(type) alone",
      help: "what else it reads could change without the record being looked at")
  }

  static func uniqueNoField(_ name: String, _ what: String, type: String) -> Mistake {
    Mistake(
      .uniqueValues, "'\(name)' is \(what), and only fields of \(type) with one value are unique",
      label: what == "a state" ? "states stand under 'in'" : "name a field")
  }

  static func uniqueFieldAlone(_ name: String) -> Mistake {
    Mistake(
      .uniqueValues, "'\(name)' stands alone, and this is for several fields together",
      label: "write 'unique: true' at the field \(name), or name another one")
  }

  static func uniqueFieldTwice(_ name: String, first: SourceRange) -> Mistake {
    Mistake(
      .uniqueValues, "'\(name)' stands twice among fields that are unique together",
      label: "take one of them out", notes: [.init("the other stands here", range: first)])
  }

  static func uniqueTwice(_ names: String, first: SourceRange) -> Mistake {
    Mistake(
      .uniqueValues, "\(names) are unique together already", label: "take one of them out",
      notes: [.init("the other stands here", range: first)])
  }

  /// `{type: text, unique: [[account, period]]}`.
  static func uniqueFieldsAtField(type: String) -> Mistake {
    Mistake(
      .uniqueValues, "fields that are unique together are no matter of one field",
      label: "move it into \(type), beside 'fields'")
  }

  /// `unique: [account, period]`.
  static func uniqueFieldsInOneList(_ node: Node) -> Mistake {
    let list = node.items.map(\.text).joined(separator: ", ")
    let isFlow = node.style == .flowSequence
    return Mistake(
      .uniqueValues, "fields that are unique together stand in a list of their own",
      label: "write [[\(list)]]", replacement: isFlow ? "[[\(list)]]" : nil)
  }
}
