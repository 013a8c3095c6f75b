import GRDB
import WorkflowEngine
import WorkflowStore

/// Opening a store's file: making what is missing, moving what another definition left.
extension SQLiteStore {
  var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .callback { [patience] in patience.wait(tries: $0) }
    configuration.label = "store"
    return configuration
  }

  func openReadQueue() throws -> DatabaseQueue {
    guard FileFacts(path: path) != nil else {
      if options.access == .readOnly || !options.createsFile { throw missing }
      try withWriter { _ in }
      return try openReadQueue()
    }
    // A writing store moves its tables to the definition before it reads them.
    if options.access == .readWrite, !isWriting { try withWriter { _ in } }
    var tries = 0
    return try patience.within {
      while true {
        do {
          let queue = try openForLooking()
          try queue.inDatabase { try check(Connection(database: $0, layout: layout)) }
          return queue
        } catch  where tries < Self.triesOfPassingStates && isPassing(error) {
          guard patience.wait(tries: tries) else { throw error }
          tries += 1
        }
      }
    }
  }

  /// About half a second.
  private static let triesOfPassingStates = 500

  /// Whether an error is of a moment: another process is making the store, or ends as its last user
  /// and takes the log away.
  private func isPassing(_ error: any Error) -> Bool {
    if let error = error as? DatabaseError {
      return error.resultCode == .SQLITE_CANTOPEN && FileFacts.folderIsWritable(of: path)
    }
    return (error as? StoreError)?.kind == .notAStore && FileFacts(path: path)?.size == 0
  }

  /// Opens the file for reading, whatever it holds.
  func openForLooking() throws -> DatabaseQueue {
    if FileFacts(path: path) == nil { throw missing }
    if FileFacts.isNoFile(path) { throw noFile }
    var configuration = configuration
    configuration.readonly = true
    let isWritable = FileFacts.isWritable(path) && FileFacts.folderIsWritable(of: path)
    if !readsInPlace, isWritable {
      // The last one to close a log takes it away, if it may write.
      configuration.readonly = QuietFile.hasLog(path)
      return try openBesideLog(configuration)
    }
    quietFile = options.access == .readOnly ? QuietFile(path: path) : nil
    if let quietFile {
      return try DatabaseQueue(path: quietFile.immutableName, configuration: configuration)
    }
    return try openBesideLog(configuration)
  }

  private func openBesideLog(_ configuration: Configuration) throws -> DatabaseQueue {
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.inDatabase {
        try $0.execute(sql: "PRAGMA query_only = 1; SELECT count(*) FROM sqlite_master")
      }
      return queue
    } catch let error as DatabaseError {
      guard error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY else {
        throw error
      }
      if FileFacts.folderIsWritable(of: path) { throw error }
      throw StoreError(
        .needsWriting,
        "\(path): the store's log holds changes, and reading them needs a file beside it in a folder that may not be written",
        hint:
          "copy the file and its -wal to a folder that may be written, or end the process that writes"
      )
    }
  }

  func openWriteQueue() throws -> DatabaseQueue {
    if options.access == .readOnly {
      throw StoreError(
        .readOnly, "\(path): the store is open for reading only", hint: "use 'apply' to write")
    }
    if FileFacts.isNoFile(path) { throw noFile }
    let isNew = FileFacts(path: path) == nil
    if isNew, !options.createsFile { throw missing }
    var configuration = configuration
    let (maximumPages, isDurable) = (options.maximumPages, options.isDurable)
    configuration.prepareDatabase { database in
      // Normally the log is written without a sync for each transaction: a power cut may take the
      // last ones back, whole.
      try database.execute(
        sql: """
          PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL"); PRAGMA secure_delete = ON;
          PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000
          """)
      if let maximumPages { try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  func writingConnection(_ database: Database) -> Connection {
    Connection(
      database: database, layout: layout, line: WriterQueue(path: path, patience: patience))
  }

  private var noFile: StoreError {
    StoreError(
      .notAStore, "\(path): it is a folder, a pipe or a device, and no store",
      hint: "name a file with --store")
  }

  private var missing: StoreError {
    StoreError(
      .missing, "\(path): there is no store",
      hint: "make one with 'workflow-run import', or name another with --store")
  }

  struct SchemaFacts {
    var hash: String
    var definition: Int64
    var isScrubPending: Bool
    /// The hash of the definition that a migration has begun to move the records to.
    var migratingTo: String?
  }

  /// The one question that opening asks: nil where the store does not know the workflow.
  func schemaFacts(_ connection: Connection) throws(StoreError) -> SchemaFacts? {
    let query = try connection.prepare(
      """
      SELECT d.hash, d.number,
        (SELECT value FROM workflow_meta WHERE workflow = '' AND key = 'scrub_pending'),
        (SELECT o.hash FROM workflow_meta m JOIN workflow_definitions o ON o.number = m.value
          WHERE m.workflow = ?1 AND m.key = 'migrating')
      FROM workflow_schemas s JOIN workflow_definitions d ON d.number = s.definition WHERE s.workflow = ?1
      """)
    query.bind(1, definition.name)
    defer { query.reset() }
    guard try query.next() else { return nil }
    return SchemaFacts(
      hash: query.text(0), definition: query.integer(1), isScrubPending: query.integer(2) != 0,
      migratingTo: query.textOrNil(3))
  }

  /// Whether the file can be read with this definition; tables of another one are shown as it has
  /// them.
  private func check(_ connection: Connection) throws(StoreError) {
    if try isForeign(connection) { throw foreign }
    guard let facts = try schemaFacts(connection) else { throw unknownWorkflow }
    if facts.migratingTo != nil { throw unfinished }
    if facts.hash == definition.hash || options.access == .readWrite { return }
    let plan = try MovePlanner.plan(connection)
    if let refusal = refusalToMove(plan) { throw refusal }
    if plan.isEmpty { return }
    try TableViews(connection: connection, plan: plan).create()
    shownOver = facts.hash
  }

  var unknownWorkflow: StoreError {
    StoreError(
      .unknownWorkflow, "\(path): the store holds nothing of workflow '\(definition.name)' yet",
      hint: "import records, or name another store with --store")
  }

  var foreign: StoreError {
    StoreError(
      .notAStore, "\(path): the file is an SQLite database, but no store of workflows",
      hint: "name another file with --store")
  }

  func isForeign(_ connection: Connection) throws(StoreError) -> Bool {
    try connection.number("PRAGMA application_id") != Int64(Schema.applicationID)
  }

  /// Makes what is missing, and finishes what was begun.
  func prepareWriter(_ connection: Connection) throws -> PlanWriter {
    if try isForeign(connection) { try createStore(connection) }
    try keepLog(connection)
    try upgradeFormat(connection)
    var facts = try schemaFacts(connection)
    if facts?.migratingTo != nil { throw unfinished }
    if facts?.hash != definition.hash {
      try moveTables(connection)
      facts = try schemaFacts(connection)
    }
    guard let facts else { preconditionFailure("a store has just been made for this workflow") }
    let writer = PlanWriter(connection: connection, definition: facts.definition)
    if facts.isScrubPending { _ = try? scrub(connection) }
    return writer
  }

  /// Makes a store of an empty file, as another process may be doing at the same moment.
  private func createStore(_ connection: Connection) throws {
    try connection.transaction {
      if try !isForeign(connection) { return }
      guard try connection.number("SELECT count(*) FROM sqlite_master") == 0,
        try connection.number("PRAGMA application_id") == 0
      else { throw foreign }
      try connection.execute(Schema.shared)
      try SchemaAccount(connection).create(text: options.definitionText?())
    }
  }

  /// Gives the store its log, which lets others read while one writes: for a moment that takes the
  /// file alone.
  private func keepLog(_ connection: Connection) throws {
    var tries = 0
    try patience.within {
      while true {
        do { return try connection.execute("PRAGMA journal_mode = WAL") } catch {
          guard StoreError.from(error).kind == .busy, patience.wait(tries: tries) else {
            throw error
          }
          tries += 1
        }
      }
    }
  }

  /// Gives the records of a store of the first format the number of its definition.
  func upgradeFormat(_ connection: Connection) throws {
    guard try connection.number("PRAGMA user_version") == 1 else { return }
    try connection.transaction {
      if try connection.number("PRAGMA user_version") == 1 {
        try SchemaAccount(connection).numberRecords()
      }
    }
  }

  /// Foreign keys are deferred, so the tables may be made and changed in any order.
  private func moveTables(_ connection: Connection) throws {
    try connection.transaction {
      let facts = try schemaFacts(connection)
      if facts == nil {
        try SchemaAccount(connection).create(text: options.definitionText?())
      } else if facts?.hash != definition.hash {
        let plan = try MovePlanner.plan(connection)
        if let refusal = refusalToMove(plan) { throw refusal }
        try TableMover(connection: connection, plan: plan).begin()
        try TableMover(connection: connection, plan: try MovePlanner.plan(connection)).finish()
        try SchemaAccount(connection).noteSchema(text: options.definitionText?())
        try SchemaAccount(connection).noteInHistory(plan.notes)
        hasMovedRecords = true
      }
    }
  }
}
