import Diagnostics

/// The forms in which records are kept in files.
package enum RecordForm: String, CaseIterable {
  case json, jsonl, csv, yaml

  /// The form that a file's name says; nil where it says none.
  package init?(path: String) {
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

  package func reader(of stream: ByteStream) throws(FileFailure) -> any RecordReader {
    switch self {
    case .csv: CSVRecordReader(stream)
    case .jsonl: JSONLinesReader(stream)
    case .json: JSONFileReader(bytes: try stream.readAll())
    case .yaml: YAMLRecordReader(SourceFile(name: stream.name, bytes: try stream.readAll()))
    }
  }
}
