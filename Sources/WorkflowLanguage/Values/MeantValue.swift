import CEL
import WorkflowEngine

/// What somebody probably meant by a value that does not fit its type: what a mend writes.
package enum MeantValue {
  /// What a text could have meant among the values of a type; several where that is open.
  static func values(_ text: String, of type: ScalarType) -> [String] {
    switch type {
    case .text, .timestamp: []
    case .integer: number(text, isWhole: true).map { [$0] } ?? []
    case .decimal: number(text, isWhole: false).map { [$0] } ?? []
    case .boolean: boolean(text).map { [$0] } ?? []
    case .date: dates(text)
    case .duration: duration(text).map { [$0] } ?? []
    }
  }

  package static func boolean(_ text: String) -> String? {
    switch text.lowercased() {
    case "true", "yes", "on", "y", "ja", "oui", "wahr": "true"
    case "false", "no", "off", "n", "nein", "non", "falsch": "false"
    default: nil
    }
  }

  /// `7,25`, `1.000,50`, `1,000.50`, `100 €`, `+5`, `030`.
  static func number(_ text: String, isWhole: Bool) -> String? {
    let kept = text.filter { !currency.contains($0) && $0 != " " && $0 != "\u{A0}" && $0 != "'" }
    guard let first = kept.first, first.isNumber || first == "-" || first == "+",
      kept.dropFirst().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "," || $0 == ".") })
    else { return nil }
    let sign = first == "-" ? "-" : ""
    var digits = String(first.isNumber ? kept[...] : kept.dropFirst())
    if let point = digits.lastIndex(where: { $0 == "," || $0 == "." }) {
      let fraction = digits[digits.index(after: point)...]
      let whole = digits[..<point]
      let separators = whole.filter { !$0.isNumber }
      // 1.000.000 and 1,000,000 have one kind of separator, and it stands more than once.
      let isGrouped = separators.contains(digits[point])
      guard !isGrouped || fraction.count == 3 else { return nil }
      digits =
        whole.filter(\.isNumber) + (isGrouped ? String(fraction) : "." + fraction)
    }
    while digits.count > 1, digits.first == "0", digits.dropFirst().first?.isNumber == true {
      digits.removeFirst()
    }
    if digits.isEmpty || digits.hasSuffix(".") || digits.hasPrefix(".") { return nil }
    let number = sign + digits
    if number == text || (isWhole ? Int64(number) == nil : Decimal(text: number) == nil) {
      return nil
    }
    return number
  }

  /// `2026-2-1`, `01.02.2026`, `2/1/2026` (which may be two days), `2026/02/01`.
  static func dates(_ text: String) -> [String] {
    let parts = text.split(omittingEmptySubsequences: false) { "-./ ".contains($0) }
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else {
      return []
    }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == 3 else { return [] }
    if parts[0].count == 4 { return day(numbers[0], numbers[1], numbers[2]) }
    guard parts[2].count == 4 else { return [] }
    let european = day(numbers[2], numbers[1], numbers[0])
    if text.contains(".") { return european }
    let american = day(numbers[2], numbers[0], numbers[1])
    return american == european ? american : american + european
  }

  /// Why a date of the right form is none: `February 2026 has 28 days`.
  static func missingDay(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), (1...9999).contains(year), day > 0
    else { return nil }
    guard (1...12).contains(month) else { return "a year has 12 months" }
    let last = (28...31).last { written(year, month, $0).flatMap(CivilDate.init(text:)) != nil }
    return last.map { "\(months[month - 1]) \(year) has \($0) days" }
  }

  /// `30 days`, `2 weeks`, `24 hours`, `1 Tag`.
  static func duration(_ text: String) -> String? {
    let parts = text.lowercased().split(separator: " ")
    guard parts.count == 2, let count = Int(parts[0]), count > 0,
      let (unit, factor) = units[String(parts[1])]
    else { return nil }
    return "\(count * factor)\(unit)"
  }

  /// `18:00`, `9:30`.
  static func isTimeOfDay(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]) else {
      return false
    }
    return (0..<24).contains(hour) && (0..<60).contains(minute) && parts[1].count == 2
  }

  /// Whether a plain value is probably a formula without its `=`: `2 * 5`, `today + days(1)`.
  static func isFormula(_ text: String) -> Bool {
    let hasOperator =
      [" * ", " + ", " - ", " / "].contains(where: text.contains)
      || (text.contains("(") && text.hasSuffix(")"))
    return hasOperator
      && text.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "_.,()+-*/ \"'".contains($0))
      }
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> [String] {
    written(year, month, day).flatMap { CivilDate(text: $0) == nil ? nil : [$0] } ?? []
  }

  private static func written(_ year: Int, _ month: Int, _ day: Int) -> String? {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  private static let currency: Set<Character> = ["€", "$", "£", "¥"]

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let units: [String: (String, Int)] = [
    "second": ("s", 1), "seconds": ("s", 1), "minute": ("m", 1), "minutes": ("m", 1),
    "hour": ("h", 1), "hours": ("h", 1), "day": ("d", 1), "days": ("d", 1), "week": ("d", 7),
    "weeks": ("d", 7), "tag": ("d", 1), "tage": ("d", 1), "woche": ("d", 7), "wochen": ("d", 7),
    "stunde": ("h", 1), "stunden": ("h", 1),
  ]
}
