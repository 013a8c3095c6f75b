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
    /// What to write instead, where that is certain.
    var replacement: String?

    func mismatch(at range: SourceRange?) -> ValueReader.Mismatch {
      ValueReader.Mismatch(
        message: message, label: label, range: range, replacement: replacement)
    }
  }

  func read(as type: FieldType, _ choices: [Choice]) -> Result<StoredValue, Misfit> {
    switch type {
    case .text: return .success(.text(text))
    case .reference:
      if !text.isEmpty { return .success(.reference(text)) }
      return .failure(Misfit(message: message(type), label: "write a record's id"))
    case .integer:
      if isPlain, isNumber(allowingPoint: false), let value = Int64(text) {
        return .success(.integer(value))
      }
      if !isPlain, Int64(text) != nil {
        return .failure(
          Misfit(message: message(type), label: "leave out the quotes", replacement: text))
      }
      return misfit(type, MeantValue.number(text, isWhole: true), example: "12")
    case .decimal:
      // Programs quote decimals to keep them out of binary floating point.
      if isNumber(allowingPoint: true), let value = Decimal(text: text) {
        return .success(.decimal(value))
      }
      return misfit(type, MeantValue.number(text, isWhole: false), example: "12.50")
    case .boolean:
      if isPlain, text == "true" { return .success(.boolean(true)) }
      if isPlain, text == "false" { return .success(.boolean(false)) }
      return misfit(type, MeantValue.boolean(text), example: "true or false")
    case .date:
      if let date = CivilDate(text: text) { return .success(.date(date)) }
      return date
    case .timestamp:
      return Timestamp(text: text).map { .success(.timestamp($0.microseconds)) }
        ?? misfit(type, nil, example: "2026-03-10T09:00:00Z")
    case .duration:
      return PlainDuration.microseconds(text).map { .success(.duration($0)) }
        ?? misfit(type, MeantValue.duration(text), example: "90s, 30m, 12h or 14d")
    case .choice(let number): return choice(choices[number])
    case .list, .entries, .links: return .failure(Misfit(message: message(type), label: nil))
    }
  }

  private var date: Result<StoredValue, Misfit> {
    if let why = MeantValue.missingDay(text) {
      return .failure(Misfit(message: message(.date), label: why))
    }
    let meant = MeantValue.dates(text)
    return meant.count > 1
      ? .failure(
        Misfit(message: message(.date), label: "write \(meant.joined(separator: " or "))"))
      : misfit(.date, meant.first, example: "2026-03-10")
  }

  private func choice(_ choice: Choice) -> Result<StoredValue, Misfit> {
    if choice.values.contains(text) { return .success(.choice(text)) }
    let meant = suggestion(for: text, among: choice.values)
    return .failure(
      Misfit(
        message: "'\(text)' is not a value of '\(choice.name)'",
        label: meant.map { "did you mean \($0)?" }
          ?? "write \(choice.values.prefix(5).joined(separator: " or "))", replacement: meant))
  }

  /// - Parameters:
  ///   - meant: What this text was probably meant to be.
  ///   - example: How values of the type look.
  private func misfit(
    _ type: FieldType, _ meant: String?, example: String
  ) -> Result<StoredValue, Misfit> {
    let formula = meant == nil && isPlain && MeantValue.isFormula(text) ? "=\(text)" : nil
    let replacement = meant ?? formula
    return .failure(
      Misfit(
        message: message(type), label: "write \(replacement ?? example)",
        replacement: replacement))
  }

  private func message(_ type: FieldType) -> String {
    "'\(text)' is not \(PlainValue.phrase(for: type))"
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
