import ArgumentParser
import RecordFiles
import TextFiles

extension RecordForm: ExpressibleByArgument {
  /// The form that was asked for, or that a file's name says.
  static func of(_ path: String, asked: RecordForm?) throws(CommandFailure) -> RecordForm {
    if let form = asked ?? RecordForm(path: path) { return form }
    throw CommandFailure(
      .usage, "the form of '\(path)' cannot be told from its name",
      hints: ["--format says it: \(allCases.map(\.rawValue).joined(separator: ", "))"])
  }
}

extension TextEncoding: ExpressibleByArgument {}
extension CellForm.DecimalSign: ExpressibleByArgument {}
extension CellForm.DateOrder: ExpressibleByArgument {}

/// What the text of a records file is written in, and how the cells of a table are.
struct RecordTextOptions: ParsableArguments {
  @Option(help: "What a records file is written in: utf-8, utf-16, windows-1252 or latin1.")
  var encoding: TextEncoding?

  @Option(help: "The sign before decimals in a CSV file: point or comma.")
  var decimal: CellForm.DecimalSign = .point

  @Option(help: "The order in dates of a CSV file such as 3/4/2026: dmy, mdy or ymd.")
  var dates: CellForm.DateOrder?

  var cells: CellForm {
    var form = CellForm()
    form.decimal = decimal
    form.dates = dates
    return form
  }
}

/// The one name for forms at an import: that of the file that is read, or of the answer.
enum ImportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, yaml

  /// The form of a file; `json` says it where the name does not, and else is the answer's alone.
  func recordForm(of path: String) -> RecordForm? {
    switch self {
    case .text: nil
    case .json: RecordForm(path: path) ?? .json
    case .jsonl: .jsonl
    case .csv: .csv
    case .yaml: .yaml
    }
  }
}

extension FileFailure {
  /// Runs what reads a file of records; says how one in another encoding can be read.
  static func hinting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let failure as FileFailure {
      guard let encoding = failure.encoding else { throw failure }
      throw CommandFailure(
        .unreadable, failure.sentence,
        hints: ["--encoding \(encoding.rawValue) reads it as that"])
    }
  }
}
