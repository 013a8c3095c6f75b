import GRDB
public import WorkflowEngine
public import WorkflowStore

extension SQLiteStore {
  public func commit(
    _ plan: Plan, decidedOn view: StoreView, as attempt: Attempt
  ) throws(StoreError) -> CommitResult {
    try view.checkUsable()
    let result = try tell { writer -> CommitResult in
      if !attempt.isFollowUp, let key = attempt.request?.key,
        try writer.connection.isKnown(requestKey: key)
      {
        return .conflict(.requestKey(key))
      }
      if let conflict = try writer.connection.conflict(with: view.source.reads) {
        return .conflict(conflict)
      }
      if let agreement = attempt.agreement, try writer.agree(agreement, attempt) == nil {
        return .conflict(.waiting)
      }
      view.isSpent = true
      return .committed(lines: try writer.commit(plan, in: view.snapshot, as: attempt))
    }
    if case .committed = result { scrubIfErased() }
    return result
  }

  @discardableResult
  public func recordRefusal(_ names: [String], of attempt: Attempt) throws(StoreError) -> Int {
    try tell { try $0.refusal(names, of: attempt) }
  }

  public func bulk(
    _ options: BulkOptions, _ body: (BulkWriter) throws -> BulkWriter.Next
  ) throws -> BulkReport {
    var report = BulkReport()
    defer { scrubIfErased() }
    try withWriter { writer in
      var next = BulkWriter.Next.more
      while next == .more, report.failure == nil {
        let bulk = BulkWriter(target: writer) { keepsAccount in
          writer.forget()
          let source = SQLiteSource(connection: writer.connection, keepsAccount: keepsAccount)
          return StoreView(
            snapshot: Snapshot(definition: self.definition, source: source), source: source
          ) { writer.connection }
        }
        defer { bulk.view.source.end() }
        do {
          try writer.transaction {
            while next == .more, bulk.count < options.stepsPerTransaction {
              next = try body(bulk)
              if let failure = bulk.view.failure { throw failure }
            }
          }
          let done = bulk.take()
          report.committed += done.written
          report.refused += done.refused
          options.progress(report.committed)
        } catch {
          report.takenBack = bulk.count
          report.failure = StoreError.from(error).about(path)
          guard error is StoreError || error is DatabaseError else { throw error }
        }
      }
    }
    return report
  }

  // MARK: Scrubbing

  /// Whether values of erased records may still stand in free parts of the file: somebody was
  /// reading when they were to be overwritten. The next opening tries again.
  public var isScrubPending: Bool {
    get throws(StoreError) {
      try ask { try ($0.metaInteger("scrub_pending", workflow: "") ?? 0) != 0 }
    }
  }

  /// Overwrites the free parts of the file and empties its log; false where somebody is reading.
  @discardableResult
  public func scrub() throws(StoreError) -> Bool {
    do { return try withWriter { try self.scrub($0.connection) } } catch {
      throw StoreError.from(error).about(path)
    }
  }

  private func scrubIfErased() {
    do {
      try withWriter { writer in
        guard writer.hasErased else { return }
        writer.hasErased = false
        _ = try scrub(writer.connection)
      }
    } catch {
      // The flag in the file stays up; what was committed is committed.
    }
  }

  /// Pages that were moved keep copies of their cells until the file is written anew.
  func scrub(_ connection: Connection) throws -> Bool {
    try connection.execute("VACUUM")
    let checkpoint = try connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)")
    guard try checkpoint.next() else { return false }
    let isBusy = checkpoint.integer(0) != 0
    checkpoint.reset()
    if isBusy { return false }
    try connection.setMeta("scrub_pending", 0, workflow: "")
    return true
  }

  // MARK: Import

  public func importRecords(
    _ options: ImportOptions, next: () throws -> ImportRow?
  ) throws -> ImportReport {
    struct TakenBack: Error {}
    var report = ImportReport()
    do {
      try writeTransaction { writer in
        let target = try SQLiteImportTarget(writer: writer, options: options)
        var importer = Importer(target: target, options: options, definition: definition)
        var number = 0
        while !importer.isFull, let row = try next() {
          number += 1
          try importer.take(row, number: number)
        }
        try importer.finish()
        try target.finish()
        report = importer.report
        if !report.issues.isEmpty, options.isAtomic { throw TakenBack() }
      }
      report.isCommitted = true
    } catch is TakenBack {
      report.isCommitted = false
    }
    return report
  }
}

extension Connection {
  func isKnown(requestKey key: String) throws(StoreError) -> Bool {
    let query = try query(.requestLine) {
      "SELECT 1 FROM workflow_requests WHERE workflow = ?1 AND key = ?2"
    }
    query.bind(1, layout.definition.name)
    query.bind(2, key)
    defer { query.reset() }
    return try query.next()
  }
}
