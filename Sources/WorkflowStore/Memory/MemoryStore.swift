import CEL
import JSONText
public import WorkflowEngine

/// Records in memory alone: for scenarios, for files of records, for tests; and, over another store,
/// for everything that is tried out and then forgotten.
public final class MemoryStore: RecordStore {
  public let definition: WorkflowDefinition
  var tables: MemoryTables
  /// What is below: records that nobody has looked at yet come from there.
  let underlying: UnderlyingStore?
  var log = MemoryLog()
  var outbox: [OutboxMessage] = []
  private var sentKeys: Set<String> = []
  /// For each message the step that sent it.
  var sentIn: [Int] = []
  var requests: [String: Answered] = [:]
  var tick: Int64?
  let waiting = PendingBook()
  private(set) var mentions = MemoryMentions()
  var known: [KnownDefinition]
  /// The number of steps that were written: while it stands, nothing has changed.
  package private(set) var commits = 0
  /// Whether anything was written here.
  var hasChanged: Bool { commits > 0 }
  /// When records were last changed, in microseconds.
  private(set) var changedAt: [ReadRecord: Int64] = [:]
  private let outline = PlanOutline(hasEntries: true)

  struct Answered {
    var digest: String
    var answer: String?
    var record: String
  }

  public convenience init(definition: WorkflowDefinition) {
    self.init(definition: definition, over: nil)
  }

  /// The records of another store, changed in memory alone: a store that forgets.
  ///
  /// - Parameter view: stays open as long as this store is used.
  public convenience init(over store: any RecordStore, _ view: StoreView) {
    self.init(definition: store.definition, over: UnderlyingStore(store, view))
  }

  /// The records of a snapshot, without any history.
  ///
  /// - Parameter changedAt: when a record came to be as it is.
  package convenience init(holding snapshot: Snapshot, changedAt: (ReadRecord) -> Int64) {
    self.init(definition: snapshot.definition, over: nil)
    for type in definition.recordTypes where !type.isInline {
      for record in snapshot.all(type: type.index) {
        let id = snapshot.id(of: record)
        tables.insert(
          type: type.index, id: id,
          values: type.fields.enumerated().map {
            snapshot.storedValue(of: record, slot: $0.offset).normalized(for: $0.element)
          })
        let name = ReadRecord(type: type.index, id: id)
        self.changedAt[name] = changedAt(name)
      }
    }
  }

  private init(definition: WorkflowDefinition, over underlying: UnderlyingStore?) {
    self.definition = definition
    self.underlying = underlying
    tables = MemoryTables(definition: definition)
    known = [
      KnownDefinition(
        workflow: definition.name, hash: definition.hash, version: definition.version, text: nil)
    ]
  }

  /// Takes records over from what is below.
  func fill(_ body: (UnderlyingStore, inout MemoryTables) -> Void) {
    if let underlying { body(underlying, &tables) }
  }

  // MARK: Deciding and committing

  public func readOnce<Result>(_ body: (StoreView) throws -> Result) throws -> Result {
    try read(body)
  }

  /// A view that stays open; it shows the records as they are now.
  package func openView() -> StoreView {
    let source = MemorySource(self, commits: commits)
    let moment = (lines: log.lines.count, messages: outbox.count)
    return StoreView(
      snapshot: Snapshot(definition: definition, source: source), source: source
    ) { [self] in
      if underlying != nil { return filledReader() }
      return MemoryReader(
        tables: source.tables, log: log, outbox: outbox, lineCount: moment.lines,
        sentCount: moment.messages)
    }
  }

  /// What is held now, with all that is below.
  func filledReader() -> any StoreReader {
    for type in definition.recordTypes where !type.isInline {
      fill { $0.takeAll(of: type, into: &$1) }
    }
    return MemoryReader(
      tables: tables, log: log, outbox: outbox, lineCount: log.lines.count,
      sentCount: outbox.count)
  }

  /// Whether a message with the key was sent, here or below.
  func isSent(_ key: String) -> Bool {
    sentKeys.contains(key) || underlying?.isSent(key) ?? false
  }

