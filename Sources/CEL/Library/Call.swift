/// One call of a function on values that are no errors.
struct Call {
  let node: CallNode
  let frame: Frame

  var context: EvaluationContext { node.context }

  /// The arguments are of kinds that the function does not take.
  var unsupported: Value {
    .failure("\(node.name)() cannot be used with the values in \(node.text)")
  }

  func apply(_ value: Value) -> Value {
    switch node.function {
    case .toBool, .toBytes, .toDouble, .toDuration, .toDyn, .toInt, .toString, .toTimestamp,
      .typeOf, .toUInt, .toDecimal:
      return convert(value)
    case .size: return size(value)
    case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear,
      .getHours, .getMinutes, .getSeconds, .getMilliseconds:
      return calendarPart(value, zone: .utc)
    case .isWorkingDay: return workingDays([value])
    case .date, .days, .months, .years, .weekday, .year, .month, .day, .localHour:
      return calendar(value)
    case .optionalOf: return .optional(value)
    case .optionalOfNonZero: return .optional(value.isZero ? nil : value)
    case .hasValue:
      guard case .optional(let inner) = value else { return unsupported }
      return .bool(inner != nil)
    case .optionalValue:
      guard case .optional(let inner) = value else { return unsupported }
      return inner ?? .failure("\(node.arguments[0].text) has no value")
    case .lowerAscii, .upperAscii, .lower, .upper, .trim, .reverse, .quote, .join, .base64Encode,
      .base64Decode:
      return text(value)
    case .round: return round(value, places: 0, rule: .halfUp)
    case .roundHalfEven: return round(value, places: 0, rule: .halfEven)
    case .money:
      guard case .decimal(let amount) = round(value, places: 2, rule: .halfUp) else {
        return unsupported
      }
      return .string(amount.text(places: 2))
    case .greatest, .least:
      if case .list(let elements) = value { return extreme(elements) }
      return extreme([value])
    case .ceiling, .floor, .mathRound, .truncate, .absolute, .sign, .squareRoot, .isNaN,
      .isInfinite, .isFinite, .bitNot:
      return number(value)
    default: return unsupported
    }
  }

  func apply(_ first: Value, _ second: Value) -> Value {
    switch node.function {
    case .contains, .startsWith, .endsWith:
      guard case .string(let text) = first, case .string(let part) = second else {
        return unsupported
      }
      return search(text, part)
    case .matches: return matches(first, second)
    case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear,
      .getHours, .getMinutes, .getSeconds, .getMilliseconds:
      guard case .string(let name) = second, case .timestamp = first else { return unsupported }
      guard let zone = TimeZoneRules.named(name) else {
        return .failure("there is no time zone '\(name)'")
      }
      return calendarPart(first, zone: zone)
    case .isWorkingDay, .addWorkingDays, .workingDaysBetween: return workingDays([first, second])
    case .daysBetween:
      guard case .date(let start) = first, case .date(let end) = second else {
        return unsupported
      }
      return .int(Int64(end.daysSinceEpoch) - Int64(start.daysSinceEpoch))
    case .or:
      guard case .optional(let inner) = first, case .optional = second else { return unsupported }
      return inner == nil ? second : first
    case .orValue:
      guard case .optional(let inner) = first else { return unsupported }
      return inner ?? second
    case .round, .roundHalfEven:
      guard case .int(let places) = second else { return unsupported }
      return round(
        first, places: places, rule: node.function == .round ? .halfUp : .halfEven)
    case .greatest, .least: return extreme([first, second])
    case .bitAnd, .bitOr, .bitXor, .bitShiftLeft, .bitShiftRight: return bits(first, second)
    case .charAt, .indexOf, .lastIndexOf, .split, .substring, .join, .format:
      return text([first, second])
    default: return unsupported
    }
  }

  func apply(_ values: [Value]) -> Value {
    switch node.function {
    case .isWorkingDay, .addWorkingDays, .workingDaysBetween: workingDays(values)
    case .optionalNone: values.isEmpty ? .optional(nil) : unsupported
    case .greatest, .least: values.isEmpty ? unsupported : extreme(values)
    case .indexOf, .lastIndexOf, .replace, .split, .substring:
      values.isEmpty ? unsupported : text(values)
    default: unsupported
    }
  }

  /// Counts the work on a text.
  func charge(_ bytes: Int) -> Bool { frame.charge(bytes / 10) }

  private func search(_ text: String, _ part: String) -> Value {
    guard charge(text.utf8.count) else { return Frame.exhausted }
    switch node.function {
    case .startsWith: return .bool(text.utf8.starts(with: part.utf8))
    case .endsWith: return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
    default: return .bool(ByteSearch(part.utf8).first(in: Array(text.utf8)) != nil)
    }
  }

  private func matches(_ first: Value, _ second: Value) -> Value {
    guard case .string(let text) = first, case .string(let expression) = second else {
      return unsupported
    }
    guard charge(text.utf8.count + expression.utf8.count * 10) else { return Frame.exhausted }
    let pattern = Pattern(expression)
    if let mistake = pattern.mistake { return .failure("the pattern is not sound: \(mistake)") }
    return .bool(pattern.matches(text))
  }

  private func size(_ value: Value) -> Value {
    switch value {
    case .string(let text):
      return charge(text.utf8.count) ? .int(Int64(text.unicodeScalars.count)) : Frame.exhausted
    case .bytes(let bytes): return .int(Int64(bytes.count))
    case .list(let elements): return .int(Int64(elements.count))
    case .map(let map): return .int(Int64(map.count))
    default: return unsupported
    }
  }

  private func round(_ value: Value, places: Int64, rule: Decimal.RoundingRule) -> Value {
    let decimal: Decimal
    switch value {
    case .decimal(let number): decimal = number
    case .int(let number):
      guard let exact = Decimal(exactly: number) else { return unsupported }
      decimal = exact
    default: return unsupported
    }
    guard places >= 0 else { return .failure("round() needs a number of places from 0 on") }
    return .decimal(decimal.rounded(toPlaces: Int(min(places, 64)), rule: rule))
  }
}

extension Value {
  /// Whether it is what a value of its type is when nothing was ever set.
  var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .decimal(let value): value == .zero
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .timestamp(let value): value.seconds == 0 && value.nanos == 0
    case .duration(let value): value.nanoseconds == 0
    case .list(let elements): elements.isEmpty
    case .map(let map): map.count == 0
    case .optional(let value): value == nil
    case .period(let value): value == Period()
    case .date, .choice, .record, .type, .error: false
    }
  }
}

/// Finds bytes in bytes, in time linear in both (Knuth, Morris, Pratt).
struct ByteSearch {
  let part: [UInt8]
  private let borders: [Int]

  init(_ part: some Sequence<UInt8>) {
    let part = Array(part)
    self.part = part
    var borders = [Int](repeating: 0, count: max(part.count, 1))
    var length = 0
    for position in part.indices.dropFirst() {
      while length > 0, part[position] != part[length] { length = borders[length - 1] }
      if part[position] == part[length] { length += 1 }
      borders[position] = length
    }
    self.borders = borders
  }

  /// Where the part first stands at or after a place.
  func first(in bytes: [UInt8], from start: Int = 0) -> Int? {
    if part.isEmpty { return start <= bytes.count ? start : nil }
    var length = 0
    var position = start
    while position < bytes.count {
      while length > 0, bytes[position] != part[length] { length = borders[length - 1] }
      if bytes[position] == part[length] { length += 1 }
      if length == part.count { return position - length + 1 }
      position += 1
    }
    return nil
  }
}
