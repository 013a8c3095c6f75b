import CEL

/// The difference that a step makes to a snapshot, while it is being decided.
///
/// Records that the step touches are copied once, and every write is kept in a journal: it is the
/// plan's list of changes, and undoing it backwards takes a part of the step back.
final class WorkingCopy {
  let snapshot: Snapshot

  /// For each record of the snapshot its place in `touched`, or -1.
  private var places = WordBuffer<Int32>(capacity: 256)
  private(set) var touched = WordBuffer<Touched>(capacity: 64)
  private(set) var cells = WordBuffer<Int64>(capacity: 512)
  private(set) var journal = WordBuffer<Plan.Change>(capacity: 64)

  private(set) var created: [Plan.Created] = []
  private(set) var removed: [Plan.Removed] = []
  private var mergeFloor = 0
  /// Whether a line of the journal was written twice, so that it may have come to nothing.
  private(set) var hasMerged = false
  /// The first line of the journal written again since automatic transitions looked.
  var lowestRewrite = 0
  /// The same since reactions looked; beyond all lines where none was.
  var lowestUnreacted = Int.max
  /// References that changed, so that sets read through them must look here too.
  private(set) var moves: [Move] = []
  /// Whether the journal has a line about a slot that an index follows.
  private(set) var movesIndexes = false
  /// Whether the step does no more than change words of slots that no index follows.
  private(set) var isPlain = true

  init(snapshot: Snapshot) { self.snapshot = snapshot }

  struct Touched: BitwiseCopyable {
    var record: Int32
    var cells: Int32
    var presence: RecordPresence
    /// The plan's step that last concerned the record, or -1.
    var step: Int32
  }

  struct Move {
    var type: Int
    var slot: Int
    var record: RecordHandle
  }

  /// How far the step had come: everything after it can be taken back.
  struct Mark {
    fileprivate(set) var journal: Int
    fileprivate(set) var created: Int
    fileprivate(set) var removed: Int
    fileprivate var moves: Int
  }

  /// Forgets all changes.
  @inline(__always)
  func reset() {
    if touched.count > 0 { forget() }
  }

  private func forget() {
    for index in 0..<touched.count { places[Int(touched[index].record)] = -1 }
    mergeFloor = 0
    hasMerged = false
    lowestRewrite = 0
    lowestUnreacted = .max
    touched.removeAll()
    cells.removeAll()
    journal.removeAll()
    if !isPlain { resetRest() }
  }

  private func resetRest() {
    isPlain = true
    movesIndexes = false
    if !created.isEmpty { created.removeAll(keepingCapacity: true) }
    if !removed.isEmpty { removed.removeAll(keepingCapacity: true) }
    if !moves.isEmpty { moves.removeAll(keepingCapacity: true) }
  }

  func makeMark() -> Mark {
    mergeFloor = journal.count
    return Mark(
      journal: journal.count, created: created.count, removed: removed.count, moves: moves.count)
  }

  func undo(to mark: Mark) {
    var position = journal.count
    while position > mark.journal {
      position -= 1
      let change = journal[position]
      cells[Int(touched[place(change.record)].cells) + Int(change.slot)] = change.old
    }
    journal.truncate(to: mark.journal)
    for creation in created[mark.created...] { touchedSet(creation.record, presence: .unknown) }
    created.removeSubrange(mark.created...)
    for removal in removed[mark.removed...] { touchedSet(removal.record, presence: .present) }
    removed.removeSubrange(mark.removed...)
    moves.removeSubrange(mark.moves...)
  }

  // MARK: Reading

  @inline(__always)
  func place(_ record: RecordHandle) -> Int {
    let index = Int(record.raw)
    return index < places.count ? Int(places[index]) : -1
  }

  @inline(__always)
  func cell(_ record: RecordHandle, _ slot: Int) -> Int64 {
    if touched.count == 0 { return snapshot.cell(record, slot) }
    let place = place(record)
    if place >= 0 {
      let word = cells[Int(touched[place].cells) &+ slot]
      return word == Snapshot.unread ? suppliedCell(record, place, slot) : word
    }
    return snapshot.cell(record, slot)
  }