  public func read<Result>(_ body: (StoreView) throws -> Result) throws -> Result {
    let view = openView()
    defer { view.source.end() }
    let result = try body(view)
    if let failure = view.failure { throw failure }
    return result
  }

  public func commit(
    _ plan: Plan, decidedOn view: StoreView, as attempt: Attempt
  ) throws(StoreError) -> CommitResult {
    try view.checkUsable()
    if !attempt.isFollowUp, let key = attempt.request?.key, requests[key] != nil {
      return .conflict(.requestKey(key))
    }
    if let conflict = conflict(with: view.source.reads) { return .conflict(conflict) }
    if let agreement = attempt.agreement, agree(agreement, attempt) == nil {
      return .conflict(.waiting)
    }
    view.isSpent = true
    return .committed(lines: write(plan, in: view.snapshot, as: attempt))
  }

  @discardableResult
  public func recordRefusal(_ names: [String], of attempt: Attempt) throws(StoreError) -> Int {
    refuse(names, of: attempt)
  }

  public func bulk(
    _ options: BulkOptions, _ body: (BulkWriter) throws -> BulkWriter.Next
  ) throws -> BulkReport {
    var report = BulkReport()
    var next = BulkWriter.Next.more
    while next == .more {
      let writer = BulkWriter(target: MemoryBulkTarget(self)) { _ in self.openView() }
      while next == .more, writer.count < options.stepsPerTransaction { next = try body(writer) }
      writer.view.source.end()
      let done = writer.take()
      report.committed += done.written
      report.refused += done.refused
      options.progress(report.committed)
    }
    return report
  }

  private func conflict(with reads: ReadSet) -> ReadConflict? {
    if reads.commits == commits { return nil }
    let types = definition.recordTypes
    for read in reads.records
    where tables.presence(type: read.type, id: read.id) != read.presence
      || tables.version(type: read.type, id: read.id) != read.version
    {
      return .record(type: types[read.type].name, id: read.id)
    }
    for read in reads.sets {
      let ids =
        switch read.membership {
        case .referencing(let id), .linking(let id):
          tables.ids(pointingAt: id, type: read.type, slot: read.slot)
        case .holding(let value): tables.ids(holding: value, type: read.type, slot: read.slot)
        case .owning(let slot, let id):
          tables.owners(
            of: EntryField(owner: types[read.type], list: read.slot, slot: slot), pointingAt: id)
        case .all: tables.ids(of: read.type)
        }
      if ids != read.ids {
        let type = types[read.type]
        return .set(type: type.name, field: read.slot < 0 ? nil : type.fields[read.slot].name)
      }
    }
    for read in reads.serials where tables.serials[read.type] != read.next {
      return .number(type: types[read.type].name)
    }
    for read in reads.messageKeys where isSent(read.key) != read.isKnown {
      return .messageKey(read.key)
    }
    return nil
  }

  // MARK: Writing

  fileprivate func write(
    _ plan: Plan, in snapshot: Snapshot, as attempt: Attempt
  ) -> ClosedRange<Int> {
    let deleted = plan.valuesOfDeleted(in: snapshot)
    snapshot.apply(plan)
    outline.forget()
    outline.read(plan, in: snapshot)
    for write in outline.writes { carryOut(write, in: snapshot) }
    for creation in plan.created where creation.isNumbered { tables.serials[creation.type] += 1 }
    let erasures = ErasureList(plan: plan, snapshot: snapshot)
    if let erasures { eraseMessages(erasures) }
    let planLines = PlanLines(plan: plan, snapshot: snapshot, outline: outline, deleted: deleted)
    let first = log.lines.count + 1
    for step in plan.steps.indices { append(planLines, step: step, first: first, as: attempt) }
    let sent = plan.messages.map { send($0, at: attempt.at, step: first) }
    remember(attempt)
    noteMentions(plan, in: snapshot, first: first, messages: sent, as: attempt)
    forgetWaiting(plan, in: snapshot)
    if let erasures {
      forgetWaiting(mentioning: erasures, at: attempt.at)
      for (type, id, field) in erasures.fields {
        eraseCopies(
          of: field, type: definition.recordTypes[type].name, id: id, before: first,
          at: attempt.at)
      }
      eraseHistory(erasures)
      eraseMentions(of: erasures, at: attempt.at)
    }
    commits += 1
    return first...max(first, log.lines.count)
  }

