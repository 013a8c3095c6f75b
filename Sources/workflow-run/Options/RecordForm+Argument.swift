import ArgumentParser
import RecordFiles

extension RecordForm: ExpressibleByArgument {
  /// The form that was asked for, or that a file's name says.
  static func of(_ path: String, asked: RecordForm?) throws(CommandFailure) -> RecordForm {
    if let form = asked ?? RecordForm(path: path) { return form }
    throw CommandFailure(
      .usage, "the form of '\(path)' cannot be told from its name",
      hints: ["--form says it: \(allCases.map(\.rawValue).joined(separator: ", "))"])
  }
}

extension TextEncoding: ExpressibleByArgument {}
extension CellForm.DecimalSign: ExpressibleByArgument {}
extension CellForm.DateOrder: ExpressibleByArgument {}

/// How the cells of a table are written.
struct CellOptions: ParsableArguments {
  @Option(help: "The sign before decimals in a CSV file: point or comma.")
  var decimal: CellForm.DecimalSign = .point

  @Option(help: "The order in dates of a CSV file such as 3/4/2026: dmy, mdy or ymd.")
  var dates: CellForm.DateOrder?

  @Flag(help: "A CSV file was written with 'export --spreadsheet-safe'.")
  var spreadsheetSafe = false

  var form: CellForm {
    var form = CellForm()
    form.decimal = decimal
    form.dates = dates
    form.isSpreadsheetSafe = spreadsheetSafe
    return form
  }
}
