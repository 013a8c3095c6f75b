/// A value as a file of records gives it, before anyone knows its type.
indirect enum RawValue: Equatable {
  case empty
  case boolean(Bool)
  /// A number as it is written.
  case number(String)
  case text(String)
  case list([RawValue])
  case mapping([Member])

  struct Member: Equatable {
    var name: String
    var value: RawValue
  }

  /// A word as it is written; nil for a list or a mapping.
  var word: String? {
    switch self {
    case .empty, .list, .mapping: nil
    case .boolean(let flag): flag ? "true" : "false"
    case .number(let text), .text(let text): text
    }
  }
}

/// A record as a file gives it.
struct RawRecord: Equatable {
  /// The line it begins on, from 1.
  var line: Int
  var type: String?
  var id: String?
  var fields: [RawValue.Member]
}

/// A row of a file: a record, or why it is none.
enum RawRow: Equatable {
  case record(RawRecord)
  case problem(line: Int, reason: String)
}

/// A file of records, read one after another.
protocol RecordReader {
  /// The next row; nil at the end.
  mutating func next() throws(FileFailure) -> RawRow?
}

extension RawRecord {
  /// A record from a mapping with `type` and `id` among its members.
  static func row(_ value: RawValue, id: String? = nil, line: Int) -> RawRow {
    guard case .mapping(let members) = value else {
      return .problem(line: line, reason: "a record is a mapping of its fields")
    }
    var record = RawRecord(line: line, type: nil, id: id, fields: [])
    for member in members {
      switch member.name {
      case "type": record.type = member.value.word
      case "id" where id == nil: record.id = member.value.word
      default: record.fields.append(member)
      }
    }
    return .record(record)
  }
}
