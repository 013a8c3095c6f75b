package import WorkflowEngine
package import WorkflowStore

/// The interpreter and a store at work together: requests are decided on a view, committed, and
/// decided again where something that was read has changed meanwhile.
package final class Session {
  package let store: any RecordStore
  package let interpreter: Interpreter
  /// How often a request is decided before it is given up as stale.
  package var maximumTries = 8

  package init(store: any RecordStore, limits: InterpreterLimits = InterpreterLimits()) {
    self.store = store
    interpreter = Interpreter(store.definition, limits: limits)
  }

  /// Decides and writes nothing: the dry run.
  package func decide<Result>(
    _ request: RecordRequest, _ body: (StoreView, Outcome) throws -> Result
  ) throws -> Result {
    try store.read { view in
      try body(view, interpreter.step(view.snapshot, request.request(on: view.snapshot)))
    }
  }

  /// What became of a request.
  package enum Performance<Answer> {
    /// It was decided, and what follows is committed.
    case answered(Answer)
    /// It had been answered before; nil where the answer held data that was erased since.
    case repeated(String?)
    /// It is decided, and waits for a second person.
    case waiting(Answer, PendingRequest)
    /// The same waits for a second person already.
    case alreadyWaiting(PendingRequest)
    /// Its key was used for another request.
    case keyUsed
    /// What it was decided on kept changing.
    case stale(ReadConflict)
  }

  /// Decides and commits: an allowed plan whole, a refusal as a line of the history, an invalid
  /// request not at all.
  ///
  /// - Parameter answer: Makes the caller's answer while the view can still be read, and the text
  ///   that is given again when the request is repeated. It is called once for each try.
  package func perform<Answer>(
    _ request: RecordRequest,
    answer: (StoreView, Outcome) throws -> (answer: Answer, text: String)
  ) throws -> Performance<Answer> {
    var tries = 0
    while true {
      tries += 1
      if let key = request.requestKey {
        switch try store.knownRequest(key) {
        case .new: break
        case .answered(let text): return .repeated(text)
        case .different: return .keyUsed
        }
      }
      let decided = try decide(request) { view, outcome in
        (view: view, outcome: outcome, answer: try answer(view, outcome))
      }
      switch decided.outcome {
      case .invalid: return .answered(decided.answer.answer)
      case .blocked(let refusal):
        try store.recordRefusal(refusal.names, of: request.attempt())
        return .answered(decided.answer.answer)
      case .pending:
        guard
          let pending = PendingRequest(
            request.request(on: decided.view.snapshot), decided.outcome, in: decided.view.snapshot)
        else { preconditionFailure("a pending outcome has no request") }
        let result = try store.keep(
          pending, hasOwnID: request.target != .new(id: nil),
          as: request.attempt(answer: decided.answer.text))
        switch result {
        case .kept(let kept, _): return .waiting(decided.answer.answer, kept)
        case .waiting(let other):
          try store.recordRefusal(other.alreadyPending.names, of: request.attempt())
          return .alreadyWaiting(other)
        case .requestKeyUsed: continue
        }
      case .allowed(let plan):
        let attempt = request.attempt(answer: decided.answer.text)
        switch try store.commit(plan, decidedOn: decided.view, as: attempt) {
        case .committed: return .answered(decided.answer.answer)
        case .conflict(let conflict):
          if tries >= maximumTries { return .stale(conflict) }
        }
      }
    }
  }

  /// Decides and commits one request after the other, many in a transaction.
  ///
  /// - Parameters:
  ///   - next: The next request; nil ends the work, and what was done so far stays.
  ///   - report: Told of every outcome when it is decided. Those after `BulkReport.committed` and
  ///     `refused` were
  ///     taken back.
  package func performAll(
    _ options: BulkOptions = BulkOptions(), next: () throws -> RecordRequest?,
    report: (RecordRequest, Snapshot, Outcome) throws -> Void
  ) throws -> BulkReport {
    try store.bulk(options) { writer in
      guard let request = try next() else { return .finished }
      let outcome = interpreter.step(writer.snapshot, request.request(on: writer.snapshot))
      try report(request, writer.snapshot, outcome)
      switch outcome {
      case .allowed(let plan): try writer.write(plan, as: request.attempt())
      case .blocked(let refusal): try writer.refuse(refusal.names, of: request.attempt())
      case .pending:
        if let pending = PendingRequest(
          request.request(on: writer.snapshot), outcome, in: writer.snapshot)
        {
          let result = try writer.keep(
            pending, hasOwnID: request.target != .new(id: nil), as: request.attempt())
          if case .waiting(let other) = result {
            try writer.refuse(other.alreadyPending.names, of: request.attempt())
          }
        }
      case .invalid: break
      }
      return .more
    }
  }

  /// All ids of a type, in states if there is a test, read in batches while others write.
  package func idReader(of type: RecordType, in states: StateTest? = nil, batch: Int = 1000)
    -> IDReader
  {
    IDReader(store: store, type: type, states: states, batch: batch)
  }
}

/// Gives the ids of a type one after the other.
package struct IDReader {
  private let store: any RecordStore
  private let type: RecordType
  private let states: StateTest?
  private let batch: Int
  private var ids: [String] = []
  private var place = 0
  private var isAtEnd = false

  init(store: any RecordStore, type: RecordType, states: StateTest?, batch: Int) {
    self.store = store
    self.type = type
    self.states = states
    self.batch = batch
  }

  package mutating func next() throws(StoreError) -> String? {
    if place == ids.count {
      if isAtEnd { return nil }
      ids = try store.ids(of: type, in: states, after: ids.last, limit: batch)
      place = 0
      isAtEnd = ids.count < batch
      if ids.isEmpty { return nil }
    }
    defer { place += 1 }
    return ids[place]
  }
}
