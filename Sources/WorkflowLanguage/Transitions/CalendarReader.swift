import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads when a timer of the calendar fires: `every: week` with `on: monday` and `at: '09:00'`.
struct CalendarReader {
  let form: Form
  let unit: CalendarPattern.Unit
  /// The record's own names.
  let own: Scope
  /// For a day that a formula gives; it may be empty.
  let formulas: FormulaReader
  let report: Report

  /// Nil where something that is stated is wrong.
  func read() -> CalendarPattern? {
    let (second, days) = (secondOfDay(), days())
    guard let second, let days else { return nil }
    return CalendarPattern(unit: unit, days: days, secondOfDay: second)
  }

  /// `at`: midnight, if it is left out.
  private func secondOfDay() -> Int? {
    guard let node = form["at"] else { return form.lacks("at") ? 0 : nil }
    if node.isScalar, let second = MeantValue.secondOfDay(node.text) { return second }
    report.add(.noTimeOfDay(node), at: node.range)
    return nil
  }

  // MARK: Days

  /// `on`: the first day of the unit, if it is left out.
  private func days() -> CalendarPattern.Days? {
    guard let node = form["on"] else {
      return form.lacks("on") ? .numbers([unit == .year ? 101 : 1]) : nil
    }
    if unit == .day {
      if let key = form.key("on") { report.add(.dayWithoutUnit(), at: key.range) }
      return nil
    }
    guard node.isSequence else { return day(node).map { .numbers([$0]) } ?? formula(node) }
    var numbers: [Int] = []
    for item in node.items {
      guard let number = day(item) else {
        refuse(item)
        return nil
      }
      if numbers.contains(number) {
        report.add(.dayTwice(item.text), at: item.range)
        return nil
      }
      numbers.append(number)
    }
    return .numbers(numbers)
  }

  /// As in `CalendarPattern.Days.numbers`.
  private func day(_ node: Node) -> Int? {
    guard node.isScalar else { return nil }
    switch unit {
    case .day: return nil
    case .week: return CalendarReader.weekdays.firstIndex(of: node.text).map { $0 + 1 }
    case .month: return Int(node.text).flatMap { (1...31).contains($0) ? $0 : nil }
    case .year:
      let parts = node.text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isNumber) }),
        CivilDate(text: "2024-\(node.text)") != nil, let month = Int(parts[0]),
        let day = Int(parts[1])
      else { return nil }
      return month * 100 + day
    }
  }

  /// The day of a month that a field or another formula gives.
  private func formula(_ node: Node) -> CalendarPattern.Days? {
    guard unit == .month, node.isScalar, Int(node.text) == nil,
      !CalendarReader.weekdays.contains(node.text)
    else {
      refuse(node)
      return nil
    }
    guard let formula = formulas.formula(node, of: "on", in: own, expecting: nil) else {
      return nil
    }
    switch formula.program.type.withoutEmpty {
    case .int, .error, .dyn: return .formula(formula)
    default:
      refuse(node)
      return nil
    }
  }

  private func refuse(_ node: Node) {
    report.add(.noDayOf(unit, node), at: node.range)
  }

  static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
}

extension WayDraft {
  /// The unit of the calendar by which the clock fires it; nil where it is no timer of the calendar.
  var calendarUnit: CalendarPattern.Unit? {
    guard let node = form["every"], node.isScalar else { return nil }
    return CalendarPattern.Unit(rawValue: node.text)
  }

  /// Whether it was to be a timer of the calendar: what stands under 'every' is told of anyway where
  /// it is none.
  var isMeantForCalendar: Bool {
    guard let node = form.raw("every"), node.isScalar else { return false }
    return calendarUnit != nil || node.isNothing || Mistake.spokenUnit(node.text) != nil
  }
}

extension MeantValue {
  /// What `18:00` is in seconds since midnight.
  static func secondOfDay(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), isTimeOfDay(text),
      let hour = Int(parts[0]), let minute = Int(parts[1])
    else { return nil }
    return hour * 3_600 + minute * 60
  }

  /// `9:00`, `9`, `9.30`, `18h`, `6 pm` as a time of day; nil where it is none.
  static func timeOfDay(_ text: String) -> String? {
    var text = text.lowercased().filter { $0 != " " }
    var later = 0
    for (suffix, hours) in [("uhr", 0), ("pm", 12), ("am", 0), ("h", 0)]
    where text.hasSuffix(suffix) {
      text.removeLast(suffix.count)
      later = hours
      break
    }
    let parts = text.split(omittingEmptySubsequences: false) { ":.h".contains($0) }
    guard (1...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }),
      parts.allSatisfy({ $0.allSatisfy(\.isNumber) }), let hour = Int(parts[0])
    else { return nil }
    let minute = parts.count > 1 ? Int(parts[1]) ?? 60 : 0
    let full = later > 0 && hour < 12 ? hour + later : hour
    guard full < 24, minute < 60 else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(full)):\(two(minute))"
  }
}

extension Mistake {
  static func noTimeOfDay(_ node: Node) -> Mistake {
    let meant = node.isScalar ? MeantValue.timeOfDay(node.text) : nil
    let text = node.isScalar ? ", not '\(node.text)'" : ""
    return Mistake(
      .wrongValue, "'at' beside a day, week, month or year is a time of day\(text)",
      label: "write \(meant ?? "one such as 09:00")",
      replacement: meant.map { node.isPlain ? $0 : "'\($0)'" })
  }

  static func dayWithoutUnit() -> Mistake {
    .misplacedKey(
      "on", "goes with 'every: week', 'every: month' and 'every: year'", label: "leave it out")
  }

  static func dayTwice(_ text: String) -> Mistake {
    Mistake(.wrongValue, "'\(text)' stands here twice", label: "keep one")
  }

  /// A day that a week, a month or a year does not have.
  static func noDayOf(_ unit: CalendarPattern.Unit, _ node: Node) -> Mistake {
    let text = node.isScalar ? ", not '\(node.text)'" : ""
    switch unit {
    case .week, .day:
      var mistake = Mistake(
        .wrongValue, "'on' beside 'every: week' is a day of the week\(text)",
        label: "write one such as monday")
      let meant = node.isScalar ? CalendarReader.weekday(node.text) : nil
      if let meant {
        mistake.label = "write \(meant)"
        mistake.replacement = meant
      }
      return mistake
    case .month:
      return Mistake(
        .wrongValue, "'on' beside 'every: month' is a day of the month from 1 to 31\(text)",
        label: "write a number, or name a field that holds one",
        help: "where a month is shorter, it is its last day")
    case .year:
      return Mistake(
        .wrongValue, "'on' beside 'every: year' is a month and a day\(text)",
        label: "write one such as 03-31")
    }
  }
}

extension CalendarReader {
  /// `Monday`, `mon`, `Montag`, `3`.
  fileprivate static func weekday(_ text: String) -> String? {
    let text = text.lowercased()
    if let number = Int(text) { return (1...7).contains(number) ? weekdays[number - 1] : nil }
    let german = [
      "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
    ]
    if let number = german.firstIndex(of: text) { return weekdays[number] }
    if text.count >= 3, let day = weekdays.first(where: { $0.hasPrefix(text) }) { return day }
    return suggestion(for: text, among: weekdays)
  }
}
