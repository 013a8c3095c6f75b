import CEL
import GRDB
public import WorkflowEngine

/// Records in an SQLite file, which may hold several workflows.
///
/// Nothing is opened until the first call. One connection reads and another writes, so that a plan
/// can be committed while a view is open, and looking blocks no writer.
public final class SQLiteStore: RecordStore {
  public let definition: WorkflowDefinition
  public let path: String
  public let options: SQLiteOptions
  let layout: StoreLayout

  private var readQueue: DatabaseQueue?
  private var writeQueue: DatabaseQueue?
  private var readConnection: Connection?
  private var writer: PlanWriter?
  /// The connection of the view that is open, so that other questions may be asked within it.
  private var openReader: Connection?
  private(set) var isWriting = false
  private var quietFile: QuietFile?

  public init(
    definition: WorkflowDefinition, path: String, options: SQLiteOptions = SQLiteOptions()
  ) {
    self.definition = definition
    self.path = path
    self.options = options
    layout = StoreLayout(definition: definition)
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
    readConnection = nil
    writer = nil
    try? readQueue?.close()
    readQueue = nil
    try? writeQueue?.close()
    writeQueue = nil
    quietFile = nil
  }

  // MARK: Connections

  /// Runs a body with a connection that reads.
  func withReader<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    if let openReader { return try body(openReader) }
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

  /// Runs a body inside one write transaction.
  func writeTransaction<Result>(_ body: (PlanWriter) throws -> Result) throws -> Result {
    try withWriter { writer in
      try Self.transaction(on: writer, body)
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
          writer = try prepareWriter(Connection(database: database, layout: layout))
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

  /// Commits what the body writes, or nothing.
  static func transaction<Result>(
    on writer: PlanWriter, _ body: (PlanWriter) throws -> Result
  ) throws -> Result {
    let database = writer.connection.database
    try database.beginTransaction(.immediate)
    do {
      try writer.begin()
      let result = try body(writer)
      try writer.connection.addCommit()
      try database.commit()
      return result
    } catch {
      if database.isInsideTransaction { try? database.rollback() }
      throw error
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
      case .damaged, .notAStore, .locked, .missing, .needsWriting, .unknownWorkflow,
        .otherDefinition, .migration, .badRecord, .viewEnded:
        throw error.about(path)
      case .readOnly, .full, .failed: throw error.about(name ?? file)
      }
    }
  }

  // MARK: Opening

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(options.busyTimeoutSeconds)
    configuration.label = "store"
    return configuration
  }

  private func openReadQueue() throws -> DatabaseQueue {
    guard FileFacts(path: path) != nil else {
      if options.access == .readOnly || !options.createsFile { throw missing }
      try withWriter { _ in }
      return try openReadQueue()
    }
    // A writing store moves its tables to the definition before it reads them.
    if options.access == .readWrite, !isWriting { try withWriter { _ in } }
    let queue = try openForLooking()
    try queue.inDatabase { database in
      try check(Connection(database: database, layout: layout))
    }
    return queue
  }

  /// Opens the file for reading, whatever it holds.
  func openForLooking() throws -> DatabaseQueue {
    if FileFacts(path: path) == nil { throw missing }
    var configuration = configuration
    configuration.readonly = true
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
    let isNew = FileFacts(path: path) == nil
    if isNew, !options.createsFile { throw missing }
    var configuration = configuration
    let maximumPages = options.maximumPages
    let synchronous = options.isDurable ? "FULL" : "NORMAL"
    configuration.prepareDatabase { database in
      // The log is written without a sync for each transaction: a power cut may take the last ones
      // back, whole.
      try database.execute(
        sql:
          "PRAGMA synchronous = \(synchronous); PRAGMA secure_delete = ON; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000"
      )
      if let maximumPages { try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
    }
    return try DatabaseQueue(path: path, configuration: configuration)
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

  /// Whether the file can be read with this definition.
  private func check(_ connection: Connection) throws(StoreError) {
    if try isForeign(connection) { throw foreign }
    guard let facts = try schemaFacts(connection) else { throw unknownWorkflow }
    if facts.migratingTo != nil { throw unfinished }
    if facts.hash == definition.hash || options.access == .readWrite { return }
    let plan = try MovePlanner.plan(connection)
    if let refusal = refusalToMove(plan) { throw refusal }
    if !plan.isEmpty { throw otherDefinition }
  }

  var unknownWorkflow: StoreError {
    StoreError(
      .unknownWorkflow, "\(path): the store holds nothing of workflow '\(definition.name)' yet",
      hint: "import records, or name another store with --store")
  }

  private var otherDefinition: StoreError {
    StoreError(
      .otherDefinition,
      "\(path): the store was made by another definition of '\(definition.name)', with other fields or states",
      hint: "any command that writes moves the store to this definition, or says why it cannot")
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
  private func prepareWriter(_ connection: Connection) throws -> PlanWriter {
    if try isForeign(connection) { try createStore(connection) }
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

  private func createStore(_ connection: Connection) throws {
    let isEmpty = try connection.number("SELECT count(*) FROM sqlite_master") == 0
    guard isEmpty, try connection.number("PRAGMA application_id") == 0 else { throw foreign }
    try connection.execute("PRAGMA journal_mode = WAL")
    try connection.database.inTransaction(.immediate) {
      // Another process may have been faster.
      if try connection.number("SELECT count(*) FROM sqlite_master") == 0 {
        try connection.execute(Schema.shared)
      }
      return .commit
    }
  }

  /// Gives the records of a store of the first format the number of its definition.
  func upgradeFormat(_ connection: Connection) throws {
    guard try connection.number("PRAGMA user_version") == 1 else { return }
    try connection.database.inTransaction(.immediate) {
      if try connection.number("PRAGMA user_version") == 1 {
        try SchemaAccount(connection).numberRecords()
      }
      return .commit
    }
  }

  /// Foreign keys are deferred, so the tables may be made and changed in any order.
  private func moveTables(_ connection: Connection) throws {
    try connection.database.inTransaction(.immediate) {
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
      }
      try connection.addCommit()
      return .commit
    }
  }

  // MARK: Reading

  public func read<Result>(_ body: (StoreView) throws -> Result) throws -> Result {
    while true {
      let result = try readOnce(body)
      guard let quietFile, !quietFile.isUnchanged else { return result }
      // Somebody wrote while the file was read in place: what was read may be mixed.
      closeReader()
    }
  }

  private func closeReader() {
    readConnection = nil
    try? readQueue?.close()
    readQueue = nil
    quietFile = nil
  }

  private func readOnce<Result>(_ body: (StoreView) throws -> Result) throws -> Result {
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
        snapshot: Snapshot(definition: definition, source: source), source: source)
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
