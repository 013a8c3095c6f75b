import CEL
import JSONText
import Workflow

/// Values in the form of the conformance tests: `{"int64":"5"}`, `{"list":[…]}`.
enum ConformanceValue {
  static func read(_ json: JSON) throws(ConformanceMistake) -> Value {
    guard case .object(let members) = json, members.count == 1, let (name, inner) = members.first
    else {
      throw ConformanceMistake("a value is an object with one member, its kind")
    }
    switch (name, inner) {
    case ("null", _): return .null
    case ("bool", .boolean(let flag)): return .bool(flag)
    case ("string", .string(let text)): return .string(text)
    case ("type", .string(let name)): return .type(name)
    case ("int64", _):
      if let number = inner.word.flatMap({ Int64($0) }) { return .int(number) }
    case ("uint64", _):
      if let number = inner.word.flatMap({ UInt64($0) }) { return .uint(number) }
    case ("double", _):
      if let number = inner.word.flatMap({ double($0) }) { return .double(number) }
    case ("bytes", .string(let text)):
      if let bytes = Base64.decode(text) { return .bytes(bytes) }
    case ("timestamp", _):
      if let (seconds, nanos) = parts(inner), years.contains(seconds), nanos >= 0 {
        return .timestamp(Timestamp(seconds: seconds, nanos: nanos))
      }
    case ("duration", _):
      if let (seconds, nanos) = parts(inner), let span = span(seconds, nanos) {
        return .duration(span)
      }
    case ("list", .array(let elements)):
      var values: [Value] = []
      values.reserveCapacity(elements.count)
      for element in elements { values.append(try read(element)) }
      return .list(values)
    case ("map", .array(let entries)): return try map(entries)
    default: break
    }
    throw ConformanceMistake("this is no value of kind '\(name)'")
  }

  private static func map(_ entries: [JSON]) throws(ConformanceMistake) -> Value {
    var keys: [Value] = []
    var values: [Value] = []
    for entry in entries {
      guard let pair = entry.elements, pair.count == 2 else {
        throw ConformanceMistake("an entry of a map is a list of its key and its value")
      }
      keys.append(try read(pair[0]))
      values.append(try read(pair[1]))
    }
    return .map(ValueMap(keys: keys, values: values))
  }

  private static func double(_ text: String) -> Double? {
    switch text {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default: Double(text)
    }
  }

  /// The seconds of the years 1 to 9999.
  private static let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  private static func parts(_ json: JSON) -> (seconds: Int64, nanos: Int32)? {
    guard case .object = json,
      let seconds = Int64(json["seconds"]?.word ?? "0"),
      let nanos = Int32(json["nanos"]?.word ?? "0"), abs(Int64(nanos)) < 1_000_000_000
    else { return nil }
    return (seconds, nanos)
  }

  private static func span(_ seconds: Int64, _ nanos: Int32) -> TimeSpan? {
    let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isSumTooLarge) = product.addingReportingOverflow(Int64(nanos))
    return isTooLarge || isSumTooLarge ? nil : TimeSpan(nanoseconds: sum)
  }

  static func json(_ value: Value) -> JSON {
    switch value {
    case .null: kind("null", .null)
    case .bool(let flag): kind("bool", .boolean(flag))
    case .int(let number): kind("int64", .string(String(number)))
    case .uint(let number): kind("uint64", .string(String(number)))
    case .double(let number): kind("double", .string(text(number)))
    case .string(let text): kind("string", .string(text))
    case .bytes(let bytes): kind("bytes", .string(Base64.encode(bytes)))
    case .list(let elements): kind("list", .array(elements.map { json($0) }))
    case .map(let map):
      kind("map", .array(zip(map.keys, map.values).map { .array([json($0), json($1)]) }))
    case .type(let name): kind("type", .string(name))
    case .timestamp(let time): kind("timestamp", parts(time.seconds, time.nanos))
    case .duration(let span):
      kind(
        "duration",
        parts(
          span.nanoseconds / 1_000_000_000,
          Int32(truncatingIfNeeded: span.nanoseconds % 1_000_000_000)))
    case .optional(let inner): kind("optional", inner.map { json($0) } ?? .null)
    // No row can make these: they belong to workflows, and errors are told before.
    case .decimal, .date, .period, .choice, .record, .error:
      kind("string", .string(value.description))
    }
  }

  private static func kind(_ name: String, _ inner: JSON) -> JSON { .object([(name, inner)]) }

  private static func parts(_ seconds: Int64, _ nanos: Int32) -> JSON {
    .object([("seconds", .string(String(seconds))), ("nanos", .integer(Int(nanos)))])
  }

  /// The shortest digits that are read as the same number.
  static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }
}
