/// Follows a text through the way it is written, byte by byte.
///
/// It decodes the text again and compares it with what libyaml made of it, so that a place is
/// either right or not given.
struct TextMap {
  /// The bytes of the file that a byte of the text comes from.
  struct Place {
    let start: Int
    let end: Int
  }

  private(set) var text: [UInt8] = []
  private(set) var places: [Place] = []

  mutating func add(_ byte: UInt8, _ start: Int, _ end: Int) {
    text.append(byte)
    places.append(Place(start: start, end: end))
  }

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    for index in bytes.indices { add(bytes[index], index, index + 1) }
  }

  func places(if expected: [UInt8]) -> [Place]? { text == expected ? places : nil }
}

/// A line break, `\r\n` counting as one.
func lineBreakLength(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Int {
  guard index < bytes.endIndex else { return 0 }
  switch bytes[index] {
  case 0x0A: return 1
  case 0x0D: return index + 1 < bytes.endIndex && bytes[index + 1] == 0x0A ? 2 : 1
  default: return 0
  }
}

func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
