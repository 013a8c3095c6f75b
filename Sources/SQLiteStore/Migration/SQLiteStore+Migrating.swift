import GRDB
import WorkflowEngine
public import WorkflowStore

extension SQLiteStore {
  /// What moving the store to the definition does to its records; nothing is written.
  public func previewMigration(_ options: MigrationOptions) throws(StoreError) -> MigrationPreview {
    do {
      let queue = try openForLooking()
      defer { try? queue.close() }
      return try queue.inDatabase { database in
        let connection = Connection(database: database, layout: layout)
        try connection.execute("BEGIN DEFERRED")
        defer { try? connection.execute("COMMIT") }
        let start = try migrationStart(connection)
        if start.isDone { return MigrationPreview() }
        let run = MigrationRun(
          connection, start.plan, isBegun: start.isBegun, number: start.number, options)
        return try preview(run, start, options)
      }
    } catch { throw StoreError.from(error).about(path) }
  }

  /// Moves the store's records to the definition, each with a line in the history.
  ///
  /// Many records share a transaction, and each is whole. What was committed stays when the work
  /// is stopped or killed; the store then waits for the same migration to go on.
  public func migrate(
    _ options: MigrationOptions, progress: (_ moved: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(StoreError) -> MigrationReport {
    precondition(!isWriting, "a store is migrated from within one of its own transactions")
    do {
      close()
      let queue = try openWriteQueue()
      defer { try? queue.close() }
      return try queue.inDatabase { database in
        try migrate(writingConnection(database), options, progress)
      }
    } catch { throw StoreError.from(error).about(path) }
  }

  private func migrate(
    _ connection: Connection, _ options: MigrationOptions,
    _ progress: (_ moved: Int, _ of: Int) -> Void
  ) throws -> MigrationReport {
    if try isForeign(connection) { throw foreign }
    try upgradeFormat(connection)
    guard let begun = try begin(connection, options) else {
      return MigrationReport(preview: MigrationPreview(), isFinished: true)
    }
    var report = MigrationReport(preview: begun.preview)
    report.wayBack = try connection.metaText("way_back") ?? ""
    let mover = RecordMover(begun.run, try MovePlanner.plan(connection), number: begun.number)
    for move in mover.plan.types where move.former != nil && move.count > 0 {
      guard begun.types.contains(move.type.index) else { continue }
      var last = ""
      while true {
        let ids = try mover.waiting(move, after: last, limit: options.recordsPerTransaction)
        guard let end = ids.last else { break }
        last = end
        if options.shouldStop() { return report }
        try connection.transaction { try mover.move(ids, of: move) }
        report.moved += ids.count
        progress(report.moved, begun.preview.records)
      }
    }
    try connection.transaction { try finish(connection, report) }
    report.isFinished = true
    return report
  }

  // MARK: Start and end

  struct MigrationStart {
    var plan: MovePlan
    var former: KnownDefinition?
    var isBegun = false
    /// The number of the definition; -1 where the store has not seen it.
    var number: Int64 = -1
    /// Whether the store is at the definition.
    var isDone = false
  }

  private func migrationStart(_ connection: Connection) throws(StoreError) -> MigrationStart {
    if try isForeign(connection) { throw foreign }
    if try connection.number("PRAGMA user_version") == 1 {
      throw StoreError(
        .otherDefinition, "\(path): the store was made by an earlier version of this program",
        hint: "any command that writes brings it up to date")
    }
    guard let facts = try schemaFacts(connection) else { throw unknownWorkflow }
    if let other = facts.migratingTo, other != definition.hash {
      throw unfinished
    }
    let isBegun = facts.migratingTo != nil
    if facts.hash == definition.hash, !isBegun {
      return MigrationStart(plan: MovePlan(), isDone: true)
    }
    let plan = try MovePlanner.plan(connection)
    if !plan.problems.isEmpty { throw refusal(of: plan) }
    var start = MigrationStart(plan: plan, former: try connection.definition(facts.definition))
    start.isBegun = isBegun
    start.number = try connection.definitionNumber() ?? -1
    return start
  }

  private struct Beginning {
    var run: MigrationRun
    var preview: MigrationPreview
    var number: Int64
    /// The types whose records are moved.
    var types: Set<Int>
  }

  /// Gathers what is to be moved and gives the tables their new columns; nil where nothing is.
  private func begin(
    _ connection: Connection, _ options: MigrationOptions
  ) throws -> Beginning? {
    try connection.transaction {
      let start = try migrationStart(connection)
      if start.isDone { return nil }
      let number = try SchemaAccount(connection).noteDefinition(
        text: self.options.definitionText?())
      let run = MigrationRun(
        connection, start.plan, isBegun: start.isBegun, number: number, options)
      let preview = try preview(run, start, options)
      if preview.failureCount > 0 { throw failed(preview) }
      let known = try connection.metaText("migrating_types")
      let types =
        known?.split(separator: ",").compactMap { Int($0) }
        ?? start.plan.types.filter(\.needsRecords).map(\.type.index)
      if !start.isBegun {
        try TableMover(connection: connection, plan: start.plan).begin()
        for move in start.plan.types where move.needsRecords {
          // Records that moved under this definition before, when the store was at it.
          try connection.execute(
            "UPDATE \(layout.table(of: move).name) SET _definition = 0 WHERE _definition = \(number)"
          )
        }
        try connection.setMeta("migrating", number)
        try connection.setMeta("migrating_types", types.map(String.init).joined(separator: ","))
        try connection.setMeta("way_back", preview.wayBack.isEmpty ? "" : preview.wayBack.text)
      }
      return Beginning(run: run, preview: preview, number: number, types: Set(types))
    }
  }

  private func finish(_ connection: Connection, _ report: MigrationReport) throws {
    let plan = try MovePlanner.plan(connection)
    try TableMover(connection: connection, plan: plan).finish()
    try SchemaAccount(connection).noteSchema(text: nil)
    try SchemaAccount(connection).noteInHistory(
      plan.notes + ["migrated records"], inverse: report.wayBack.isEmpty ? nil : report.wayBack)
    for key in ["migrating", "migrating_types", "way_back"] { try connection.removeMeta(key) }
  }

  private func preview(
    _ run: MigrationRun, _ start: MigrationStart, _ options: MigrationOptions
  ) throws(StoreError) -> MigrationPreview {
    try run.gather()
    var preview = run.preview
    preview.former = start.former
    preview.wayBack = .wayBack(
      of: start.plan, preview.changes, definition, former: start.former.flatMap(options.readFormer))
    return preview
  }

  // MARK: Refusals

  /// Why the store cannot be used with the definition as it is; nil where it can be moved at once.
  func refusalToMove(_ plan: MovePlan) -> StoreError? {
    if !plan.problems.isEmpty { return refusal(of: plan) }
    if !plan.needsRecords { return nil }
    let records = MigrationBlock.records(plan.count)
    return StoreError(
      .migration,
      "the store holds records of another version, and 'migrate' says how they are moved: \(records)",
      hint:
        "workflow-run migrate \(definition.file) says what changes, and with --apply does it")
  }

  private func refusal(of plan: MovePlan) -> StoreError {
    let block = MigrationBlock.ready(for: plan, definition)
    let todo = block.hasOpenChoices ? ", replace each ???" : ""
    return StoreError(
      .migration,
      "the store cannot be moved to this definition: "
        + plan.problems.map(\.sentence).joined(separator: "; "),
      hint:
        "put this into \(definition.file)\(todo) and run workflow-run migrate; or keep what is gone",
      block: block.text)
  }

  private func failed(_ preview: MigrationPreview) -> StoreError {
    let shown = preview.failures.prefix(5).map {
      "\($0.recordType) '\($0.recordID)': \($0.sentence)"
    }
    let count = MigrationBlock.records(preview.failureCount)
    return StoreError(
      .migration, "\(count) cannot be moved: \(shown.joined(separator: "; "))",
      hint: "correct the records under the former definition, or say under 'set' what they get")
  }

  var unfinished: StoreError {
    StoreError(
      .migration, "\(path): a migration of the store was begun and is not finished",
      hint: "workflow-run migrate --apply, with the definition it was begun with, goes on")
  }
}

extension Connection {
  /// What the store knows of a definition.
  func definition(_ number: Int64) throws(StoreError) -> KnownDefinition? {
    let query = try prepare(
      "SELECT workflow, hash, version, text FROM workflow_definitions WHERE number = ?1")
    query.bind(1, number)
    defer { query.reset() }
    guard try query.next() else { return nil }
    return KnownDefinition(
      workflow: query.text(0), hash: query.text(1), version: query.text(2),
      text: query.textOrNil(3))
  }

  /// The number of the layout's own definition.
  func definitionNumber() throws(StoreError) -> Int64? {
    let query = try prepare(
      "SELECT number FROM workflow_definitions WHERE workflow = ?1 AND hash = ?2")
    query.bind(1, layout.definition.name)
    query.bind(2, layout.definition.hash)
    defer { query.reset() }
    return try query.next() ? query.integer(0) : nil
  }

  func metaText(_ key: String) throws(StoreError) -> String? {
    let query = try prepare("SELECT value FROM workflow_meta WHERE workflow = ?1 AND key = ?2")
    query.bind(1, layout.definition.name)
    query.bind(2, key)
    defer { query.reset() }
    return try query.next() ? query.textOrNil(0) : nil
  }

  func setMeta(_ key: String, _ text: String) throws(StoreError) {
    let query = try prepare(
      """
      INSERT INTO workflow_meta(workflow, key, value) VALUES (?1, ?2, ?3) \
      ON CONFLICT (workflow, key) DO UPDATE SET value = excluded.value
      """)
    query.bind(1, layout.definition.name)
    query.bind(2, key)
    query.bind(3, text)
    try query.run()
  }

  func removeMeta(_ key: String) throws(StoreError) {
    let query = try prepare("DELETE FROM workflow_meta WHERE workflow = ?1 AND key = ?2")
    query.bind(1, layout.definition.name)
    query.bind(2, key)
    try query.run()
  }
}