  fileprivate func remember(_ slot: Int, of record: RecordHandle, in snapshot: Snapshot) {
    tables.remember(
      snapshot.storedValue(of: record, slot: slot), slot: slot,
      type: snapshot.type(of: record).index, id: snapshot.id(of: record))
    commits += 1
  }

  /// Turns what an internal field says outside any step: a new version, and no line.
  func turn(_ slot: Int, of id: String, _ type: RecordType, to flag: Bool, at now: Int64) {
    fill { $0.take(id, of: type, into: &$1) }
    tables.update(type: type.index, id: id, values: [(slot, .boolean(flag))])
    changedAt[ReadRecord(type: type.index, id: id)] = now
    commits += 1
  }

  private func carryOut(_ write: PlanOutline.Write, in snapshot: Snapshot) {
    let type = snapshot.type(of: write.record)
    let id = snapshot.id(of: write.record)
    switch write.kind {
    case .insert:
      tables.insert(
        type: type.index, id: id,
        values: type.fields.indices.map { held(write.record, $0, in: snapshot) })
    case .update:
      var values: [(slot: Int, value: StoredValue)] = []
      var place = write.firstSlot
      while place >= 0 {
        let slot = Int(outline.slots[Int(place)].slot)
        values.append((slot, held(write.record, slot, in: snapshot)))
        place = outline.slots[Int(place)].next
      }
      tables.update(type: type.index, id: id, values: values)
    case .delete: tables.remove(type: type.index, id: id, isErased: false)
    case .erase: tables.remove(type: type.index, id: id, isErased: true)
    }
  }

  /// A value as it is held: a list that was emptied is no list.
  private func held(_ record: RecordHandle, _ slot: Int, in snapshot: Snapshot) -> StoredValue {
    let value = snapshot.storedValue(of: record, slot: slot)
    switch value {
    case .list([]), .entries([]): return .null
    default: return value
    }
  }

  private func append(_ planLines: PlanLines, step: Int, first: Int, as attempt: Attempt) {
    let planned = planLines.plan.steps[step]
    let snapshot = planLines.snapshot
    let type = snapshot.type(of: planned.record)
    let id = snapshot.id(of: planned.record)
    var line = line(as: attempt, outcome: .done, step: first)
    line.causedBy = planned.parent.map { first + Int($0) }
    line.kind = planLines.kind(ofStep: step)
    line.recordType = type.name
    line.recordID = id
    line.version = tables.version(type: type.index, id: id)
    line.event = planned.transition?.event
    line.cause = planned.cause
    line.changes = planLines.changes(ofStep: step)
    (line.fromState, line.toState) = HistoryLine.states(of: line.changes)
    if step == 0 { line.warnings = planLines.plan.warnings.map(\.name) }
    log.append(line)
    changedAt[ReadRecord(type: type.index, id: id)] = attempt.at
  }

  private func line(
    as attempt: Attempt, outcome: HistoryLine.Outcome, step: Int? = nil
  ) -> HistoryLine {
    let number = log.lines.count + 1
    return HistoryLine(
      line: number, step: step ?? number, causedBy: nil, at: attempt.at, actor: attempt.actor,
      outcome: outcome, kind: nil, recordType: attempt.recordType, recordID: attempt.recordID,
      version: 0, event: attempt.event, cause: attempt.cause, fromState: nil, toState: nil,
      changes: [], refusedBy: [], warnings: [], definition: definition.hash,
      requestKey: attempt.request?.key)
  }

  fileprivate func refuse(_ names: [String], of attempt: Attempt) -> Int {
    note(attempt.purpose.outcome, of: attempt, refusedBy: names)
  }

  /// A line about what changed no record.
  func note(
    _ outcome: HistoryLine.Outcome, of attempt: Attempt, refusedBy names: [String] = []
  ) -> Int {
    var line = line(as: attempt, outcome: outcome)
    line.refusedBy = names
    if let type = definition.recordType(named: attempt.recordType), let id = attempt.recordID {
      line.version = tables.version(type: type.index, id: id)
    }
    log.append(line)
    return line.line
  }

