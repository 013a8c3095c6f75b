import CEL

/// Records whose members are words in one array, and their other values in another.
final class ArrayReader: RecordReader {
  static let width = 16
  // Read without the runtime's watch over accesses, as a host that wants speed would.
  @exclusivity(unchecked) private var words: [Int64] = []
  @exclusivity(unchecked) private var values: [Value] = []
  @exclusivity(unchecked) private var sets: [[RecordHandle]] = []

  /// A new record with the values of its slots, and the only set it has.
  func add(_ fields: [Value], set: [RecordHandle] = []) -> RecordHandle {
    let handle = RecordHandle(raw: Int32(sets.count))
    let padding = ArrayReader.width - fields.count
    words += fields.map(\.scalar) + Array(repeating: 0, count: padding)
    values += fields + Array(repeating: .null, count: padding)
    sets.append(set)
    return handle
  }

  override func scalar(of record: RecordHandle, slot: Int) -> Int64 {
    words[Int(record.raw) * ArrayReader.width + slot]
  }

  override func value(of record: RecordHandle, slot: Int) -> Value {
    values[Int(record.raw) * ArrayReader.width + slot]
  }

  override func members(of record: RecordHandle, set: Int) -> [RecordHandle] {
    sets[Int(record.raw)]
  }

  override func text(of record: RecordHandle) -> String { "R\(record.raw)" }
}
