/// Turns libyaml's places, counted in characters, into UTF-8 offsets.
struct CharacterOffsets {
  private let bytes: [UInt8]
  private let start: Int
  /// The offset of each fourth character; empty if all are one byte long.
  private var marks: [Int32] = []

  init(_ check: CharacterCheck) {
    bytes = check.bytes
    start = check.start
    guard !check.isASCII else { return }
    marks.reserveCapacity(bytes.count / 4 + 1)
    var count = 0
    bytes.withUnsafeBufferPointer { bytes in
      for index in start..<bytes.count where bytes[index] & 0xC0 != 0x80 {
        if count & 3 == 0 { marks.append(Int32(index)) }
        count += 1
      }
    }
  }

  func offset(ofCharacter number: Int) -> Int {
    if marks.isEmpty { return min(start + number, bytes.count) }
    guard number >> 2 < marks.count else { return bytes.count }
    var offset = Int(marks[number >> 2])
    for _ in 0..<number & 3 where offset < bytes.count {
      switch bytes[offset] {
      case ..<0x80: offset += 1
      case ..<0xE0: offset += 2
      case ..<0xF0: offset += 3
      default: offset += 4
      }
    }
    return min(offset, bytes.count)
  }
}
