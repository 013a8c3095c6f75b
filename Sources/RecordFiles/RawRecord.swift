package import JSONText
package import TextFiles

/// A record as a file gives it.
package struct RawRecord {
  /// The line it begins on, from 1.
  package var line: Int
  package var type: String?
  package var id: String?
  /// Values before anyone knows their types; null where there is nothing.
  package var fields: [(name: String, value: JSON)]
  /// The line of the heading that names the fields; nil where the record does so itself.
  package var heading: Int?

  package init(
    line: Int, type: String?, id: String?, fields: [(name: String, value: JSON)],
    heading: Int? = nil
  ) {
    self.line = line
    self.type = type
    self.id = id
    self.fields = fields
    self.heading = heading
  }
}

/// A row of a file: a record, or why it is none.
package enum RawRow {
  case record(RawRecord)
  case problem(line: Int, reason: String)
}

/// A file of records, read one after another.
package protocol RecordReader {
  /// The next row; nil at the end.
  mutating func next() throws(FileFailure) -> RawRow?
}

extension RawRecord {
  /// A record from a mapping with `type` and `id` among its members.
  static func row(_ value: JSON, id: String? = nil, line: Int) -> RawRow {
    guard case .object(let members) = value else {
      return .problem(line: line, reason: "a record is a mapping of its fields")
    }
    var record = RawRecord(line: line, type: nil, id: id, fields: [])
    for (name, value) in members {
      switch name {
      case "type": record.type = value.word
      case "id" where id == nil: record.id = value.word
      default: record.fields.append((name, value))
      }
    }
    return .record(record)
  }
}
