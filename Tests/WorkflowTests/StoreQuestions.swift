import WorkflowEngine
import WorkflowStore

/// Everything that can be asked of a store, in small pages: two stores on which the same was done
/// answer the same.
struct StoreQuestions {
  private let store: any RecordStore
  private let page: Int
  private var answers: [String] = []

  static func answers(_ store: any RecordStore, page: Int) throws -> [String] {
    var questions = StoreQuestions(store: store, page: page)
    try questions.askAll()
    return questions.answers
  }

  private init(store: any RecordStore, page: Int) {
    self.store = store
    self.page = page
  }

  private mutating func note(_ question: String, _ answer: some Any) {
    answers.append("\(question): \(answer)")
  }

  private mutating func askAll() throws {
    let lines = try store.look { reader throws(StoreError) in try history(reader) }
    note("history", lines)
    for delivered in [true, false] {
      note(
        "\(delivered) messages",
        try store.look { reader throws(StoreError) in
          try messages(reader, delivered: delivered)
        })
      note("count", try store.messageCount(delivered: delivered))
    }
    for type in store.definition.recordTypes where !type.isInline {
      let known = lines.filter { $0.recordType == type.name }.compactMap(\.recordID)
      try ask(about: type, ids: Set(known).sorted() + ["none"])
    }
    for request in try waiting() {
      note("waiting", Self.unnumbered(request))
      let named = try store.waitingRequest(request.name).map(Self.unnumbered)
      note("by name", String(describing: named))
      note("since", try store.lines(since: request))
    }
    note("last tick", String(describing: try store.lastTick()))
    note("definitions", try store.definitions())
  }

  private mutating func ask(about type: RecordType, ids: [String]) throws {
    let (records, count) = try store.look { reader throws(StoreError) in
      (try self.records(reader, type), try reader.count(of: type))
    }
    note("\(type.name) count", count)
    note("records", records)
    note("ids", try self.ids(type, in: nil))
    for region in type.regions {
      guard let slot = type.slot(of: region.name) else { continue }
      for states in 0..<UInt64(1) << UInt64(region.states.count) {
        let test = StateTest(slot: slot, states: states)
        note("\(region.name) \(states)", try self.ids(type, in: test))
      }
    }
    for id in ids {
      let lines = try store.look { reader throws(StoreError) in
        try history(reader, of: type, id)
      }
      note("history of \(id)", lines)
      note(
        "last change", String(describing: try store.lastChange(ofType: type.index, id: id)))
    }
    // Of a record that is gone nothing is said, but of what is there.
    for record in records {
      note("moved", String(describing: try store.definition(lastMoving: type, id: record.id)))
    }
  }

  // MARK: Page by page

  private func history(_ reader: any StoreReader) throws(StoreError) -> [HistoryLine] {
    var all: [HistoryLine] = []
    while true {
      let more = try reader.history(after: all.last?.line ?? 0, limit: page)
      all += more
      if more.count < page { return all }
    }
  }

  private func history(
    _ reader: any StoreReader, of type: RecordType, _ id: String
  ) throws(StoreError) -> [HistoryLine] {
    var all: [HistoryLine] = []
    while true {
      let more = try reader.history(
        ofType: type.name, id: id, after: all.last?.line ?? 0, limit: page)
      all += more
      if more.count < page { return all }
    }
  }

  private func messages(
    _ reader: any StoreReader, delivered: Bool
  ) throws(StoreError) -> [OutboxMessage] {
    var all: [OutboxMessage] = []
    while true {
      let more = try reader.messages(
        delivered: delivered, after: all.last?.number ?? 0, limit: page)
      all += more
      if more.count < page { return all }
    }
  }

  private func records(
    _ reader: any StoreReader, _ type: RecordType
  ) throws(StoreError) -> [StoredRecord] {
    var all: [StoredRecord] = []
    while true {
      let more = try reader.records(of: type, after: all.last?.id, limit: page)
      all += more
      if more.count < page { return all }
    }
  }

  private func ids(_ type: RecordType, in states: StateTest?) throws -> [String] {
    var all: [String] = []
    while true {
      let more = try store.ids(of: type, in: states, after: all.last, limit: page)
      all += more
      if more.count < page { return all }
    }
  }

  /// Numbers are each store's own.
  private static func unnumbered(_ request: PendingRequest) -> PendingRequest {
    var request = request
    request.number = 0
    return request
  }

  private func waiting() throws -> [PendingRequest] {
    var all: [PendingRequest] = []
    while true {
      let more = try store.waitingRequests(after: all.last?.number ?? 0, limit: page)
      all += more
      if more.count < page { return all }
    }
  }
}
