import CEL
import WorkflowEngine

/// How ordered values are counted in whole steps, so that two values never lie closer than one.
struct Scale: Hashable {
  /// Digits behind the point of a decimal that one step can be.
  let digits: Int
  /// The distance at which values are told apart, in steps.
  let epsilon: Int64

  /// An ordered constant: whole numbers count days, microseconds or themselves.
  enum Amount: Hashable {
    case whole(Int64)
    case decimal(Decimal)
    /// A value finer than can be counted.
    case fine

    init?(_ value: Value) {
      switch value {
      case .int(let number): self = .whole(number)
      case .decimal(let decimal): self = .decimal(decimal)
      case .date(let date): self = .whole(Int64(date.daysSinceEpoch))
      case .period(let period) where period.months == 0: self = .whole(Int64(period.days))
      case .timestamp(let time):
        self = time.nanos % 1000 == 0 ? .whole(time.microseconds) : .fine
      case .duration(let span):
        self = span.nanoseconds % 1000 == 0 ? .whole(span.microseconds) : .fine
      case .null, .bool, .uint, .double, .string, .bytes, .period, .choice, .record, .list, .map,
        .optional, .type, .error:
        return nil
      }
    }
  }

  init(unit: Variable.Unit) {
    digits = unit == .decimal ? 2 : 0
    epsilon = 1
  }

  init?(units: Set<Variable.Unit>, amounts: [Family.Addend]) {
    if units.contains(.decimal) {
      let most = amounts.map { addend in
        if case .decimal(let decimal) = addend.value { decimal.scale } else { 0 }
      }.max()
      guard most ?? 0 <= 8 else { return nil }
      // One digit more than any constant has, so that there is room between two of them.
      digits = max((most ?? 0) + 1, 2)
      epsilon = 1
    } else if units.isSubset(of: [.timestamp, .duration]) {
      digits = 0
      let areMinutes = amounts.allSatisfy { addend in
        if case .whole(let number) = addend.value { number % 60_000_000 == 0 } else { false }
      }
      epsilon = areMinutes ? 1_000_000 : 1
    } else {
      digits = 0
      epsilon = 1
    }
  }

  private var power: Int64 { (0..<digits).reduce(1) { power, _ in power * 10 } }

  func steps(_ amount: Amount) -> Int64? {
    switch amount {
    case .whole(let number):
      let (steps, overflow) = number.multipliedReportingOverflow(by: power)
      return overflow ? nil : steps
    case .decimal(let decimal):
      guard decimal.scale <= digits else { return nil }
      let factor = (decimal.scale..<digits).reduce(Int64(1)) { factor, _ in factor * 10 }
      let (steps, overflow) = decimal.coefficient.multipliedReportingOverflow(by: factor)
      return overflow ? nil : steps
    case .fine: return nil
    }
  }

  func sum(_ addends: [Family.Addend]) -> Int64? {
    addends.reduce(Int64?(0)) { sum, addend in
      guard let sum, let steps = steps(addend.value) else { return nil }
      let (result, overflow) =
        addend.isTaken
        ? sum.subtractingReportingOverflow(steps) : sum.addingReportingOverflow(steps)
      // Far from the ends of a word, sums of a few cannot overflow.
      return overflow || result.magnitude > 1 << 60 ? nil : result
    }
  }

  /// The number itself, or the next below that the unit has; nil where it has no such value.
  func floor(_ number: Int64, for unit: Variable.Unit) -> Int64? {
    switch unit {
    case .integer:
      let remainder = number % power
      return number - (remainder < 0 ? remainder + power : remainder)
    case .date:
      let range = CivilDate.earliest.daysSinceEpoch...CivilDate.latest.daysSinceEpoch
      return Int32(exactly: number).map(range.contains) == true ? number : nil
    case .decimal, .timestamp, .duration: return number
    }
  }

  /// Whether there is a value of so many steps: a decimal has a limit to its digits, a time to its
  /// year.
  func holds(_ number: Int64, as unit: Variable.Unit) -> Bool {
    switch unit {
    case .integer, .date: return floor(number, for: unit) == number
    case .duration: return true
    case .timestamp:
      let first = Int64(CivilDate.earliest.daysSinceEpoch) * 86_400_000_000
      return number >= first && number <= latest(unit) ?? .max
    case .decimal:
      guard case .word(let word, .decimal) = stored(number, as: unit) else { return false }
      return steps(.decimal(Decimal(packed: word))) == number
    }
  }

  /// The last value there is, where arithmetic fails before a word ends.
  func latest(_ unit: Variable.Unit) -> Int64? {
    switch unit {
    case .date: Int64(CivilDate.latest.daysSinceEpoch)
    case .timestamp: (Int64(CivilDate.latest.daysSinceEpoch) + 1) * 86_400_000_000 - 1
    case .integer, .decimal, .duration: nil
    }
  }

  /// A value to begin with where there is no constant.
  func base(_ unit: Variable.Unit) -> Int64 {
    switch unit {
    case .integer: 10 * power
    case .decimal: 100 * power
    // 2026-03-10, and its morning.
    case .date: 20_522
    case .timestamp: 1_773_133_200_000_000
    case .duration: 3_600_000_000
    }
  }

  /// A step that people would take.
  func unit(_ unit: Variable.Unit) -> Int64 {
    switch unit {
    case .integer, .decimal: power
    case .date: 1
    case .timestamp, .duration: 3_600_000_000
    }
  }

  func stored(_ number: Int64, as unit: Variable.Unit) -> StoredValue {
    switch unit {
    case .integer: return .integer(number / power)
    case .decimal:
      let whole = number.magnitude / UInt64(power)
      var fraction = String(number.magnitude % UInt64(power))
      fraction = String(repeating: "0", count: digits - fraction.count) + fraction
      while fraction.hasSuffix("0") { fraction.removeLast() }
      let text = "\(number < 0 ? "-" : "")\(whole)\(fraction.isEmpty ? "" : "." + fraction)"
      return Decimal(text: text).map { .decimal($0) } ?? .null
    case .date: return .date(CivilDate(daysSinceEpoch: Int32(clamping: number)))
    case .timestamp: return .timestamp(number)
    case .duration: return .duration(number)
    }
  }
}
