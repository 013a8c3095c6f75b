import Diagnostics

/// The lines of a file that are not as they were in an earlier version of it.
struct ChangedLines {
  /// Lines that are other ones, from 1; where some went, those around them.
  private let lines: Set<Int>

  /// Lines between the first and the last change beyond which all between count as changed.
  private static let limit = 4000

  init(of file: SourceFile, since earlier: SourceFile) {
    let now = file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let before = earlier.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let head = zip(now, before).prefix { $0 == $1 }.count
    let tail = zip(now.dropFirst(head).reversed(), before.dropFirst(head).reversed())
      .prefix { $0 == $1 }.count
    let (middle, old) = (now.dropFirst(head).dropLast(tail), before.dropFirst(head).dropLast(tail))
    guard max(middle.count, old.count) <= Self.limit else {
      lines = Set(head + 1...head + max(1, middle.count))
      return
    }
    var lines: Set<Int> = []
    var kept = Array(old.indices)
    let difference = Array(middle).difference(from: Array(old))
    for case .insert(let offset, _, _) in difference { lines.insert(head + offset + 1) }
    // Where a line went, its neighbours are looked at: they may stand for something else now.
    kept = []
    let removed = Set(
      difference.removals.compactMap { change -> Int? in
        if case .remove(let offset, _, _) = change { offset } else { nil }
      })
    var place = 0
    for offset in 0..<old.count {
      while lines.contains(head + place + 1) { place += 1 }
      if removed.contains(offset) {
        kept.append(place)
      } else {
        place += 1
      }
    }
    for place in kept { lines.formUnion([head + place, head + place + 1]) }
    self.lines = lines
  }

  /// Whether a line between these is changed.
  func touches(_ range: SourceRange) -> Bool {
    !lines.isDisjoint(with: range.startPosition.line...range.endPosition.line)
  }
}
