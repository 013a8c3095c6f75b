package import WorkflowEngine

/// Where imported records go.
package protocol ImportTarget: AnyObject {
  func presence(type: Int, id: String) throws(StoreError) -> RecordPresence
  func insert(type: Int, id: String, values: [StoredValue]) throws(StoreError)
  /// Gives these slots new values; false where they had them already.
  ///
  /// The times at which states were entered that are among them are added where they are missing.
  func update(type: Int, id: String, values: [Int: StoredValue]) throws(StoreError) -> Bool
  /// The values of a record that is there, by slot.
  func values(type: Int, id: String) throws(StoreError) -> [StoredValue]
  /// The ids of the records that hold a value in a slot.
  func holders(of value: StoredValue, type: Int, slot: Int) throws(StoreError) -> [String]
  /// Shows a body the records as they are now.
  func look<Result>(_ body: (Snapshot) -> Result) throws(StoreError) -> Result
}

/// Takes rows in any order: one that points at a record that is not there waits until it comes.
///
/// At the end, rows that wait for each other go in together; those that wait for nothing that
/// exists are bad.
package struct Importer {
  private struct Key: Hashable {
    var type: Int
    var id: String
  }

  private struct Held {
    var row: ImportRow
    var number: Int
    var isNew: Bool
    /// Slots whose default is a formula that is still to be computed.
    var open: [Int] = []
  }

  private let target: any ImportTarget
  private let options: ImportOptions
  private let definition: WorkflowDefinition
  private let check: RowCheck
  private let interpreter: Interpreter
  private let claims: ClaimReader
  /// For types with keys that no stored field looks up: who has held what, as far as it is known.
  private var computedHolders: [Int: [UniqueClaim: [String]]] = [:]
  private var held: [Key: Held] = [:]
  private var waiting: [Key: [Key]] = [:]
  /// For each type an id that is known to be there.
  private var lastPresent: [String]
  package private(set) var report = ImportReport()

  package init(target: any ImportTarget, options: ImportOptions, definition: WorkflowDefinition) {
    self.target = target
    self.options = options
    self.definition = definition
    check = RowCheck(
      definition: definition, allowsMissingFields: options.allowsMissingFields, at: options.at)
    interpreter = Interpreter(definition)
    claims = ClaimReader(definition)
    lastPresent = Array(repeating: "", count: definition.recordTypes.count)
  }

  package var isFull: Bool { report.issues.count >= options.maximumIssues }

  package mutating func take(_ row: ImportRow, number: Int) throws(StoreError) {
    precondition(
      !definition.recordTypes[row.type].isInline, "entries of a list come with their owner")
    if let reason = check.issue(of: row) { return refuse(row, number, reason) }
    let key = Key(type: row.type, id: row.id)
    var row = row
    var isNew = true
    var open: [Int] = []
    if let waiting = held[key] {
      if options.mode == .insert { return refuse(row, number, .duplicateID) }
      // What comes later about a record that waits changes what it waits with.
      held[key] = nil
      isNew = waiting.isNew
      open = waiting.open.filter { row.values[$0] == nil }
      row.values.merge(waiting.row.values) { later, _ in later }
    } else {
      switch try target.presence(type: row.type, id: row.id) {
      case .present:
        if options.mode == .insert { return refuse(row, number, .duplicateID) }
        isNew = false
      case .erased: return refuse(row, number, .erasedID)
      case .unknown, .deleted:
        let complete = check.complete(row)
        if let missing = complete.missing { return refuse(row, number, .missing(field: missing)) }
        for (slot, value) in complete.values.enumerated() { row.values[slot] = value }
        open = complete.open
      }
    }
    var candidate = Held(row: row, number: number, isNew: isNew, open: open)
    if let missing = try firstMissing(row) {
      held[key] = candidate
      waiting[Key(type: missing.type, id: missing.id), default: []].append(key)
      return
    }
    guard try computeDefaults(of: &candidate) else { return }
    if try isTaken(candidate, key) { return }
    try write(candidate)
    try wake(key)
  }

  /// Computes the defaults that are formulas once every record that the row points at is there;
  /// false where the row is refused because one that must not be empty cannot be told.
  private mutating func computeDefaults(of candidate: inout Held) throws(StoreError) -> Bool {
    if candidate.open.isEmpty { return true }
    let (row, open, options) = (candidate.row, candidate.open, options)
    // Rows that point at each other see each other.
    let others = check.references(of: row).compactMap { held[Key(type: $0.type, id: $0.id)]?.row }
    let fields = definition.recordTypes[row.type].fields
    let computed = try target.look { [interpreter] snapshot in
      for row in others + [row] {
        let record = snapshot.place(type: row.type, id: row.id)
        for (slot, value) in row.values { snapshot.set(record, slot: slot, to: value) }
      }
      let record = snapshot.place(type: row.type, id: row.id)
      interpreter.fillComputedDefaults(
        snapshot, record, except: Set(fields.indices).subtracting(open), actor: options.actor,
        now: options.at)
      return open.map { snapshot.storedValue(of: record, slot: $0) }
    }
    candidate.open = []
    for (slot, value) in zip(open, computed) {
      candidate.row.values[slot] = value
      if value == .null, check.mustBeGiven(fields[slot]) {
        refuse(row, candidate.number, .missing(field: fields[slot].name))
        return false
      }
    }
    return true
  }

  /// Settles the rows that still wait.
  package mutating func finish() throws(StoreError) {
    var isSettled = false
    while !isSettled {
      isSettled = try refuseDangling()
      if isSettled { isSettled = try refuseTaken() }
    }
    for candidate in waitingInOrder { try write(candidate.value) }
    held = [:]
    report.issues.sort { $0.row < $1.row }
  }

  private var waitingInOrder: [(key: Key, value: Held)] {
    held.sorted { $0.value.number < $1.value.number }
  }

  /// Refuses waiting rows that point at nothing; false where there was one.
  private mutating func refuseDangling() throws(StoreError) -> Bool {
    var isSettled = true
    for (key, candidate) in waitingInOrder {
      guard let missing = try firstMissing(candidate.row, countingHeld: true) else {
        var completed = candidate
        let isComplete = try computeDefaults(of: &completed)
        held[key] = isComplete ? completed : nil
        isSettled = isSettled && isComplete
        continue
      }
      held[key] = nil
      isSettled = false
      let field = definition.recordTypes[key.type].fields[missing.slot].name
      refuse(
        candidate.row, candidate.number,
        .dangling(field: field, type: definition.recordTypes[missing.type].name, id: missing.id))
    }
    return isSettled
  }

  /// Refuses waiting rows whose values are taken at the end, by a record or another row; false where
  /// there was one.
  private mutating func refuseTaken() throws(StoreError) -> Bool {
    var isSettled = true
    var taken: [UniqueClaim: String] = [:]
    // Who keeps what they have comes before who takes it.
    for (_, candidate) in waitingInOrder where !candidate.isNew {
      for claim in try keptClaims(of: candidate) { taken[claim] = candidate.row.id }
    }
    for (key, candidate) in waitingInOrder {
      let own = try uniqueClaims(of: candidate)
      if let (claim, other) = try firstTaken(own, of: candidate.row, beside: taken) {
        refuse(candidate, claim, by: other)
        held[key] = nil
        isSettled = false
        continue
      }
      for claim in own { taken[claim] = candidate.row.id }
    }
    return isSettled
  }

  /// Whether a value of the row that may stand only once stands in a record.
  ///
  /// The row is refused then; with updates that record may give the value up further down in the file,
  /// and the row waits for the end.
  private mutating func isTaken(_ candidate: Held, _ key: Key) throws(StoreError) -> Bool {
    let own = try uniqueClaims(of: candidate)
    if own.isEmpty { return false }
    for claim in own {
      guard let other = try holder(of: claim, besides: candidate.row.id) else { continue }
      switch options.mode {
      case .insert: refuse(candidate, claim, by: other)
      case .upsert: held[key] = candidate
      }
      return true
    }
    return false
  }

  /// The first value that another row or record has at the end.
  private mutating func firstTaken(
    _ claims: [UniqueClaim], of row: ImportRow, beside others: [UniqueClaim: String]
  ) throws(StoreError) -> (UniqueClaim, by: String)? {
    for claim in claims {
      if let other = others[claim], other != row.id { return (claim, other) }
      if let other = try holder(of: claim, besides: row.id, passingHeld: true) {
        return (claim, other)
      }
    }
    return nil
  }

  private mutating func refuse(_ candidate: Held, _ claim: UniqueClaim, by other: String) {
    let type = definition.recordTypes[claim.type]
    let key = type.uniqueKeys[claim.held.key]
    let isHidden = Sight(definition, of: nil).hides(key, of: type)
    refuse(
      candidate.row, candidate.number,
      .taken(
        field: key.name(in: type), value: isHidden ? .text(Sight.mark) : claim.value, by: other))
  }

  /// What a record that is updated holds and goes on to hold.
  private func keptClaims(of candidate: Held) throws(StoreError) -> [UniqueClaim] {
    let type = definition.recordTypes[candidate.row.type]
    if !type.hasUniqueFields { return [] }
    let stored = try target.values(type: candidate.row.type, id: candidate.row.id)
    let former = claims.claims(of: type) { stored[$0] }
    return try uniqueClaims(of: candidate).filter(former.contains)
  }

  private func uniqueClaims(of candidate: Held) throws(StoreError) -> [UniqueClaim] {
    let row = candidate.row
    let type = definition.recordTypes[row.type]
    if !type.hasUniqueFields { return [] }
    if candidate.isNew { return claims.claims(of: type) { row.values[$0] ?? .null } }
    let stored = try target.values(type: row.type, id: row.id)
    return claims.claims(of: type) { row.values[$0] ?? stored[$0] }
  }

  /// - Parameter passingHeld: whether records are passed over that a waiting row is to change.
  private mutating func holder(
    of claim: UniqueClaim, besides id: String, passingHeld: Bool = false
  ) throws(StoreError) -> String? {
    let type = definition.recordTypes[claim.type]
    for other in try candidates(of: claim)
    where other != id && !(passingHeld && held[Key(type: claim.type, id: other)] != nil) {
      let values = try target.values(type: claim.type, id: other)
      if claims.claims(of: type, { values[$0] }).contains(claim) { return other }
    }
    return nil
  }

  /// Records that may hold what is claimed.
  private mutating func candidates(of claim: UniqueClaim) throws(StoreError) -> [String] {
    let type = definition.recordTypes[claim.type]
    let key = type.uniqueKeys[claim.held.key]
    if let slot = key.lookupSlot, let place = key.parts.firstIndex(of: .field(slot: slot)) {
      return try target.holders(of: claim.held.values[place], type: claim.type, slot: slot)
    }
    if computedHolders[claim.type] == nil {
      var holders: [UniqueClaim: [String]] = [:]
      let ids = try target.look { snapshot in
        snapshot.all(type: claim.type).map { snapshot.id(of: $0) }
      }
      for id in ids {
        let values = try target.values(type: claim.type, id: id)
        for held in claims.claims(of: type, { values[$0] }) {
          holders[held, default: []].append(id)
        }
      }
      computedHolders[claim.type] = holders
    }
    return computedHolders[claim.type]?[claim] ?? []
  }

  private mutating func wake(_ key: Key) throws(StoreError) {
    if waiting.isEmpty { return }
    var arrived = [key]
    while let next = arrived.popLast() {
      for sleeper in waiting.removeValue(forKey: next) ?? [] {
        guard var candidate = held[sleeper] else { continue }
        if let missing = try firstMissing(candidate.row) {
          waiting[Key(type: missing.type, id: missing.id), default: []].append(sleeper)
        } else {
          held[sleeper] = nil
          guard try computeDefaults(of: &candidate) else { continue }
          if try isTaken(candidate, sleeper) { continue }
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
    if computedHolders[row.type] != nil {
      for claim in try uniqueClaims(of: candidate) {
        computedHolders[row.type]?[claim, default: []].append(row.id)
      }
    }
    if candidate.isNew {
      let width = definition.recordTypes[row.type].fields.count
      try target.insert(
        type: row.type, id: row.id, values: (0..<width).map { row.values[$0] ?? .null })
      report.inserted += 1
      return
    }
    let stored = try target.values(type: row.type, id: row.id)
    let regions = definition.recordTypes[row.type].regions
    let isElsewhere = regions.contains { region in
      row.values[region.slot].map { $0 != stored[region.slot] } ?? false
    }
    if isElsewhere { report.statesChanged += 1 }
    if try target.update(type: row.type, id: row.id, values: row.values) {
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
