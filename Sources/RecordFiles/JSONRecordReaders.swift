import JSONText
import TextFiles

/// Records of a JSON Lines file: one object on each line.
struct JSONLinesReader: RecordReader {
  private let file: ByteStream
  private var line = 0

  /// A longer line ends the reading.
  static let longestLine = 16_000_000

  init(_ file: ByteStream) { self.file = file }

  mutating func next() throws(FileFailure) -> RawRow? {
    while let bytes = try file.nextLine(limit: JSONLinesReader.longestLine) {
      line += 1
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      do throws(JSONReader.Mistake) {
        var reader = JSONReader(bytes: bytes, firstLine: line)
        return RawRecord.row(try reader.document(), line: line)
      } catch {
        return .problem(line: line, reason: error.reason)
      }
    }
    return nil
  }
}

/// Records of a JSON file: a list of them, or an object of them by id.
struct JSONFileReader: RecordReader {
  private var reader: JSONReader
  private var form: Form = .unknown

  private enum Form { case unknown, list, byID, ended }

  init(bytes: [UInt8]) { reader = JSONReader(bytes: bytes) }

  mutating func next() -> RawRow? {
    do throws(JSONReader.Mistake) {
      return try row()
    } catch {
      // What follows a mistake cannot be told apart from it.
      form = .ended
      return .problem(line: error.line, reason: error.reason)
    }
  }

  private mutating func row() throws(JSONReader.Mistake) -> RawRow? {
    switch form {
    case .ended: return nil
    case .unknown:
      if reader.take("[") {
        form = .list
      } else if reader.take("{") {
        form = .byID
      } else {
        throw reader.mistake("a list of records, or an object of records by id, is expected")
      }
      if reader.take(form == .list ? "]" : "}") { return try end() }
    case .list, .byID:
      if reader.take(form == .list ? "]" : "}") { return try end() }
      guard reader.take(",") else {
        throw reader.mistake("a comma or \(form == .list ? "]" : "}") is expected")
      }
    }
    reader.skipSpace()
    let line = reader.line()
    if form == .list { return RawRecord.row(try reader.value(), line: line) }
    let id = try reader.memberName()
    return RawRecord.row(try reader.value(), id: id, line: line)
  }

  private mutating func end() throws(JSONReader.Mistake) -> RawRow? {
    form = .ended
    reader.skipSpace()
    if reader.peek != nil { throw reader.mistake("nothing more is expected here") }
    return nil
  }
}
