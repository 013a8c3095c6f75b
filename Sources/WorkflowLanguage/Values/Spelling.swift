import CEL
import WorkflowEngine

/// How files write the values of a scalar type.
struct Spelling {
  /// The type with its article.
  let phrase: String
  /// What to write instead of something else.
  let example: String
  let read: (PlainValue) -> StoredValue?

  static func of(_ type: ScalarType) -> Spelling {
    switch type {
    case .text:
      Spelling(phrase: "a text", example: "'text'") { .text($0.text) }
    case .integer:
      Spelling(phrase: "a whole number", example: "12") { value in
        guard value.isPlain, value.isNumber(allowingPoint: false) else { return nil }
        return Int64(value.text).map { .integer($0) }
      }
    case .decimal:
      // Programs quote decimals to keep them out of binary floating point.
      Spelling(phrase: "a decimal number", example: "12.50") { value in
        guard value.isNumber(allowingPoint: true) else { return nil }
        return Decimal(text: value.text).map { .decimal($0) }
      }
    case .boolean:
      Spelling(phrase: "true or false", example: "true or false") { value in
        guard value.isPlain, ["true", "false"].contains(value.text) else { return nil }
        return .boolean(value.text == "true")
      }
    case .date:
      Spelling(phrase: "a date", example: "2026-03-10") { value in
        CivilDate(text: value.text).map { .date($0) }
      }
    case .timestamp:
      Spelling(phrase: "a time", example: "2026-03-10T09:00:00Z") { value in
        Timestamp(text: value.text).map { .timestamp($0.microseconds) }
      }
    case .duration:
      Spelling(phrase: "a duration", example: "90s, 30m, 12h or 14d") { value in
        PlainDuration.microseconds(value.text).map { .duration($0) }
      }
    }
  }
}

extension PlainValue {
  /// Digits with at most one point between them, and perhaps a sign.
  fileprivate func isNumber(allowingPoint: Bool) -> Bool {
    var bytes = text.utf8[...]
    if bytes.first == UInt8(ascii: "-") { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= (allowingPoint ? 2 : 1)
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 &- 0x30 < 10 } }
  }
}
