import Diagnostics
package import TextFiles

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

  /// - Parameter encoding: what the text is written in, where no mark says it; else UTF-8.
  package func reader(
    of stream: ByteStream, encoding: TextEncoding? = nil
  ) throws(FileFailure) -> any RecordReader {
    let stream = stream.decoded(from: encoding)
    return switch self {
    case .csv: CSVRecordReader(stream)
    case .jsonl: JSONLinesReader(stream)
    case .json: JSONFileReader(bytes: try stream.readAll())
    case .yaml: YAMLRecordReader(SourceFile(name: stream.name, bytes: try stream.readAll()))
    }
  }
}
