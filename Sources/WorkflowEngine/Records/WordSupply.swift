package import CEL

/// Gives a snapshot its words at the moment at which a step first reads them.
///
/// Whoever searches through many situations neither lays out words that nobody asks for, nor misses
/// what a step's answer depends on. A supply may place further records while it answers.
package protocol WordSupply: AnyObject {
  /// A stored word that was marked as unread.
  func word(of record: RecordHandle, slot: Int) -> Int64
  /// Whether a parked record is there; `Snapshot.bring` first where it is.
  func presence(of record: RecordHandle) -> RecordPresence
  /// The records whose reference in a slot is the owner, by id; nil where the index is right.
  func members(at owner: RecordHandle, type: Int, slot: Int) -> [RecordHandle]?
  /// All records of a type that are present, by id; nil where the snapshot knows.
  func all(ofType type: Int) -> [RecordHandle]?
  /// The records that may hold a word in a unique field; nil where the index is right.
  func holders(of word: Int64, type: Int, slot: Int) -> [RecordHandle]?
  /// Whether nobody looks for values that may stand only once.
  var leavesOutUniqueness: Bool { get }
  /// Whether the step goes on without a member that nothing has blocked so far, for a reason that
  /// nobody looks at.
  func passesOver() -> Bool
  /// What a condition is taken to come to; nil where it is to be evaluated.
  func truth(of program: Program, _ frame: Frame) -> Truth?
  /// What a formula's value is taken to be in a field of this type.
  func word(of program: Program, _ frame: Frame, as type: FieldType) -> SuppliedWord
  /// Whether it matters what a word was that a step overwrites before it was read.
  func mustKnow(overwritten record: RecordHandle, slot: Int) -> Bool
}

/// A formula's value as somebody else gives it.
package enum SuppliedWord {
  /// The formula is to be evaluated.
  case none
  /// Nil where it cannot be told.
  case word(Int64?)
}

extension WordSupply {
  package var leavesOutUniqueness: Bool { false }
  package func passesOver() -> Bool { false }
  package func truth(of program: Program, _ frame: Frame) -> Truth? { nil }
  package func word(of program: Program, _ frame: Frame, as type: FieldType) -> SuppliedWord {
    .none
  }
  package func mustKnow(overwritten record: RecordHandle, slot: Int) -> Bool { true }
}

extension Snapshot {
  /// Stands in a cell whose word is not known yet. A number of this size is asked for once more
  /// and stays what it is.
  static let unread = Int64.min + 2

  /// Marks a cell, so that the supply is asked for its word.
  package func setUnread(_ record: RecordHandle, slot: Int) {
    setRaw(record, slot: slot, to: Self.unread)
  }

  /// Takes a record out of sight until the supply says whether it is there; gives the place of its
  /// cells.
  package func park(_ record: RecordHandle) -> Int32 {
    let cells = headers[Int(record.raw)].cells
    setHeader(record, cells: -1, presence: .unknown)
    return cells
  }

  /// Puts a parked record back, at the cells that `park` gave.
  package func bring(_ record: RecordHandle, cells: Int32) {
    setHeader(record, cells: cells, presence: .present)
  }

  /// The word in a cell as it stands, without asking anybody.
  package func peek(_ record: RecordHandle, slot: Int) -> Int64? {
    let cells = headers[Int(record.raw)].cells
    guard cells >= 0 else { return nil }
    let word = rawCell(Int(cells) + slot)
    return word == Self.unread ? nil : word
  }

  /// The elements of a list word: handles of records, or words of plain values.
  package func elements(ofList word: Int64) -> [Int64] {
    word == Scalar.null ? [] : lists[Int(word)]
  }

  /// A list as a word.
  package func word(forList elements: [Int64]) -> Int64 { store(list: elements) }

  /// The word of a value for a field of this type.
  package func word(_ value: StoredValue, as type: FieldType) -> Int64 {
    word(for: value, as: type)
  }
}

extension Interpreter {
  /// The slots that the step in hand has changed so far, with all those of records that come or go.
  package func changedSlots(
    on snapshot: Snapshot
  ) -> [(record: RecordHandle, type: Int, slot: Int)] {
    let working = run(on: snapshot).working
    var changed = working.journal.elements.map { change in
      (
        record: change.record, type: snapshot.type(of: change.record).index,
        slot: Int(change.slot)
      )
    }
    for record in comingAndGoing(on: snapshot) {
      let type = snapshot.type(of: record)
      changed += type.fields.indices.map { (record: record, type: type.index, slot: $0) }
    }
    return changed
  }

  /// The records that the step in hand has created or removed so far.
  package func comingAndGoing(on snapshot: Snapshot) -> [RecordHandle] {
    let working = run(on: snapshot).working
    return working.created.map(\.record) + working.removed.map(\.record)
  }

  /// A record's word as the step in hand sees it, if anybody has asked for it; nil for a record as
  /// it was.
  package func known(_ record: RecordHandle, slot: Int, on snapshot: Snapshot) -> Int64? {
    let run = run(on: snapshot)
    guard run.reader.plain(record) == record, !run.reader.readsStored else { return nil }
    return run.working.knownCell(record, slot)
  }

  /// Whether the step in hand has changed a record so far.
  package func hasChanged(_ record: RecordHandle, on snapshot: Snapshot) -> Bool {
    run(on: snapshot).working.journal.elements.contains { $0.record == record }
  }

  /// What the step in hand has changed so far, as a formula about these records sees it; nil where
  /// one of them is seen as it was at some moment of the step.
  package func changes(on snapshot: Snapshot, seenBy records: [Int32]) -> StepChanges? {
    let run = run(on: snapshot)
    if records.contains(where: { $0 & StepReader.guardTime != 0 }) { return nil }
    if run.reader.readsStored { return StepChanges(written: [], moved: []) }
    return StepChanges(
      written: run.working.journal.elements.map { change in
        StepChanges.Written(
          record: change.record, type: snapshot.type(of: change.record).index,
          slot: Int(change.slot), word: change.new)
      }, moved: comingAndGoing(on: snapshot))
  }
}

/// What a step has changed so far.
package struct StepChanges {
  package struct Written {
    package let record: RecordHandle
    package let type: Int
    package let slot: Int
    package let word: Int64
  }

  package let written: [Written]
  /// The records that it has created or removed.
  package let moved: [RecordHandle]
}
