import CEL
import Diagnostics
import WorkflowEngine

/// One word of a file, read as a type demands it.
struct PlainValue {
  let text: String
  /// Whether it is written without quotes.
  let isPlain: Bool

  struct Misfit: Error {
    let message: String
    let label: String?

    func mismatch(at range: SourceRange?) -> ValueReader.Mismatch {
      ValueReader.Mismatch(message: message, label: label, range: range)
    }
  }

  func read(as type: FieldType, _ choices: [Choice]) -> Result<StoredValue, Misfit> {
    switch type {
    case .text: return .success(.text(text))
    case .reference:
      return text.isEmpty ? misfit(type, "write a record's id") : .success(.reference(text))
    case .integer:
      if isPlain, isNumber(allowingPoint: false), let value = Int64(text) {
        return .success(.integer(value))
      }
      return misfit(type, !isPlain && Int64(text) != nil ? "leave out the quotes" : "write 12")
    case .decimal:
      // Programs quote decimals to keep them out of binary floating point.
      if isNumber(allowingPoint: true), let value = Decimal(text: text) {
        return .success(.decimal(value))
      }
      return misfit(type, "write 12.50")
    case .boolean:
      if isPlain, text == "true" { return .success(.boolean(true)) }
      if isPlain, text == "false" { return .success(.boolean(false)) }
      return misfit(type, "write true or false")
    case .date:
      return CivilDate(text: text).map { .success(.date($0)) } ?? misfit(type, "write 2026-03-10")
    case .timestamp:
      return Timestamp(text: text).map { .success(.timestamp($0.microseconds)) }
        ?? misfit(type, "write 2026-03-10T09:00:00Z")
    case .duration:
      return PlainDuration.microseconds(text).map { .success(.duration($0)) }
        ?? misfit(type, "write 90s, 30m, 12h or 14d")
    case .choice(let number): return choice(choices[number])
    case .list, .entries, .links: return misfit(type, nil)
    }
  }

  private func choice(_ choice: Choice) -> Result<StoredValue, Misfit> {
    if choice.values.contains(text) { return .success(.choice(text)) }
    let label =
      Mistake.didYouMean(text, in: choice.values)
      ?? "write \(choice.values.prefix(5).joined(separator: " or "))"
    return .failure(
      Misfit(message: "'\(text)' is not a value of '\(choice.name)'", label: label))
  }

  private func misfit(_ type: FieldType, _ label: String?) -> Result<StoredValue, Misfit> {
    .failure(Misfit(message: "'\(text)' is not \(PlainValue.phrase(for: type))", label: label))
  }

  /// Digits with at most one point between them, and perhaps a sign.
  private func isNumber(allowingPoint: Bool) -> Bool {
    var bytes = text.utf8[...]
    if bytes.first == UInt8(ascii: "-") { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= (allowingPoint ? 2 : 1)
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 &- 0x30 < 10 } }
  }

  /// The type with its article: "a date".
  static func phrase(for type: FieldType) -> String {
    switch type {
    case .text: "a text"
    case .integer: "a whole number"
    case .decimal: "a decimal number"
    case .boolean: "true or false"
    case .date: "a date"
    case .timestamp: "a time"
    case .duration: "a duration"
    case .choice: "one of the named values"
    case .reference: "a record's id"
    case .list: "a list"
    case .entries: "a list of entries"
    case .links: "a list of ids"
    }
  }
}

/// Durations as people write them: `90s`, `1h30m`, `14d`.
enum PlainDuration {
  static func microseconds(_ text: String) -> Int64? {
    var bytes = text.utf8[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    guard !bytes.isEmpty else { return nil }
    var total: Int64 = 0
    while !bytes.isEmpty {
      let digits = bytes.prefix { $0 &- 0x30 < 10 }
      bytes = bytes.dropFirst(digits.count)
      let letters = bytes.prefix { $0 &- 0x61 < 26 }
      bytes = bytes.dropFirst(letters.count)
      guard let number = Int64(String(decoding: digits, as: UTF8.self)),
        let unit = microsecondsPerUnit[String(decoding: letters, as: UTF8.self)]
      else { return nil }
      let part = number.multipliedReportingOverflow(by: unit)
      let sum = total.addingReportingOverflow(part.partialValue)
      guard !part.overflow, !sum.overflow else { return nil }
      total = sum.partialValue
    }
    return isNegative ? -total : total
  }

  private static let microsecondsPerUnit: [String: Int64] = [
    "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000,
  ]
}
