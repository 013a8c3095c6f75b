package import TextFiles

/// A reader of any form, whose first rows can be looked at before they are taken.
package struct AnyRecordReader: RecordReader {
  private var reader: any RecordReader
  private var lookedAt: [RawRow] = []
  private var position = 0

  package init(_ reader: any RecordReader) { self.reader = reader }

  package mutating func next() throws(FileFailure) -> RawRow? {
    if position < lookedAt.count {
      defer { position += 1 }
      return lookedAt[position]
    }
    return try reader.next()
  }

  /// The type that the first row with one names, among the first hundred.
  package mutating func firstType() throws(FileFailure) -> String? {
    while lookedAt.count < 100, let row = try reader.next() {
      lookedAt.append(row)
      if case .record(let record) = row, let type = record.type { return type }
    }
    return nil
  }
}
