import CEL
import GRDB
public import WorkflowEngine
public import WorkflowStore

/// Records in an SQLite file, which may hold several workflows.
///
/// Nothing is opened until the first call. One connection reads and another writes, so that a plan
/// can be committed while a view is open, and looking blocks no writer.
public final class SQLiteStore: RecordStore {
  public let definition: WorkflowDefinition
  public let path: String
  public let options: SQLiteOptions
  let layout: StoreLayout
  let patience: Patience

  var readQueue: DatabaseQueue?
  var writeQueue: DatabaseQueue?
  var readConnection: Connection?
  private var writer: PlanWriter?
  /// The connection of the view that is open, so that other questions may be asked within it.
  var openReader: Connection?
  private(set) var isWriting = false
  public internal(set) var hasMovedRecords = false
  var quietFile: QuietFile?
  /// The hash of the definition whose tables the reader is shown in the form of this one.
  var shownOver: String?
  /// Whether a file that nothing writes may be read without locks.
  var readsInPlace = true

  public init(
    definition: WorkflowDefinition, path: String, options: SQLiteOptions = SQLiteOptions()
  ) {
    self.definition = definition
    self.path = path
    self.options = options
    layout = StoreLayout(definition: definition)
    patience = Patience(seconds: options.waitSeconds)
  }

  deinit {
    if options.isLeftOpen, quietFile != nil, let readQueue {
      _ = Unmanaged.passRetained(readQueue)
    } else {
      close()
    }
  }

  /// Ends all connections; the next call opens them again.
  public func close() {
    closeReader()
    writer = nil
    try? writeQueue?.close()
    writeQueue = nil
  }

  // MARK: Connections

  /// Runs a body with a connection that reads.
  func withReader<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    if let openReader { return try body(openReader) }
    if try isShownOverOther() { closeReader() }
    do {
      let queue = try readQueue ?? openReadQueue()
      readQueue = queue
      return try queue.inDatabase { database in
        let connection = readConnection ?? Connection(database: database, layout: layout)
        readConnection = connection
        return try body(connection)
      }
    } catch let error as DatabaseError {
      throw StoreError.from(error).about(path)
    }
  }

  /// Whether somebody has moved the tables that this reader is shown in another form.
  private func isShownOverOther() throws(StoreError) -> Bool {
    guard let shownOver, let readQueue else { return false }
    do {
      let hash = try readQueue.inDatabase { database in
        try schemaFacts(Connection(database: database, layout: layout))?.hash
      }
      return hash != shownOver
    } catch { throw StoreError.from(error).about(path) }
  }

  /// Runs a body inside one write transaction.
  func writeTransaction<Result>(_ body: (PlanWriter) throws -> Result) throws -> Result {
    try withWriter { writer in
      try writer.transaction { try body(writer) }
    }
  }

  /// Runs a body with the connection that writes, outside any transaction.
  func withWriter<Result>(_ body: (PlanWriter) throws -> Result) throws -> Result {
    precondition(!isWriting, "a store is written from within one of its own transactions")
    isWriting = true
    defer { isWriting = false }
    do {
      let queue = try writeQueue ?? openWriteQueue()
      writeQueue = queue
      return try queue.inDatabase { database in
        if writer == nil {
          writer = try prepareWriter(writingConnection(database))
        }
        guard let writer else { preconditionFailure("a store is written without a writer") }
        return try body(writer)
      }
    } catch let error as DatabaseError {
      throw StoreError.from(error).about(path)
    } catch let error as StoreError {
      throw error.about(path)
    }
  }

  /// Writes a consistent copy of the whole store into a new file, while others work.
  ///
  /// - Parameter name: what the copy is called in messages, where it is made under another name.
  public func backup(to file: String, named name: String? = nil) throws(StoreError) {
    precondition(openReader == nil, "a store is copied from within one of its own views")
    if let facts = FileFacts(path: file), facts.size > 0 {
      throw StoreError(
        .failed, "\(file): there is a file of this name", hint: "name another file for the copy")
    }
    let queue: DatabaseQueue
    do { queue = try openForLooking() } catch { throw StoreError.from(error).about(path) }
    defer { try? queue.close() }
    do {
      // Whatever definition the records are under: a copy is made before they are moved.
      try queue.inDatabase { database in
        if try isForeign(Connection(database: database, layout: layout)) { throw foreign }
      }
      let copy = try DatabaseQueue(path: file)
      try queue.backup(to: copy)
      try copy.close()
    } catch {
      let error = StoreError.from(error)
      switch error.kind {
      // What is read can be damaged, what is made cannot.
      case .damaged, .notAStore, .busy, .missing, .needsWriting, .unknownWorkflow,
        .otherDefinition, .migration, .badRecord, .viewEnded:
        throw error.about(path)
      case .readOnly, .full, .failed: throw error.about(name ?? file)
      }
    }
  }

  // MARK: Reading

  public func read<Result>(_ body: (StoreView) throws -> Result) throws -> Result {
    while true {
      let result = try readOpen(body)
      guard let quietFile, !quietFile.isUnchanged else { return result }
      // Somebody wrote while the file was read in place: what was read may be mixed.
      closeReader()
    }
  }

  public func readOnce<Result>(_ body: (StoreView) throws -> Result) throws -> Result {
    closeReader()
    readsInPlace = false
    defer {
      readsInPlace = true
      closeReader()
    }
    return try readOpen { view in
      let result = try body(view)
      guard let quietFile, !quietFile.isUnchanged else { return result }
      throw StoreError(
        .busy, "the store was written while it was read: what was given out is mixed",
        hint: "do it again, or in a folder that may be written")
    }
  }

  private func closeReader() {
    readConnection = nil
    try? readQueue?.close()
    readQueue = nil
    quietFile = nil
    shownOver = nil
  }

  private func readOpen<Result>(_ body: (StoreView) throws -> Result) throws -> Result {
    try withReader { connection in
      let isOutermost = openReader == nil
      if isOutermost { try connection.execute("BEGIN DEFERRED") }
      openReader = connection
      let source = SQLiteSource(connection: connection, keepsAccount: true)
      defer {
        source.end()
        if isOutermost {
          openReader = nil
          try? connection.execute("COMMIT")
        }
      }
      try source.begin()
      let view = StoreView(
        snapshot: Snapshot(definition: definition, source: source), source: source
      ) { connection }
      let result = try body(view)
      if let failure = view.failure { throw failure.about(path) }
      return result
    }
  }

  /// A question of one statement, in an error's terms.
  func ask<Result>(_ body: (Connection) throws -> Result) throws(StoreError) -> Result {
    do { return try withReader(body) } catch { throw StoreError.from(error).about(path) }
  }

  func tell<Result>(_ body: (PlanWriter) throws -> Result) throws(StoreError) -> Result {
    do { return try writeTransaction(body) } catch { throw StoreError.from(error).about(path) }
  }
}
