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
    var mistake = Mistake(
      .unknownType, "there is no type '\(name)'",
      notes: [
        .init("types are \(NameRules.fieldTypes.joined(separator: ", ")) and the record types")
      ]
    ).meaning(name, in: NameRules.fieldTypes + recordTypes)
    if let alias = aliases[name.lowercased()] {
      (mistake.label, mistake.replacement) = ("write \(alias)", alias)
    }
    return mistake
  }

  static func unknownRecordType(_ name: String, all: [String]) -> Mistake {
    Mistake(
      .unknownType, "there is no record type '\(name)'", notes: known("record types are", all)
    ).meaning(name, in: all)
  }
}