  /// The same without asking anybody for it.
  func knownCell(_ record: RecordHandle, _ slot: Int) -> Int64? {
    let place = place(record)
    guard place >= 0 else { return snapshot.peek(record, slot: slot) }
    let word = cells[Int(touched[place].cells) + slot]
    return word == Snapshot.unread ? snapshot.peek(record, slot: slot) : word
  }

  /// The word of a record that was copied before anybody asked for it.
  @inline(never)
  private func suppliedCell(_ record: RecordHandle, _ place: Int, _ slot: Int) -> Int64 {
    let word = snapshot.cell(record, slot)
    cells[Int(touched[place].cells) + slot] = word
    return word
  }

  func presence(of record: RecordHandle) -> RecordPresence {
    let place = place(record)
    return place >= 0 ? touched[place].presence : snapshot.presence(of: record)
  }

  /// The plan's step that last concerned a touched record.
  func step(of record: RecordHandle) -> Int32? {
    let place = place(record)
    guard place >= 0, touched[place].step >= 0 else { return nil }
    return touched[place].step
  }

  var touchedRecords: [RecordHandle] {
    (0..<touched.count).map { RecordHandle(raw: touched[$0].record) }
  }

  // MARK: Writing

  @discardableResult
  @inline(__always)
  func touch(_ record: RecordHandle) -> Int {
    let known = place(record)
    return known >= 0 ? known : touchFirst(record)
  }

  @inline(never)
  private func touchFirst(_ record: RecordHandle) -> Int {
    let index = Int(record.raw)
    if index >= places.count {
      _ = places.append(repeating: -1, amount: max(snapshot.count, index + 1) - places.count)
    }
    // A record that is not loaded yet is fetched before it is copied.
    if snapshot.headers[index].cells < 0 { _ = snapshot.presence(of: record) }
    let header = snapshot.headers[index]
    let width = snapshot.traits.width(ofType: Int(header.type))
    let start =
      header.cells >= 0
      ? cells.append(from: snapshot.cells.base + Int(header.cells), amount: width)
      : cells.append(repeating: Scalar.null, amount: width)
    let place = touched.count
    places[index] = Int32(truncatingIfNeeded: place)
    touched.append(
      Touched(
        record: record.raw, cells: Int32(truncatingIfNeeded: start), presence: header.presence,
        step: -1))
    return place
  }

  /// Says which step of the plan now concerns the record; gives its place.
  @discardableResult
  @inline(__always)
  func attribute(_ record: RecordHandle, to step: Int32) -> Int {
    let place = touch(record)
    touched.base[place].step = step
    return place
  }

  /// Gives the journal away, for an older one. The step is over then.
  @inline(__always)
  func exchangeJournal(for other: inout WordBuffer<Plan.Change>) {
    swap(&journal, &other)
    journal.removeAll()
  }

  /// Writes a word and its journal line; nothing happens when the word is there already.
  @discardableResult
  func write(_ record: RecordHandle, _ slot: Int, _ word: Int64, step: Int32) -> Bool {
    let type = Int(snapshot.headers[Int(record.raw)].type)
    let traits = snapshot.traits.of(type: type, slot: slot)
    return write(record, at: touch(record), slot, word, traits: traits, step: step)
  }

  /// The same where the record's place and what the slot asks for are known.
  @discardableResult
  @inline(__always)
  func write(
    _ record: RecordHandle, at place: Int, _ slot: Int, _ word: Int64, traits: UInt8, step: Int32
  ) -> Bool {
    let index = Int(touched[place].cells) &+ slot
    var old = cells[index]
    if old == Snapshot.unread { old = overwritten(record, place, slot, traits) }
    if old == word { return false }
    if traits != 0, !note(record, slot, old, word, traits) { return false }
    cells[index] = word
    if !merge(record, slot, word, step: step) {
      journal.append(
        Plan.Change(
          record: record, slot: Int32(truncatingIfNeeded: slot), step: step, old: old, new: word))
    }
    return true
  }

  /// What stood in a cell that nobody has asked for; `unread` where that makes no difference.
  @inline(never)
  private func overwritten(
    _ record: RecordHandle, _ place: Int, _ slot: Int, _ traits: UInt8
  ) -> Int64 {
    if traits == 0, snapshot.supply?.mustKnow(overwritten: record, slot: slot) == false {
      return Snapshot.unread
    }
    return suppliedCell(record, place, slot)
  }

