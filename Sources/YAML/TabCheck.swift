/// Finds tabs that stand outside quotes, blocks of text and comments.
struct TabCheck {
  let bytes: [UInt8]
  let builder: TreeBuilder

  /// Reports the tabs between two offsets, a run of them once.
  func run(from start: Int, to end: Int, _ report: inout Report) {
    var index = start
    for record in builder.records {
      guard !report.isFull else { return }
      switch record.style {
      case .singleQuoted, .doubleQuoted, .literal, .folded: break
      case .plain, .blockSequence, .flowSequence, .blockMapping, .flowMapping: continue
      }
      let from = Int(record.start)
      if from >= end { break }
      if from > index { check(index, from, &report) }
      index = max(index, blockEnd(record))
    }
    if index < end { check(index, end, &report) }
  }

  /// The tabs at an offset, or between it and what stands before it on the line.
  func tab(near offset: Int) -> Range<Int>? {
    var start = min(offset, bytes.count)
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    var end = min(offset, bytes.count)
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    guard let first = bytes[start..<end].firstIndex(of: 0x09) else { return nil }
    return first..<runEnd(first, end)
  }

  /// Blank lines with tabs behind a block of text still belong to it.
  private func blockEnd(_ record: NodeRecord) -> Int {
    var end = Int(record.end)
    guard record.style == .literal || record.style == .folded else { return end }
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    return end
  }

  private func check(_ start: Int, _ end: Int, _ report: inout Report) {
    var index = start
    while index < end, !report.isFull {
      switch bytes[index] {
      case 0x09:
        let behind = runEnd(index, end)
        report.add(.tab, index, behind)
        index = behind
      case UInt8(ascii: "#") where index == 0 || bytes[index - 1] <= 0x20:
        while index < end, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
      default: index += 1
      }
    }
  }

  private func runEnd(_ start: Int, _ limit: Int) -> Int {
    var end = start
    while end < limit, bytes[end] == 0x09 { end += 1 }
    return end
  }
}
