public import CEL

/// Plans as values, and plans carried out on a snapshot that is a store of its own.
extension Snapshot {
  /// The value that a word of a field stands for.
  public func storedValue(_ word: Int64, as type: FieldType) -> StoredValue {
    if word == Scalar.null || word == Scalar.failed { return .null }
    switch type {
    case .plain(.text): return .text(texts[word])
    case .plain(let type): return .word(word, type)
    case .choice(let choice): return .choice(definition.choices[choice].values[Int(word)])
    case .reference: return .reference(id(of: RecordHandle(raw: Int32(truncatingIfNeeded: word))))
    case .list(let element): return .list(lists[Int(word)].map { storedValue($0, as: element) })
    case .links:
      return .list(
        lists[Int(word)].map {
          .reference(id(of: RecordHandle(raw: Int32(truncatingIfNeeded: $0))))
        }
      )
    case .entries:
      return .entries(lists[Int(word)].map { entryFields(RecordHandle(raw: Int32($0))) })
    }
  }

  /// The stored value of a field.
  public func storedValue(of record: RecordHandle, slot: Int) -> StoredValue {
    storedValue(cell(record, slot), as: type(of: record).fields[slot].type)
  }

  /// The word of a stored slot (`Scalar` in CEL): the form in which plans carry it.
  public func storedWord(of record: RecordHandle, slot: Int) -> Int64 { cell(record, slot) }

  private func entryFields(_ entry: RecordHandle) -> [String: StoredValue] {
    let type = type(of: entry)
    var result: [String: StoredValue] = [:]
    for (slot, field) in type.fields.enumerated() {
      let word = isLoaded(entry) ? cell(entry, slot) : Scalar.null
      if word != Scalar.null { result[field.name] = storedValue(word, as: field.type) }
    }
    return result
  }

  /// The plan in words of its own, one entry for each step and record, as the history keeps it.
  public func changeset(of plan: Plan) -> Changeset {
    ChangesetBuilder(snapshot: self, plan: plan).build()
  }

  /// Carries the plan out here. The snapshot must not have changed since the plan was made.
  public func apply(_ plan: consuming Plan) {
    if !plan.isPlain { return applyAll(plan) }
    plan.withChanges { applyPlain($0, plan.movesIndexes) }
    keepSparePlan(plan.takeContents())
  }

  private func applyAll(_ plan: Plan) {
    let created = plan.created
    for creation in created {
      let index = Int(creation.record.raw)
      if headers[index].cells < 0 {
        headers[index].cells = addCells(type: creation.type)
      }
      headers[index].presence = .present
      headers[index].version = 0
      if creation.isNumbered {
        setNextSerial(type: creation.type, to: nextSerial(type: creation.type) + 1)
      }
    }
    for change in plan.changes { setCell(change.record, Int(change.slot), change.new) }
    for record in plan.changedRecords { headers.base[Int(record.raw)].version += 1 }
    for removal in plan.removed { take(removal) }
    noteSent(plan.messages)
  }

  /// Writes the words, and raises the version of each record once.
  // INVARIANT: records that change are loaded, so that they have cells.
  @inline(__always)
  private func applyPlain(_ changes: UnsafeBufferPointer<Plan.Change>, _ movesIndexes: Bool) {
    if changes.count == 1, !movesIndexes {
      let header = headers.base + Int(changes[0].record.raw)
      cells[Int(header.pointee.cells) + Int(changes[0].slot)] = changes[0].new
      header.pointee.version += 1
      return
    }
    for change in changes {
      let header = headers.base + Int(change.record.raw)
      if movesIndexes {
        setCell(change.record, Int(change.slot), change.new)
      } else {
        cells[Int(header.pointee.cells) + Int(change.slot)] = change.new
      }
      if !header.pointee.isRaised {
        header.pointee.version += 1
        header.pointee.isRaised = true
      }
    }
    for change in changes { headers.base[Int(change.record.raw)].isRaised = false }
  }

  private func take(_ removal: Plan.Removed) {
    let type = type(of: removal.record)
    for slot in type.fields.indices { setCell(removal.record, slot, Scalar.null) }
    headers[Int(removal.record.raw)].presence = removal.isErased ? .erased : .deleted
  }
}

extension Plan {
  /// Every record that the plan changes, creates or removes, each once, in the order of its first
  /// change; no inline entries.
  public var changedRecords: [RecordHandle] {
    if changes.count <= 16, created.isEmpty, removed.isEmpty {
      var records: [RecordHandle] = []
      for change in changes where !records.contains(change.record) { records.append(change.record) }
      return records
    }
    var seen = Set<RecordHandle>()
    var result: [RecordHandle] = []
    for creation in created where !creation.id.isEmpty {
      if seen.insert(creation.record).inserted { result.append(creation.record) }
    }
    let entries = Set(created.lazy.filter(\.id.isEmpty).map(\.record))
    for change in changes where !entries.contains(change.record) {
      if seen.insert(change.record).inserted { result.append(change.record) }
    }
    for removal in removed where seen.insert(removal.record).inserted {
      result.append(removal.record)
    }
    return result
  }

  /// Whether nothing at all would change.
  public var isEmpty: Bool {
    changes.isEmpty && created.isEmpty && removed.isEmpty && messages.isEmpty
  }
}