  /// The journal of words that are written to a record at the end of a step, without a copy of it.
  // INVARIANT: nothing of the step reads the record any more; each slot stands once, and nothing
  // follows it.
  @inline(__always)
  func note(_ writes: PlainTable<FlatWrite>, of record: RecordHandle) {
    for write in writes {
      let old = snapshot.cell(record, write.slot)
      if old == write.word { continue }
      journal.append(
        Plan.Change(
          record: record, slot: Int32(truncatingIfNeeded: write.slot), step: 0, old: old,
          new: write.word))
    }
  }

  /// Looks after a slot with a list or an index; false where the words stand for equal values.
  @inline(never)
  private func note(
    _ record: RecordHandle, _ slot: Int, _ old: Int64, _ new: Int64, _ traits: UInt8
  ) -> Bool {
    let type = Int(snapshot.headers[Int(record.raw)].type)
    if traits & SlotTraits.compound != 0,
      areEqual(old, new, as: snapshot.definition.recordTypes[type].fields[slot].type)
    {
      return false
    }
    if traits & (SlotTraits.reference | SlotTraits.unique) != 0 {
      isPlain = false
      movesIndexes = true
    }
    if traits & SlotTraits.reference != 0 {
      moves.append(Move(type: type, slot: slot, record: record))
    }
    return true
  }

  /// A second write of one step to one slot joins the first, as long as no mark lies between them.
  @inline(__always)
  private func merge(_ record: RecordHandle, _ slot: Int, _ word: Int64, step: Int32) -> Bool {
    var position = journal.count
    while position > mergeFloor {
      position -= 1
      let change = journal[position]
      if change.step != step { return false }
      if change.record == record, Int(change.slot) == slot {
        journal.base[position].new = word
        hasMerged = true
        if position < lowestRewrite { lowestRewrite = position }
        if position < lowestUnreacted { lowestUnreacted = position }
        return true
      }
    }
    return false
  }

  /// A new record of the type; without an id, an entry of an inline list.
  func create(type: Int, id: String?, isNumbered: Bool, step: Int32) -> RecordHandle {
    let record = id.map { snapshot.known(type: type, id: $0) } ?? snapshot.addEntry(type: type)
    let place = touch(record)
    touched.base[place].presence = .present
    touched.base[place].step = step
    isPlain = false
    created.append(
      Plan.Created(record: record, type: type, id: id ?? "", step: step, isNumbered: isNumbered))
    return record
  }

  func remove(_ record: RecordHandle, isErased: Bool, step: Int32) {
    let place = touch(record)
    touched.base[place].presence = isErased ? .erased : .deleted
    isPlain = false
    removed.append(Plan.Removed(record: record, isErased: isErased, step: step))
    let type = snapshot.type(of: record)
    for slot in type.fields.indices
    where snapshot.references.isIndexed(type: type.index, slot: slot) {
      moves.append(Move(type: type.index, slot: slot, record: record))
    }
  }

  private func touchedSet(_ record: RecordHandle, presence: RecordPresence) {
    touched.base[touch(record)].presence = presence
  }

  // MARK: Comparing

  /// Whether two words of a field stand for the same value: lists are compared element by element.
  func areEqual(_ left: Int64, _ right: Int64, as type: FieldType) -> Bool {
    if left == right { return true }
    if left == Scalar.null || right == Scalar.null {
      // An empty list and no list are the same.
      let other = left == Scalar.null ? right : left
      return !type.isScalar && type != .text && snapshot.lists[Int(other)].isEmpty
    }
    switch type {
    case .list, .links:
      return snapshot.lists[Int(left)] == snapshot.lists[Int(right)]
    case .entries(let entryType):
      return entriesAreEqual(snapshot.lists[Int(left)], snapshot.lists[Int(right)], type: entryType)
    case .plain, .choice, .reference:
      return false
    }
  }

  private func entriesAreEqual(_ left: [Int64], _ right: [Int64], type: Int) -> Bool {
    guard left.count == right.count else { return false }
    let fields = snapshot.definition.recordTypes[type].fields
    return zip(left, right).allSatisfy { leftEntry, rightEntry in
      fields.indices.allSatisfy { slot in
        areEqual(
          cell(RecordHandle(raw: Int32(leftEntry)), slot),
          cell(RecordHandle(raw: Int32(rightEntry)), slot), as: fields[slot].type)
      }
    }
  }
}
