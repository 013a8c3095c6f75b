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

// The names are said here: found from the cases in the general way, they cost every start of the
// program some looks through all its types.
extension TextEncoding: ExpressibleByArgument {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  package static var allValueDescriptions: [String: String] { [:] }
}
extension CellForm.DecimalSign: ExpressibleByArgument {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  package static var allValueDescriptions: [String: String] { [:] }
}
extension CellForm.DateOrder: ExpressibleByArgument {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  package static var allValueDescriptions: [String: String] { [:] }
}

/// What the text of a records file is written in, and how the cells of a table are.
struct RecordTextOptions: ParsableArguments {
  @Option(help: .encoding)
  var encoding: TextEncoding?

  @Option(help: .decimal)
  var decimal: CellForm.DecimalSign = .point

  @Option(help: .dates)
  var dates: CellForm.DateOrder?

  var cells: CellForm {
    var form = CellForm()
    form.decimal = decimal
    form.dates = dates
    return form
  }
}

extension ArgumentHelp {
  static var encoding: ArgumentHelp {
    "What a records file is written in: utf-8, utf-16, windows-1252 or latin1."
  }

  static var decimal: ArgumentHelp { "The sign before decimals in a CSV file: point or comma." }

  static var dates: ArgumentHelp {
    "The order in dates of a CSV file such as 3/4/2026: dmy, mdy or ymd."
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
