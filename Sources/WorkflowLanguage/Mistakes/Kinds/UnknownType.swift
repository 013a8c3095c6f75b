import Diagnostics

extension Mistake.Kind {
  static let unknownType = Mistake.Kind(
    "unknown-type", "A type that does not exist",
    bad: """
      workflow: accounts
      records:
        account:
          fields: {name: string}

      """,
    good: """
      workflow: accounts
      records:
        account:
          fields: {name: text}

      """,
    reason: """
      A field is a text, integer, decimal, boolean, date, timestamp, duration, or a \
      record type of this file.
      """)
}

extension Mistake {
  static func unknownType(_ name: String, recordTypes: [String]) -> Mistake {
    let aliases = [
      "string": "text", "str": "text", "int": "integer", "number": "decimal", "bool": "boolean",
      "money": "decimal", "float": "decimal", "double": "decimal", "datetime": "timestamp",
      "time": "timestamp",
    ]
    let label =
      aliases[name.lowercased()].map { "write \($0)" }
      ?? didYouMean(name, in: NameRules.fieldTypes + recordTypes)
    return Mistake(
      .unknownType, "there is no type '\(name)'", label: label,
      notes: [
        .init("types are \(NameRules.fieldTypes.joined(separator: ", ")) and the record types")
      ])
  }

  static func unknownRecordType(_ name: String, all: [String]) -> Mistake {
    Mistake(
      .unknownType, "there is no record type '\(name)'", label: didYouMean(name, in: all),
      notes: known("record types are", all))
  }
}
