/// The functions that the library knows how to compute.
enum Function: Sendable {
  // Conversions.
  case toBool, toBytes, toDouble, toDuration, toDyn, toInt, toString, toTimestamp, typeOf, toUInt
  // Texts, lists, maps.
  case size, contains, startsWith, endsWith, matches
  // Parts of a timestamp or duration.
  case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfWeek, getDayOfYear, getHours
  case getMinutes, getSeconds, getMilliseconds
  // optionals
  case optionalNone, optionalOf, optionalOfNonZero, hasValue, optionalValue, or, orValue
  // strings
  case charAt, indexOf, lastIndexOf, lowerAscii, upperAscii, replace, split, substring, trim
  case join, quote, format, reverse
  // math
  case greatest, least, ceiling, floor, mathRound, truncate, absolute, sign, squareRoot
  case isNaN, isInfinite, isFinite
  case bitAnd, bitOr, bitXor, bitNot, bitShiftLeft, bitShiftRight
  // encoders
  case base64Encode, base64Decode
  // workflow
  case count, sum, minimum, maximum, round, roundHalfEven, money, toDecimal, date, days, months,
    years
  case isWorkingDay, addWorkingDays, workingDaysBetween
  case daysBetween, weekday, year, month, day, localHour, coalesce, lower, upper, first
  /// Declared by the host without a way to compute it.
  case host
}

extension Function {
  /// One way to call a function.
  struct Overload: Sendable {
    var parameters: [CELType]
    var result: CELType
    /// Whether the first parameter stands before the point.
    var isMember: Bool

    var hasTypeParameters: Bool { parameters.contains { $0.hasParameters } }
  }

  struct Declaration: Sendable {
    var function: Function
    /// Empty for what is always there.
    var library: Environment.Extensions
    var overloads: [Overload]
  }

  /// All functions by the name they are called by.
  static let declarations: [String: Declaration] = {
    var all = Catalogue()
    all.addStandard()
    all.addStrings()
    all.addMath()
    all.addOptionals()
    all.addWorkflow()
    return all.declarations
  }()
}

extension CELType {
  var hasParameters: Bool {
    switch self {
    case .parameter: true
    case .list(let inner), .type(let inner), .optional(let inner), .nullable(let inner):
      inner.hasParameters
    case .map(let key, let value): key.hasParameters || value.hasParameters
    case .abstract(_, let inner): inner.contains { $0.hasParameters }
    case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
      .error, .decimal, .date, .record, .choice:
      false
    }
  }

  /// What `days()`, `months()` and `years()` make.
  static let period = CELType.abstract("period", [])
}

/// Collects the declarations.
private struct Catalogue {
  var declarations: [String: Function.Declaration] = [:]
  var library: Environment.Extensions = []

  /// Adds ways to call a function; `member` counts the ways whose first parameter is in front.
  mutating func add(
    _ name: String, _ function: Function, _ signatures: ([CELType], CELType)...,
    member: Bool = false, both: Bool = false
  ) {
    var overloads: [Function.Overload] = []
    for (parameters, result) in signatures {
      if !member || both {
        overloads.append(.init(parameters: parameters, result: result, isMember: false))
      }
      if member || both {
        overloads.append(.init(parameters: parameters, result: result, isMember: true))
      }
    }
    declarations[name, default: .init(function: function, library: library, overloads: [])]
      .overloads += overloads
  }

