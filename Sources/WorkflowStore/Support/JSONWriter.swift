package import CEL
package import WorkflowEngine

/// Writes values as JSON text into bytes that are used again.
///
/// Decimals, dates and timestamps are strings, so that nothing is rounded; durations are
/// microseconds.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func append(raw text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  package mutating func append(raw text: [UInt8]) { bytes.append(contentsOf: text) }

  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  package mutating func append(string text: String) {
    bytes.append(Self.quote)
    var text = text
    text.withUTF8 { buffer in
      for byte in buffer {
        switch byte {
        case Self.quote: append(raw: "\\\"")
        case 0x5C: append(raw: "\\\\")
        case 0x0A: append(raw: "\\n")
        case 0..<0x20: escape(byte)
        default: bytes.append(byte)
        }
      }
    }
    bytes.append(Self.quote)
  }

  private mutating func escape(_ control: UInt8) {
    append(raw: "\\u00")
    bytes.append(control < 16 ? 0x30 : 0x31)
    let low = control & 15
    bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
  }

  package mutating func append(_ value: StoredValue) {
    switch value {
    case .null: append(raw: "null")
    case .text(let text), .choice(let text), .reference(let text): append(string: text)
    case .integer(let number), .duration(let number): bytes.append(contentsOf: String(number).utf8)
    case .decimal(let decimal): append(string: decimal.description)
    case .boolean(let flag): append(raw: flag ? "true" : "false")
    case .date(let date): append(date)
    case .timestamp(let time): append(string: Timestamp(microseconds: time).description)
    case .list(let values): append(list: values) { $0.append($1) }
    case .entries(let entries):
      append(list: entries) { writer, entry in
        writer.append(object: entry.sorted { $0.key < $1.key }) { $0.append($1) }
      }
    }
  }

  package mutating func append(_ date: CivilDate) {
    bytes.append(Self.quote)
    date.appendText(to: &bytes)
    bytes.append(Self.quote)
  }

  package mutating func append<Element>(
    list: some Sequence<Element>, each: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(0x5B)
    var isFirst = true
    for element in list {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      each(&self, element)
    }
    bytes.append(0x5D)
  }

  package mutating func append<Element>(
    object: some Sequence<(key: String, value: Element)>, each: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(0x7B)
    var isFirst = true
    for (key, value) in object {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      append(string: key)
      bytes.append(0x3A)
      each(&self, value)
    }
    bytes.append(0x7D)
  }

  package static func text(of value: StoredValue) -> String {
    var writer = JSONWriter()
    writer.append(value)
    return writer.text
  }

  package static func text(of names: [String]) -> String {
    var writer = JSONWriter()
    writer.append(list: names) { $0.append(string: $1) }
    return writer.text
  }

  private static let quote: UInt8 = 0x22
}

extension CivilDate {
  /// Writes the date as `2026-03-10`.
  package func appendText(to bytes: inout [UInt8]) {
    let (year, month, day) = components
    guard (1...9999).contains(year) else {
      bytes.append(contentsOf: description.utf8)
      return
    }
    for (number, width) in [(year, 1000), (month, 10), (day, 10)] {
      if width == 10 { bytes.append(0x2D) }
      var divisor = width
      while divisor > 0 {
        bytes.append(0x30 + UInt8(number / divisor % 10))
        divisor /= 10
      }
    }
  }
}
