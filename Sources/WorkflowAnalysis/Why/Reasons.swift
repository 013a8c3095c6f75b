import CEL
package import Workflow
package import WorkflowEngine
package import WorkflowStore

/// Finds the step that made a condition hold, or not hold, by taking back the history of everything
/// that the condition reads, one step after another.
package struct Reasons {
  private let conductor: Conductor

  package init(_ conductor: Conductor) { self.conductor = conductor }

  /// - Throws: `AbsentRecord` where the record is not there, `StoreError` where the store cannot be
  ///   read.
  package func reason(
    for condition: Condition, of type: RecordType, id: String, actor: Actor, at now: Int64
  ) throws -> Reason {
    try conductor.store.read { view in
      let record = try view.snapshot.present(type, id)
      let world = RouteWorld(view, Interpreter(conductor.definition), now: now)
      var rewinding = Rewinding(
        world: world, reader: view.reader, condition: condition, record: record, actor: actor)
      return try rewinding.run()
    }
  }
}

/// One condition on its way back through the history.
private struct Rewinding {
  let world: RouteWorld
  let reader: any StoreReader
  let condition: Condition
  let record: RecordHandle
  let actor: Actor
  /// Lines that were not taken back yet, by their numbers.
  private var lines: [Int: HistoryLine] = [:]
  private var known: Set<RecordHandle> = []
  private var words: Set<RecordWord> = []

  init(
    world: RouteWorld, reader: any StoreReader, condition: Condition, record: RecordHandle,
    actor: Actor
  ) {
    self.world = world
    self.reader = reader
    self.condition = condition
    self.record = record
    self.actor = actor
  }

  private static let page = 1000

  mutating func run() throws -> Reason {
    let present = try truth(before: .max)
    var reason = Reason(verdict: Reason.Verdict(present))
    var situation = world.situation
    while let last = lines.keys.max(), let line = lines[last] {
      let step = lines.values.filter { $0.step == line.step }.sorted { $0.line < $1.line }
      let decisive = step.last { touches($0) } ?? line
      for line in step.reversed() {
        lines[line.line] = nil
        guard takeBack(line, in: &situation) else {
          reason.isCut = true
          return reason
        }
      }
      world.enter(situation)
      if !world.isPresent(record) {
        // With this step the record came to be as the condition finds it.
        reason.line = decisive
        break
      }
      if try truth(before: line.step) != present {
        reason.line = decisive
        break
      }
    }
    if let line = reason.line { reason.causes = try causes(of: line) }
    return reason
  }

  /// What the condition comes to in the situation; what it reads is followed into its history.
  private mutating func truth(before step: Int) throws -> Truth {
    world.forget()
    let truth = world.interpreter.holds(
      condition, world.snapshot, record, actor: actor, now: world.situation.now)
    words.formUnion(world.readWords)
    let read =
      world.readWords.map(\.record) + world.readPresences
      + world.readSets.flatMap { world.members(of: $0) }
    world.forget()
    for one in [record] + read where known.insert(one).inserted {
      try addLines(of: one, before: step)
    }
    return truth
  }

  private mutating func addLines(of record: RecordHandle, before step: Int) throws {
    let type = world.snapshot.type(of: record)
    guard !type.isInline else { return }
    let id = world.snapshot.id(of: record)
    var last = 0
    while true {
      let page = try reader.history(ofType: type.name, id: id, after: last, limit: Self.page)
      for line in page where line.kind != nil && line.step < step { lines[line.line] = line }
      last = page.last?.line ?? last
      if page.count < Self.page { return }
    }
  }

  /// Whether a line changed something that the condition reads.
  private func touches(_ line: HistoryLine) -> Bool {
    guard let (record, type) = record(of: line) else { return false }
    if line.kind == .created { return true }
    return line.changes.contains { change in
      type.slot(of: change.field).map { words.contains(RecordWord(record: record, slot: $0)) }
        ?? false
    }
  }

  private func record(of line: HistoryLine) -> (RecordHandle, RecordType)? {
    guard let type = world.definition.recordType(named: line.recordType), let id = line.recordID
    else { return nil }
    return (world.snapshot.known(type: type.index, id: id), type)
  }

  /// Puts back what a line has changed; false where its values were erased.
  private func takeBack(_ line: HistoryLine, in situation: inout RouteSituation) -> Bool {
    guard let (record, type) = record(of: line) else { return true }
    for change in line.changes {
      guard let slot = type.slot(of: change.field) else { continue }
      guard let values = change.values else { return false }
      situation.words[RecordWord(record: record, slot: slot)] = world.snapshot.word(
        values.old, as: type.fields[slot].type)
    }
    switch line.kind {
    case .created: situation.presences[record] = .unknown
    case .deleted, .erased, .changed, nil: break
    }
    return true
  }

  private func causes(of line: HistoryLine) throws -> [HistoryLine] {
    var causes: [HistoryLine] = []
    var next = line.causedBy
    while let number = next, causes.count < 100 {
      guard let cause = try reader.history(after: number - 1, limit: 1).first, cause.line == number
      else { break }
      causes.append(cause)
      next = cause.causedBy
    }
    return causes
  }
}

extension Reason.Verdict {
  fileprivate init(_ truth: Truth) {
    switch truth {
    case .yes: self = .holds
    case .no: self = .doesNotHold
    case .cannotTell: self = .cannotTell
    }
  }
}