  mutating func addStandard() {
    let a = CELType.parameter("A")
    let b = CELType.parameter("B")
    add("bool", .toBool, ([.bool], .bool), ([.string], .bool))
    add("bytes", .toBytes, ([.bytes], .bytes), ([.string], .bytes))
    add(
      "double", .toDouble, ([.double], .double), ([.int], .double), ([.uint], .double),
      ([.string], .double), ([.decimal], .double))
    add("duration", .toDuration, ([.duration], .duration), ([.string], .duration))
    add("dyn", .toDyn, ([a], .dyn))
    add(
      "int", .toInt, ([.int], .int), ([.uint], .int), ([.double], .int), ([.string], .int),
      ([.timestamp], .int), ([.decimal], .int))
    add(
      "string", .toString, ([.string], .string), ([.bool], .string), ([.int], .string),
      ([.uint], .string), ([.double], .string), ([.bytes], .string), ([.timestamp], .string),
      ([.duration], .string), ([.decimal], .string), ([.date], .string))
    add(
      "timestamp", .toTimestamp, ([.timestamp], .timestamp), ([.string], .timestamp),
      ([.int], .timestamp))
    add("type", .typeOf, ([a], .type(a)))
    add(
      "uint", .toUInt, ([.uint], .uint), ([.int], .uint), ([.double], .uint), ([.string], .uint))
    add(
      "size", .size, ([.string], .int), ([.bytes], .int), ([.list(a)], .int),
      ([.map(a, b)], .int), both: true)
    add("contains", .contains, ([.string, .string], .bool), member: true)
    add("startsWith", .startsWith, ([.string, .string], .bool), member: true)
    add("endsWith", .endsWith, ([.string, .string], .bool), member: true)
    add("matches", .matches, ([.string, .string], .bool), both: true)
    for (name, function) in [
      ("getFullYear", Function.getFullYear), ("getMonth", .getMonth), ("getDate", .getDate),
      ("getDayOfMonth", .getDayOfMonth), ("getDayOfWeek", .getDayOfWeek),
      ("getDayOfYear", .getDayOfYear),
    ] {
      add(
        name, function, ([.timestamp], .int), ([.timestamp, .string], .int), member: true)
    }
    for (name, function) in [
      ("getHours", Function.getHours), ("getMinutes", .getMinutes), ("getSeconds", .getSeconds),
      ("getMilliseconds", .getMilliseconds),
    ] {
      add(
        name, function, ([.timestamp], .int), ([.timestamp, .string], .int), ([.duration], .int),
        member: true)
    }
  }

  mutating func addStrings() {
    library = .strings
    defer { library = [] }
    add("charAt", .charAt, ([.string, .int], .string), member: true)
    add(
      "indexOf", .indexOf, ([.string, .string], .int), ([.string, .string, .int], .int),
      member: true)
    add(
      "lastIndexOf", .lastIndexOf, ([.string, .string], .int), ([.string, .string, .int], .int),
      member: true)
    add("lowerAscii", .lowerAscii, ([.string], .string), member: true)
    add("upperAscii", .upperAscii, ([.string], .string), member: true)
    add(
      "replace", .replace, ([.string, .string, .string], .string),
      ([.string, .string, .string, .int], .string), member: true)
    add(
      "split", .split, ([.string, .string], .list(.string)),
      ([.string, .string, .int], .list(.string)), member: true)
    add(
      "substring", .substring, ([.string, .int], .string), ([.string, .int, .int], .string),
      member: true)
    add("trim", .trim, ([.string], .string), member: true)
    add("reverse", .reverse, ([.string], .string), member: true)
    add(
      "join", .join, ([.list(.string)], .string), ([.list(.string), .string], .string),
      member: true)
    add("format", .format, ([.string, .list(.dyn)], .string), member: true)
    add("strings.quote", .quote, ([.string], .string))
    library = .encoders
    add("base64.encode", .base64Encode, ([.bytes], .string))
    add("base64.decode", .base64Decode, ([.string], .bytes))
  }

