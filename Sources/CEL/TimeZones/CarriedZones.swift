import CTimeZones

/// The time zones inside the library, for systems that have none.
///
/// One text, a line for each set of rules: names, yearly rule and packed transitions, as
/// `scripts/zones` writes them.
package enum CarriedZones {
  /// The version of IANA's database that they are from.
  package static var version: String { String(cString: time_zones_version()) }

  /// The names of all zones.
  package static var names: [String] {
    lines.flatMap { $0.prefix { $0 != bar }.split(separator: space) }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  static func rules(name: String) -> TimeZoneRules? {
    let wanted = Array(name.utf8)
    for line in lines {
      let parts = line.split(separator: bar, omittingEmptySubsequences: false)
      guard parts[0].split(separator: space).contains(where: { $0.elementsEqual(wanted) }) else {
        continue
      }
      guard parts.count == 3,
        let packed = Base64.decode(String(decoding: parts[2], as: UTF8.self))
      else { preconditionFailure("scripts/zones wrote a line that cannot be read") }
      var reader = PackedReader(packed)
      return reader.rules(name: name, footer: FooterParser(Array(parts[1])).parse())
    }
    return nil
  }

  private static let bar = UInt8(ascii: "|")
  private static let space = UInt8(ascii: " ")

  // INVARIANT: the text is a constant of so many bytes; a copy of it is used.
  private static var lines: [[UInt8].SubSequence] {
    let text = Array(UnsafeRawBufferPointer(start: time_zones_text(), count: time_zones_length()))
    assert(text.last == UInt8(ascii: "\n"), "scripts/zones ends every line")
    return text.split(separator: UInt8(ascii: "\n"))
  }
}

/// Zigzag numbers of seven bits to a byte.
private struct PackedReader {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  mutating func rules(name: String, footer: YearlyRule?) -> TimeZoneRules {
    let offsets = (0..<count()).map { _ in Int32(clamping: number()) }
    precondition(!offsets.isEmpty, "a zone has an offset")
    var transitions: [Int64] = []
    var kinds: [Int32] = []
    while !bytes.isEmpty {
      transitions.append((transitions.last ?? 0) + number())
      kinds.append(offsets[count()])
    }
    return TimeZoneRules(
      name: name, transitions: transitions, offsets: kinds, firstOffset: offsets[0],
      footer: footer)
  }

  private mutating func varint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = bytes.popFirst() {
      value |= UInt64(byte & 127) << shift
      if byte < 128 { break }
      shift += 7
    }
    return value
  }

  private mutating func count() -> Int { Int(varint()) }

  private mutating func number() -> Int64 {
    let value = varint()
    return value & 1 == 0 ? Int64(value / 2) : -1 - Int64(value / 2)
  }
}
