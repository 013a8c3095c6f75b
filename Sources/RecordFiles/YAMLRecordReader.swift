import Diagnostics
import JSONText
import YAML

/// Records of a YAML file: a list of them, or a mapping by id as under `given` in a scenario.
struct YAMLRecordReader: RecordReader {
  private var rows: [RawRow]
  private var position = 0

  /// Enough for some hundred thousand records; larger files are JSON Lines or CSV.
  private static let limits = Limits(bytes: 256_000_000, nodes: 20_000_000)

  init(_ source: SourceFile) {
    let (document, diagnostics) = Document.parse(source, limits: YAMLRecordReader.limits)
    rows = diagnostics.filter { $0.severity == .error }.map { diagnostic in
      .problem(line: diagnostic.range?.startPosition.line ?? 1, reason: diagnostic.message)
    }
    // Of a file with mistakes nothing is taken: what a key that stands there twice means is open.
    guard rows.isEmpty, let root = document?.root else { return }
    switch root.kind {
    case .sequence:
      rows += root.items.map { RawRecord.row(JSON($0), line: $0.range.startPosition.line) }
    case .mapping:
      rows += root.entries.map { entry in
        RawRecord.row(
          JSON(entry.value), id: entry.key.text, line: entry.key.range.startPosition.line)
      }
    case .scalar:
      rows.append(
        .problem(line: 1, reason: "a list of records, or a mapping of records by id, is expected"))
    }
  }

  mutating func next() -> RawRow? {
    guard position < rows.count else { return nil }
    defer { position += 1 }
    return rows[position]
  }
}

extension JSON {
  init(_ node: Node) {
    switch node.kind {
    case .scalar:
      if node.isNull {
        self = .null
      } else if let flag = node.asBool {
        self = .boolean(flag)
      } else {
        self = .string(node.text)
      }
    case .sequence: self = .array(node.items.map { JSON($0) })
    case .mapping:
      self = .object(node.entries.map { ($0.key.text, JSON($0.value)) })
    }
  }
}
