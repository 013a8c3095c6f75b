package import CEL
package import JSONText
package import WorkflowEngine

/// Decimals, dates and timestamps are strings, so that nothing is rounded; durations are
/// microseconds.
extension JSONWriter {
  package mutating func append(_ value: StoredValue) {
    switch value {
    case .null: append(raw: "null")
    case .text(let text), .choice(let text), .reference(let text): append(string: text)
    case .word(let day, .date):
      append(CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: day)))
    case .word(let word, let type):
      let traits = type.traits
      switch traits.storage {
      case .integer: append(integer: word)
      case .flag: append(raw: word != 0 ? "true" : "false")
      case .text: append(string: traits.text(word))
      }
    case .list(let values): append(list: values) { $0.append($1) }
    case .entries(let entries):
      append(list: entries) { writer, entry in
        let members = entry.sorted { $0.key < $1.key }
        writer.append(object: members.map { ($0.key, $0.value) }) { $0.append($1) }
      }
    }
  }

  package mutating func append(_ date: CivilDate) { append(quoted: date.appendText) }

  package static func text(of value: StoredValue) -> String {
    var writer = JSONWriter()
    writer.append(value)
    return writer.text
  }
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
