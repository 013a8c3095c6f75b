/// Spaces of typography, which programs for texts put in and which look like plain ones.
package enum ForeignSpace {
  /// U+00A0, those of U+2000, U+3000; within a text they are letters like any other.
  package static func isOne(_ value: UInt32) -> Bool {
    switch value {
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  package static func stands(in text: String) -> Bool {
    text.unicodeScalars.contains { isOne($0.value) }
  }
}

/// Finds spaces of typography where a plain one is meant: around a value or a key without quotes,
/// and where lines that cannot be read begin.
struct ForeignSpaceCheck {
  let bytes: [UInt8]
  let builder: TreeBuilder

  /// Reports those around values without quotes; inside of one they are part of its text.
  func run(_ report: inout Report) {
    for record in builder.records where record.style == .plain && record.end > record.start {
      guard !report.isFull else { return }
      let (start, end) = (Int(record.start), min(Int(record.end), bytes.count))
      for space in [run(at: start, end), run(before: end, start), run(behindKeyAt: start, end)] {
        guard let space else { continue }
        report.add(.foreignSpace(space.value), space.range.lowerBound, space.range.upperBound)
        break
      }
    }
  }

  /// One that stands where a line begins or behind its key, on the line of an offset or the one
  /// above.
  func space(near offset: Int) -> (value: UInt32, range: Range<Int>)? {
    var start = lineStart(min(offset, bytes.count))
    let end = lineEnd(min(offset, bytes.count))
    repeat {
      start = lineStart(max(0, start - 1))
    } while start > 0 && bytes[start] <= 0x20
      && bytes[start..<lineEnd(start)].allSatisfy { $0 <= 0x20 }
    var line = start
    while line < end {
      let stop = lineEnd(line)
      var content = line
      while content < stop, bytes[content] == 0x20 || bytes[content] == UInt8(ascii: "-") {
        content += 1
      }
      if let found = run(at: content, stop) ?? run(behindKeyAt: content, stop) { return found }
      line = stop + 1
    }
    return nil
  }

  // MARK: Runs of spaces

  private func run(at start: Int, _ limit: Int) -> (value: UInt32, range: Range<Int>)? {
    guard let (first, length) = space(at: start, limit) else { return nil }
    var end = start + length
    while end < limit {
      if bytes[end] == 0x20 {
        end += 1
      } else if let (_, length) = space(at: end, limit) {
        end += length
      } else {
        break
      }
    }
    return (first, start..<end)
  }

  private func run(before end: Int, _ limit: Int) -> (value: UInt32, range: Range<Int>)? {
    var start = end
    var value: UInt32?
    while start > limit {
      // None of them takes more than three bytes.
      let length = (1...3).first { length in
        start - length >= limit && space(at: start - length, start)?.length == length
      }
      guard let length, let (found, _) = space(at: start - length, start) else { break }
      value = found
      start -= length
    }
    return value.map { ($0, start..<end) }
  }

  /// `to: closed` with such a space behind the colon: the colon is none then.
  private func run(
    behindKeyAt start: Int, _ limit: Int
  ) -> (value: UInt32, range: Range<Int>)? {
    var index = start
    while index < limit, (bytes[index] | 0x20) &- 0x61 < 26 || bytes[index] == 0x5F { index += 1 }
    guard index > start, index < limit, bytes[index] == UInt8(ascii: ":") else { return nil }
    return run(at: index + 1, limit)
  }

  private func space(at index: Int, _ limit: Int) -> (value: UInt32, length: Int)? {
    guard index < limit, bytes[index] >= 0xC2 else { return nil }
    let (value, length) = bytes.withUnsafeBufferPointer {
      CharacterCheck.decode($0, index) ?? (0, 1)
    }
    return ForeignSpace.isOne(value) && index + length <= limit ? (value, length) : nil
  }

  // MARK: Lines

  private func lineStart(_ offset: Int) -> Int {
    bytes[..<offset].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? 0
  }

  private func lineEnd(_ offset: Int) -> Int {
    bytes[min(offset, bytes.count)...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
  }
}
