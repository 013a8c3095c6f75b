import ArgumentParser
import Diagnostics
import Workflow

/// The forms in which records are kept in files.
enum RecordForm: String, ExpressibleByArgument, CaseIterable {
  case json, jsonl, csv, yaml

  /// The form that a file's name says; nil where it says none.
  init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".csv") {
      self = .csv
    } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
      self = .jsonl
    } else if name.hasSuffix(".json") {
      self = .json
    } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      self = .yaml
    } else {
      return nil
    }
  }

  /// The form that was asked for, or that a file's name says.
  static func of(_ path: String, asked: RecordForm?) throws(CommandFailure) -> RecordForm {
    if let form = asked ?? RecordForm(path: path) { return form }
    throw CommandFailure(
      .usage, "the form of '\(path)' cannot be told from its name",
      hints: ["--form says it: \(allCases.map(\.rawValue).joined(separator: ", "))"])
  }

  func reader(of path: String) throws -> any RecordReader {
    switch self {
    case .csv: CSVRecordReader(try InputFile(path))
    case .jsonl: JSONLinesReader(try InputFile(path))
    case .json: JSONFileReader(bytes: try Files.bytes(of: path))
    case .yaml: YAMLRecordReader(SourceFile(name: path, bytes: try Files.bytes(of: path)))
    }
  }
}