  mutating func addMath() {
    library = .math
    defer { library = [] }
    // Any number of numbers, or one list of them: the checker knows.
    add("math.greatest", .greatest)
    add("math.least", .least)
    add("math.ceil", .ceiling, ([.double], .double))
    add("math.floor", .floor, ([.double], .double))
    add("math.round", .mathRound, ([.double], .double))
    add("math.trunc", .truncate, ([.double], .double))
    add("math.abs", .absolute, ([.int], .int), ([.uint], .uint), ([.double], .double))
    add("math.sign", .sign, ([.int], .int), ([.uint], .uint), ([.double], .double))
    add(
      "math.sqrt", .squareRoot, ([.int], .double), ([.uint], .double), ([.double], .double))
    add("math.isNaN", .isNaN, ([.double], .bool))
    add("math.isInf", .isInfinite, ([.double], .bool))
    add("math.isFinite", .isFinite, ([.double], .bool))
    add("math.bitAnd", .bitAnd, ([.int, .int], .int), ([.uint, .uint], .uint))
    add("math.bitOr", .bitOr, ([.int, .int], .int), ([.uint, .uint], .uint))
    add("math.bitXor", .bitXor, ([.int, .int], .int), ([.uint, .uint], .uint))
    add("math.bitNot", .bitNot, ([.int], .int), ([.uint], .uint))
    add("math.bitShiftLeft", .bitShiftLeft, ([.int, .int], .int), ([.uint, .int], .uint))
    add("math.bitShiftRight", .bitShiftRight, ([.int, .int], .int), ([.uint, .int], .uint))
  }

  mutating func addOptionals() {
    library = .optionals
    defer { library = [] }
    let value = CELType.parameter("V")
    add("optional.none", .optionalNone, ([], .optional(value)))
    add("optional.of", .optionalOf, ([value], .optional(value)))
    add("optional.ofNonZeroValue", .optionalOfNonZero, ([value], .optional(value)))
    add("hasValue", .hasValue, ([.optional(value)], .bool), member: true)
    add("value", .optionalValue, ([.optional(value)], value), member: true)
    add("or", .or, ([.optional(value), .optional(value)], .optional(value)), member: true)
    add("orValue", .orValue, ([.optional(value), value], value), member: true)
  }

  // Functions without a signature here have rules of their own in the checker.
  mutating func addWorkflow() {
    library = .workflow
    add("count", .count)
    add("sum", .sum)
    add("min", .minimum)
    add("max", .maximum)
    add("coalesce", .coalesce)
    add("first", .first)
    add("round", .round, ([.decimal, .int], .decimal), ([.decimal], .decimal), both: true)
    add(
      "round_half_even", .roundHalfEven, ([.decimal, .int], .decimal), ([.decimal], .decimal),
      both: true)
    add("money", .money, ([.decimal], .string))
    add("abs", .absolute, ([.int], .int), ([.decimal], .decimal))
    add("decimal", .toDecimal, ([.decimal], .decimal), ([.int], .decimal), ([.string], .decimal))
    add("date", .date, ([.string], .date), ([.date], .date), ([.timestamp], .date))
    add("days", .days, ([.int], .period))
    add("months", .months, ([.int], .period))
    add("years", .years, ([.int], .period))
    add("days_between", .daysBetween, ([.date, .date], .int))
    for (name, function, parameters, result) in [
      ("is_working_day", Function.isWorkingDay, [CELType.date], CELType.bool),
      ("add_working_days", .addWorkingDays, [.date, .int], .date),
      ("working_days_between", .workingDaysBetween, [.date, .date], .int),
    ] {
      let holidays = parameters + [.list(.date)]
      add(
        name, function, (parameters, result), (holidays, result),
        (holidays + [.list(.int)], result))
    }
    for (name, function) in [
      ("weekday", Function.weekday), ("year", .year), ("month", .month), ("day", .day),
    ] {
      add(name, function, ([.date], .int), ([.timestamp], .int), both: true)
    }
    add("local_hour", .localHour, ([.timestamp], .int), both: true)
    add("lower", .lower, ([.string], .string), both: true)
    add("upper", .upper, ([.string], .string), both: true)
    add("text", .toString)
    let conversions = declarations["string"]?.overloads ?? []
    declarations["text"]?.overloads = conversions
  }
}