  func remember(_ attempt: Attempt) {
    guard let request = attempt.request, !attempt.isFollowUp else { return }
    requests[request.key] = Answered(
      digest: request.digest, answer: attempt.answer,
      record: "\(attempt.recordType):\(attempt.recordID ?? "")")
  }

  /// The number of the message; nil where it was sent before.
  private func send(_ message: Plan.Message, at: Int64, step: Int) -> Int? {
    if !sentKeys.insert(message.key).inserted { return nil }
    sentIn.append(step)
    outbox.append(
      OutboxMessage(
        number: outbox.count + 1, key: message.key, name: message.name,
        recordType: message.recordType,
        recordID: message.recordID, payload: message.payload, createdAt: at, deliveredAt: nil))
    return outbox.count
  }

  // MARK: Records in and out

  public func importRecords(
    _ options: ImportOptions, next: () throws -> ImportRow?
  ) throws -> ImportReport {
    let before = (tables, log, mentions.copy())
    let target = MemoryImportTarget(self, options: options)
    var importer = Importer(target: target, options: options, definition: definition)
    var number = 0
    do {
      while !importer.isFull, let row = try next() {
        number += 1
        try importer.take(row, number: number)
      }
      try importer.finish()
    } catch {
      (tables, log, mentions) = before
      throw error
    }
    var report = importer.report
    report.isCommitted = report.issues.isEmpty || !options.isAtomic
    if report.isCommitted { commits += 1 } else { (tables, log, mentions) = before }
    return report
  }

  func importLine(
    _ options: ImportOptions, type: Int, id: String, kind: Changeset.Entry.Kind,
    changes: [HistoryLine.Change]
  ) throws(StoreError) {
    let name = definition.recordTypes[type].name
    var line = line(
      as: Attempt(
        actor: options.actor, at: options.at, event: "import", recordType: name, recordID: id),
      outcome: .imported)
    line.kind = kind
    line.version = tables.version(type: type, id: id)
    line.changes = changes
    (line.fromState, line.toState) = HistoryLine.states(of: changes)
    log.append(line)
    try mentions.noteImport(
      of: definition.recordTypes[type], id: id, changes, line: line.line, definition.secrets)
    changedAt[ReadRecord(type: type, id: id)] = options.at
  }

  func lookForImport<Result>(
    _ body: (Snapshot) -> Result
  ) throws(StoreError) -> Result {
    let view = openView()
    defer { view.source.end() }
    let result = body(view.snapshot)
    if let failure = view.failure { throw failure }
    return result
  }

  func tablesForImport<Result>(_ body: (inout MemoryTables) -> Result) -> Result {
    body(&tables)
  }
}

/// Passes a bulk writer's plans to a memory store.
private final class MemoryBulkTarget: BulkTarget {
  private let store: MemoryStore

  init(_ store: MemoryStore) { self.store = store }

  func write(
    _ plan: Plan, in snapshot: Snapshot, as attempt: Attempt
  ) throws(StoreError) -> ClosedRange<Int> {
    store.write(plan, in: snapshot, as: attempt)
  }

  func remember(
    _ slot: Int, of record: RecordHandle, in snapshot: Snapshot
  ) throws(StoreError) {
    store.remember(slot, of: record, in: snapshot)
  }

  func refuse(_ names: [String], of attempt: Attempt) throws(StoreError) {
    _ = store.refuse(names, of: attempt)
  }

  func keep(
    _ request: PendingRequest, hasOwnID: Bool, as attempt: Attempt
  ) throws(StoreError) -> KeepResult {
    try store.keep(request, hasOwnID: hasOwnID, as: attempt)
  }

  func agree(_ agreement: Agreement, _ attempt: Attempt) throws(StoreError) -> Int? {
    store.agree(agreement, attempt)
  }

  func end(
    _ request: PendingRequest, as end: WaitingEnd, by actor: Actor, at now: Int64
  ) throws(StoreError) -> Bool {
    try store.end(request, as: end, by: actor, at: now)
  }
}
