public import WorkflowEngine

/// What a store holds at one moment, page by page.
///
/// All answers of one reader are of the same moment, while others go on writing.
public protocol StoreReader {
  // MARK: Records

  /// Up to `limit` ids of a type after an id, in order, in one of the states if there is a test.
  func ids(of type: RecordType, in states: StateTest?, after id: String?, limit: Int)
    throws(StoreError) -> [String]
  func count(of type: RecordType) throws(StoreError) -> Int
  /// Up to `limit` records of a type after an id, in order.
  func records(of type: RecordType, after id: String?, limit: Int) throws(StoreError)
    -> [StoredRecord]

  // MARK: History and messages

  /// The lines about a record, oldest first, after a line.
  func history(ofType type: String, id: String, after line: Int, limit: Int) throws(StoreError)
    -> [HistoryLine]
  /// All lines of the workflow, oldest first, after a line.
  func history(after line: Int, limit: Int) throws(StoreError) -> [HistoryLine]
  /// Messages in the order in which they were sent, after the number of one.
  func messages(delivered: Bool, after number: Int, limit: Int) throws(StoreError)
    -> [OutboxMessage]
  func messageCount(delivered: Bool) throws(StoreError) -> Int
}

extension StoreReader {
  /// How many lines are fetched at a time.
  private static var linePage: Int { 1000 }

  /// All lines about a record after a line, oldest first.
  package func allHistory(
    ofType type: String, id: String, after line: Int
  ) throws(StoreError) -> [HistoryLine] {
    var lines: [HistoryLine] = []
    while true {
      let more = try history(
        ofType: type, id: id, after: lines.last?.line ?? line, limit: Self.linePage)
      lines += more
      if more.count < Self.linePage { return lines }
    }
  }
}

/// The same questions asked of a store, each of its own moment.
extension RecordStore {
  public func ids(
    of type: RecordType, in states: StateTest?, after id: String?, limit: Int
  ) throws(StoreError) -> [String] {
    try look { reader throws(StoreError) in
      try reader.ids(of: type, in: states, after: id, limit: limit)
    }
  }

  public func count(of type: RecordType) throws(StoreError) -> Int {
    try look { reader throws(StoreError) in try reader.count(of: type) }
  }

  public func records(
    of type: RecordType, after id: String?, limit: Int
  ) throws(StoreError) -> [StoredRecord] {
    try look { reader throws(StoreError) in try reader.records(of: type, after: id, limit: limit) }
  }

  public func history(
    ofType type: String, id: String, after line: Int, limit: Int
  ) throws(StoreError) -> [HistoryLine] {
    try look { reader throws(StoreError) in
      try reader.history(ofType: type, id: id, after: line, limit: limit)
    }
  }

  public func history(after line: Int, limit: Int) throws(StoreError) -> [HistoryLine] {
    try look { reader throws(StoreError) in try reader.history(after: line, limit: limit) }
  }

  public func messages(
    delivered: Bool, after number: Int = 0, limit: Int
  ) throws(StoreError) -> [OutboxMessage] {
    try look { reader throws(StoreError) in
      try reader.messages(delivered: delivered, after: number, limit: limit)
    }
  }

  public func messageCount(delivered: Bool) throws(StoreError) -> Int {
    try look { reader throws(StoreError) in try reader.messageCount(delivered: delivered) }
  }
}
