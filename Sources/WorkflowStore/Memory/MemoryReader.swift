import WorkflowEngine

/// A memory store at one moment: values that are cheap to copy.
struct MemoryReader: StoreReader {
  let tables: MemoryTables
  let log: MemoryLog
  let outbox: [OutboxMessage]
  /// How many lines and messages there were at the moment.
  let lineCount: Int
  let sentCount: Int

  func ids(
    of type: RecordType, in states: StateTest?, after id: String?, limit: Int
  ) throws(StoreError) -> [String] {
    let sorted = tables.ids(of: type.index)
    var start = 0
    if let id {
      start = MemoryTables.place(of: id, in: sorted)
      if start < sorted.count, sorted[start] == id { start += 1 }
    }
    let rest = sorted[start...]
    guard let states else { return Array(rest.prefix(limit)) }
    return Array(rest.lazy.filter { self.isIn(states, type: type, id: $0) }.prefix(limit))
  }

  private func isIn(_ test: StateTest, type: RecordType, id: String) -> Bool {
    guard case .choice(let choice) = type.fields[test.slot].type,
      case .choice(let state)? = tables.records[type.index][id]?.values[test.slot],
      let index = tables.definition.choices[choice].values.firstIndex(of: state)
    else { return false }
    return test.contains(Int64(index))
  }

  func count(of type: RecordType) throws(StoreError) -> Int { tables.records[type.index].count }

  func records(
    of type: RecordType, after id: String?, limit: Int
  ) throws(StoreError) -> [StoredRecord] {
    try ids(of: type, in: nil, after: id, limit: limit).compactMap { id in
      tables.records[type.index][id].map {
        StoredRecord(id: id, version: $0.version, values: $0.values)
      }
    }
  }

  func history(
    ofType type: String, id: String, after line: Int, limit: Int
  ) throws(StoreError) -> [HistoryLine] {
    Array(
      log.lines(ofType: type, id: id).lazy
        .filter { $0.line > line && $0.line <= lineCount }.prefix(limit))
  }

  func history(after line: Int, limit: Int) throws(StoreError) -> [HistoryLine] {
    Array(log.lines.prefix(lineCount).dropFirst(max(0, line)).prefix(limit))
  }

  func messages(
    delivered: Bool, after number: Int, limit: Int
  ) throws(StoreError) -> [OutboxMessage] {
    Array(
      outbox.prefix(sentCount).dropFirst(max(0, number)).lazy.filter {
        ($0.deliveredAt != nil) == delivered
      }
      .prefix(limit))
  }

  func messageCount(delivered: Bool) throws(StoreError) -> Int {
    outbox.prefix(sentCount).count { ($0.deliveredAt != nil) == delivered }
  }
}

/// The history of a memory store, with the lines of each record.
struct MemoryLog {
  /// Line n stands at place n - 1.
  var lines: [HistoryLine] = []
  /// By type and id.
  private var places: [String: [String: [Int]]] = [:]

  mutating func append(_ line: HistoryLine) {
    if let id = line.recordID {
      places[line.recordType, default: [:]][id, default: []].append(lines.count)
    }
    lines.append(line)
  }

  func places(ofType type: String, id: String) -> [Int] { places[type]?[id] ?? [] }

  func lines(ofType type: String, id: String) -> some BidirectionalCollection<HistoryLine> {
    places(ofType: type, id: id).lazy.map { lines[$0] }
  }
}
