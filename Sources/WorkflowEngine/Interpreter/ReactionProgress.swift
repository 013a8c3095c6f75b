import CEL

/// How far the reactions of a step have come.
///
/// It owns the place in the journal up to which changes were reacted to, and how often each field
/// was set.
struct ReactionProgress {
  private var cursor = 0
  private var counts: [Key: Int] = [:]

  private struct Key: Hashable {
    var record: RecordHandle
    var slot: Int
  }

  /// A moment to which reactions can be taken back.
  struct Mark {
    fileprivate var cursor: Int
  }

  mutating func makeMark(in working: WorkingCopy) -> Mark {
    goBack(in: working)
    return Mark(cursor: cursor)
  }

  mutating func takeBack(to mark: Mark) { cursor = mark.cursor }

  mutating func forget() {
    cursor = 0
    if !counts.isEmpty { counts.removeAll() }
  }

  /// The next change that nobody has reacted to, also where it joined a line that was looked at.
  mutating func next(in working: WorkingCopy) -> Plan.Change? {
    goBack(in: working)
    guard cursor < working.journal.count else { return nil }
    cursor += 1
    return working.journal[cursor - 1]
  }

  /// To the first line that was written again since.
  private mutating func goBack(in working: WorkingCopy) {
    cursor = min(cursor, working.lowestUnreacted)
    working.lowestUnreacted = .max
  }

  /// Notes that a reaction has set a field; false beyond the limit.
  mutating func noteSet(_ record: RecordHandle, slot: Int, limit: Int) -> Bool {
    counts[Key(record: record, slot: slot), default: 0] += 1
    return counts[Key(record: record, slot: slot), default: 0] <= limit
  }
}
