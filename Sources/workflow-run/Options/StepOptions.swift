import ArgumentParser
import CEL

/// What is asked of which records.
struct StepOptions: ParsableArguments {
  @Argument(help: .event)
  var event: String

  @Argument(help: .targets)
  var records: [String] = []

  @Option(help: .id, transform: \.composed)
  var id: String?

  @Option(name: .customLong("input"), parsing: .singleValue, help: .input)
  var inputs: [AssignmentArgument] = []

  @Option(name: .customLong("set"), parsing: .singleValue, help: .set)
  var edits: [AssignmentArgument] = []

  @Flag(help: .allRecords)
  var all = false

  @Option(help: .where)
  var `where`: String?
}

extension ArgumentHelp {
  static var event: ArgumentHelp { "The event: reactivate, or service.reactivate." }

  static var targets: ArgumentHelp {
    "The records: service:S1 …; - takes them from the standard input."
  }

  static var id: ArgumentHelp {
    ArgumentHelp("The id of the record that is created.", valueName: "id")
  }

  static var input: ArgumentHelp {
    ArgumentHelp(
      "A value for an input, or for a field that may be edited.", valueName: "name=value")
  }

  static var set: ArgumentHelp { ArgumentHelp("The same as --input.", valueName: "field=value") }

  static var allRecords: ArgumentHelp { "All records that the event could be for." }

  static var `where`: ArgumentHelp {
    ArgumentHelp("The records for which a condition holds.", valueName: "condition")
  }
}

/// A name and a value: `end_date=2026-03-10`.
struct AssignmentArgument: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
    name = String(argument[..<sign])
    value = String(argument[argument.index(after: sign)...]).composed
  }
}
