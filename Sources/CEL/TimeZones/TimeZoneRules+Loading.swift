import Glibc

extension TimeZoneRules {
  /// Why a zone could not be loaded.
  public enum LoadingError: Error, Sendable, Equatable {
    case unknownZone(String)
    case malformedFile(String)

    /// The reason for people.
    public var sentence: String {
      switch self {
      case .unknownZone(let name): "there is no time zone '\(name)'"
      case .malformedFile(let name): "the system's file of the time zone '\(name)' is damaged"
      }
    }
  }

  /// Reads a zone's rules (RFC 8536) from `$TZDIR` or /usr/share/zoneinfo; those that the library
  /// carries where there is no such file.
  public static func load(name: String) throws(LoadingError) -> TimeZoneRules {
    try load(name: name, from: getenv("TZDIR").map { String(cString: $0) } ?? systemFolder)
  }

  /// Where Linux keeps its zones.
  package static let systemFolder = "/usr/share/zoneinfo"

  package static func load(
    name: String, from folder: String
  ) throws(LoadingError) -> TimeZoneRules {
    if name == "UTC" || name == "Z" { return .utc }
    let isNamed = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || "/_+-".utf8.contains(byte)
    }
    guard isNamed, !name.isEmpty, !name.hasPrefix("/"), name.utf8.count < 100 else {
      throw .unknownZone(name)
    }
    guard let bytes = readFile(folder + "/" + name) else {
      if let carried = CarriedZones.rules(name: name) { return carried }
      throw .unknownZone(name)
    }
    guard let rules = TimeZoneFile(bytes: bytes).rules(name: name) else {
      throw .malformedFile(name)
    }
    return rules
  }

  /// The bytes of a small file.
  private static func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8192)
    while bytes.count < 1_000_000 {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[0..<count]
    }
    return bytes
  }
}

/// A compiled zone file, version 2 or later.
private struct TimeZoneFile {
  let bytes: [UInt8]

  func rules(name: String) -> TimeZoneRules? {
    guard let first = header(at: 0), first.version >= 2 else { return nil }
    let start = 44 + first.bodySize(timeSize: 4)
    guard let header = header(at: start) else { return nil }
    let body = start + 44
    guard bytes.count >= body + header.bodySize(timeSize: 8), header.types > 0 else { return nil }
    var position = body
    let transitions = (0..<header.transitions).map { integer(at: body + $0 * 8, size: 8) }
    position += header.transitions * 8
    let kinds = bytes[position..<position + header.transitions].map { Int($0) }
    position += header.transitions
    let kindOffsets = (0..<header.types).map { index in
      Int32(truncatingIfNeeded: integer(at: position + index * 6, size: 4))
    }
    guard kinds.allSatisfy({ $0 < header.types }) else { return nil }
    let footerBytes = bytes[(body + header.bodySize(timeSize: 8))...]
      .drop { $0 == 10 }.prefix { $0 != 10 }
    return TimeZoneRules(
      name: name, transitions: transitions, offsets: kinds.map { kindOffsets[$0] },
      firstOffset: kindOffsets[0], footer: FooterParser(Array(footerBytes)).parse())
  }

  private struct Header {
    var version: Int
    var utcFlags: Int
    var standardFlags: Int
    var leaps: Int
    var transitions: Int
    var types: Int
    var characters: Int

    func bodySize(timeSize: Int) -> Int {
      transitions * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4)
        + standardFlags + utcFlags
    }
  }

  private func header(at start: Int) -> Header? {
    guard start >= 0, bytes.count >= start + 44,
      Array(bytes[start..<start + 4]) == Array("TZif".utf8)
    else { return nil }
    let counts = (0..<6).map { Int(integer(at: start + 20 + $0 * 4, size: 4)) }
    guard counts.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
    return Header(
      version: Int(bytes[start + 4]) - 48, utcFlags: counts[0], standardFlags: counts[1],
      leaps: counts[2], transitions: counts[3], types: counts[4], characters: counts[5])
  }

  /// Big endian, with a sign.
  private func integer(at start: Int, size: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in bytes[start..<start + size] { value = value << 8 | UInt64(byte) }
    let shift = UInt64(64 - size * 8)
    return Int64(bitPattern: value << shift) >> Int64(shift)
  }
}

/// Reads a POSIX TZ text such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct FooterParser {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func parse() -> YearlyRule? {
    var parser = self
    return parser.rule()
  }

  private mutating func rule() -> YearlyRule? {
    guard skipName(), let west = time() else { return nil }
    var rule = YearlyRule(standardOffset: -west, summerOffset: -west + 3600, changes: nil)
    if position == bytes.count { return rule }
    guard skipName() else { return nil }
    if position < bytes.count, bytes[position] != UInt8(ascii: ",") {
      guard let summerWest = time() else { return nil }
      rule.summerOffset = -summerWest
    }
    guard take(","), let start = change(), take(","), let end = change() else { return nil }
    rule.changes = (start, end)
    return rule
  }

  private mutating func skipName() -> Bool {
    let start = position
    if take("<") {
      while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
      return take(">")
    }
    while position < bytes.count, (97...122).contains(bytes[position] | 0x20) { position += 1 }
    return position > start
  }

  private mutating func change() -> YearlyRule.Change? {
    let day: YearlyRule.Change.Day
    if take("M") {
      guard let month = number(), take("."), let week = number(), take("."),
        let weekday = number(), (1...12).contains(month), (1...5).contains(week), weekday < 7
      else { return nil }
      day = .weekday(month: month, week: week, day: weekday)
    } else if take("J") {
      guard let number = number() else { return nil }
      day = .julian(number)
    } else {
      guard let number = number() else { return nil }
      day = .zeroBased(number)
    }
    var seconds = 7200
    if take("/") {
      guard let time = time() else { return nil }
      seconds = time
    }
    return YearlyRule.Change(day: day, time: seconds)
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private mutating func time() -> Int? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hours = number() else { return nil }
    var seconds = hours * 3600
    if take(":") {
      guard let minutes = number() else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let rest = number() else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  private mutating func number() -> Int? {
    var value = 0
    let start = position
    while position < bytes.count, (48...57).contains(bytes[position]), value < 100_000 {
      value = value * 10 + Int(bytes[position] - 48)
      position += 1
    }
    return position > start ? value : nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}
