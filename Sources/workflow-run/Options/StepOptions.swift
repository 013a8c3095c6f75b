import ArgumentParser
import CEL

/// What is asked of which records.
struct StepOptions: ParsableArguments {
  @Argument(help: "The event: reactivate, or service.reactivate.")
  var event: String

  @Argument(help: "The records: service:S1 …; - takes them from the standard input.")
  var records: [String] = []

  @Option(
    help: ArgumentHelp("The id of the record that is created.", valueName: "id"),
    transform: \.composed)
  var id: String?

  @Option(
    name: .customLong("input"), parsing: .singleValue,
    help: ArgumentHelp(
      "A value for an input, or for a field that may be edited.", valueName: "name=value"))
  var inputs: [AssignmentArgument] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("The same as --input.", valueName: "field=value"))
  var edits: [AssignmentArgument] = []

  @Flag(help: "All records that the event could be for.")
  var all = false

  @Option(
    help: ArgumentHelp("The records for which a condition holds.", valueName: "condition"))
  var `where`: String?
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
