import WorkflowEngine

/// Where imported records go.
protocol ImportTarget: AnyObject {
  func presence(type: Int, id: String) throws(StoreError) -> RecordPresence
  func insert(type: Int, id: String, values: [StoredValue]) throws(StoreError)
  /// Gives these slots new values; false where they had them already.
  func update(type: Int, id: String, values: [Int: StoredValue]) throws(StoreError) -> Bool
}

/// Takes rows in any order: one that points at a record that is not there waits until it comes.
///
/// At the end, rows that wait for each other go in together; those that wait for nothing that
/// exists are bad.
struct Importer {
  private struct Key: Hashable {
    var type: Int
    var id: String
  }

  private struct Held {
    var row: ImportRow
    var number: Int
    var isNew: Bool
  }

  private let target: any ImportTarget
  private let options: ImportOptions
  private let definition: WorkflowDefinition
  private let check: RowCheck
  private var held: [Key: Held] = [:]
  private var waiting: [Key: [Key]] = [:]
  /// For each type an id that is known to be there.
  private var lastPresent: [String]
  private(set) var report = ImportReport()

  init(target: any ImportTarget, options: ImportOptions, definition: WorkflowDefinition) {
    self.target = target
    self.options = options
    self.definition = definition
    check = RowCheck(definition: definition, allowsMissingFields: options.allowsMissingFields)
    lastPresent = Array(repeating: "", count: definition.recordTypes.count)
  }

  var isFull: Bool { report.issues.count >= options.maximumIssues }

  mutating func take(_ row: ImportRow, number: Int) throws(StoreError) {
    precondition(
      !definition.recordTypes[row.type].isInline, "entries of a list come with their owner")
    if let reason = check.issue(of: row) { return refuse(row, number, reason) }
    let key = Key(type: row.type, id: row.id)
    if held[key] != nil { return refuse(row, number, .duplicateID) }
    var row = row
    var isNew = true
    switch try target.presence(type: row.type, id: row.id) {
    case .present:
      if options.mode == .insert { return refuse(row, number, .duplicateID) }
      isNew = false
    case .erased: return refuse(row, number, .erasedID)
    case .unknown, .deleted:
      let complete = check.complete(row)
      if let missing = complete.missing { return refuse(row, number, .missing(field: missing)) }
      for (slot, value) in complete.values.enumerated() { row.values[slot] = value }
    }
    let candidate = Held(row: row, number: number, isNew: isNew)
    if let missing = try firstMissing(row) {
      held[key] = candidate
      waiting[Key(type: missing.type, id: missing.id), default: []].append(key)
      return
    }
    try write(candidate)
    try wake(key)
  }

  /// Settles the rows that still wait.
  mutating func finish() throws(StoreError) {
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (key, candidate) in held.sorted(by: { $0.value.number < $1.value.number }) {
        guard let missing = try firstMissing(candidate.row, countingHeld: true) else { continue }
        held[key] = nil
        isSettled = false
        let field = definition.recordTypes[key.type].fields[missing.slot].name
        refuse(
          candidate.row, candidate.number,
          .dangling(field: field, type: definition.recordTypes[missing.type].name, id: missing.id))
      }
    }
    for candidate in held.values.sorted(by: { $0.number < $1.number }) { try write(candidate) }
    held = [:]
    report.issues.sort { $0.row < $1.row }
  }

  private mutating func wake(_ key: Key) throws(StoreError) {
    if waiting.isEmpty { return }
    var arrived = [key]
    while let next = arrived.popLast() {
      for sleeper in waiting.removeValue(forKey: next) ?? [] {
        guard let candidate = held[sleeper] else { continue }
        if let missing = try firstMissing(candidate.row) {
          waiting[Key(type: missing.type, id: missing.id), default: []].append(sleeper)
        } else {
          held[sleeper] = nil
          try write(candidate)
          arrived.append(sleeper)
        }
      }
    }
  }

  private mutating func firstMissing(
    _ row: ImportRow, countingHeld: Bool = false
  ) throws(StoreError) -> (slot: Int, type: Int, id: String)? {
    for reference in check.references(of: row) {
      if lastPresent[reference.type] == reference.id { continue }
      if reference.type == row.type, reference.id == row.id { continue }
      if countingHeld, held[Key(type: reference.type, id: reference.id)] != nil { continue }
      guard try target.presence(type: reference.type, id: reference.id) == .present else {
        return reference
      }
      lastPresent[reference.type] = reference.id
    }
    return nil
  }

  private mutating func write(_ candidate: Held) throws(StoreError) {
    let row = candidate.row
    if candidate.isNew {
      let width = definition.recordTypes[row.type].fields.count
      try target.insert(
        type: row.type, id: row.id, values: (0..<width).map { row.values[$0] ?? .null })
      report.inserted += 1
    } else if try target.update(type: row.type, id: row.id, values: row.values) {
      report.updated += 1
    } else {
      report.unchanged += 1
    }
  }

  private mutating func refuse(_ row: ImportRow, _ number: Int, _ reason: ImportIssue.Reason) {
    report.issues.append(
      ImportIssue(
        row: number, type: definition.recordTypes[row.type].name, id: row.id, reason: reason))
  }
}
