extension TreeBuilder {
  /// Reports the keys of a mapping that stand there twice.
  ///
  /// - Parameter keepOrder: whether the sorted keys are kept for looking them up.
  mutating func checkDuplicates(
    _ frame: Frame, _ report: inout Report, keepOrder: Bool
  ) {
    guard frame.isMapping else { return }
    let count = (pending.count - frame.firstPending + 1) / 2
    if count <= smallMapping {
      checkFew(frame.firstPending, count, &report)
    } else {
      checkMany(frame, count, &report, keepOrder: keepOrder)
    }
  }

  private func checkFew(_ first: Int, _ count: Int, _ report: inout Report) {
    for later in stride(from: 1, to: count, by: 1) {
      let key = records[Int(pending[first + 2 * later])]
      for earlier in 0..<later {
        let other = records[Int(pending[first + 2 * earlier])]
        if key.hash == other.hash, key.count == other.count, isEqual(key, other) {
          reportDuplicate(key, first: other, &report)
          break
        }
      }
    }
  }

  /// Sorting keeps the work small even for keys that were made to have equal hashes.
  private mutating func checkMany(
    _ frame: Frame, _ count: Int, _ report: inout Report, keepOrder: Bool
  ) {
    let base = frame.firstPending
    var order = (0..<count).map { Int32($0) }
    order.sort { left, right in
      let first = records[Int(pending[base + 2 * Int(left)])]
      let second = records[Int(pending[base + 2 * Int(right)])]
      if first.hash != second.hash { return first.hash < second.hash }
      if isEqual(first, second) { return left < right }
      return isBefore(first, second)
    }
    var original = records[Int(pending[base + 2 * Int(order[0])])]
    for place in order.dropFirst() {
      let key = records[Int(pending[base + 2 * Int(place)])]
      if key.hash == original.hash, isEqual(key, original) {
        reportDuplicate(key, first: original, &report)
      } else {
        original = key
      }
    }
    guard keepOrder else { return }
    records[Int(frame.index)].sorted = Int32(sortedKeys.count)
    sortedKeys.append(contentsOf: order.map { Int32(children.count) + 2 * $0 })
  }

  private func reportDuplicate(
    _ key: NodeRecord, first: NodeRecord, _ report: inout Report
  ) {
    guard key.isText, key.count > 0 || key.style != .plain else { return }
    let text = withText(key) { String(decoding: $0.prefix(80), as: UTF8.self) }
    report.add(
      .duplicateKey(text, first: Int(first.start), firstEnd: Int(first.end)), Int(key.start),
      Int(key.end))
  }

  private func isEqual(_ left: NodeRecord, _ right: NodeRecord) -> Bool {
    guard left.count == right.count, left.isText == right.isText else { return false }
    guard left.isText else { return left.start == right.start }
    return withText(left) { first in withText(right) { first.elementsEqual($0) } }
  }

  private func isBefore(_ left: NodeRecord, _ right: NodeRecord) -> Bool {
    guard left.isText, right.isText else {
      return left.isText != right.isText ? right.isText : left.start < right.start
    }
    return withText(left) { first in withText(right) { first.lexicographicallyPrecedes($0) } }
  }

  private func withText<Answer>(
    _ record: NodeRecord, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Answer
  ) -> Answer {
    let source = record.isVerbatim ? bytes : decoded
    let first = Int(record.first)
    return source.withUnsafeBufferPointer { body($0[first..<first + Int(record.count)]) }
  }
}
