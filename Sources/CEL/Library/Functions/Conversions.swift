extension Function {
  /// From one type to another.
  static let conversions: [Function] = [
    Function(
      "bool", "bool(x)", "the text `true` or `false` as a condition",
      .plain([.bool], .bool), .plain([.string], .bool), one: One { $0.toBool($1) }),
    Function(
      "bytes", "bytes(x)", "a text as its bytes",
      .plain([.bytes], .bytes), .plain([.string], .bytes), one: One { $0.toBytes($1) }),
    Function(
      "double", "double(x)", "a number as a binary fraction",
      .plain([.double], .double), .plain([.int], .double), .plain([.uint], .double),
      .plain([.string], .double), .plain([.decimal], .double), one: One { $0.toDouble($1) }),
    Function(
      "duration", "duration(\"1h30m\")", "a length of time, from hours, minutes and seconds",
      .plain([.duration], .duration), .plain([.string], .duration),
      traits: Traits(literals: { durationMistake($0) }), one: One { $0.toDuration($1) }),
    Function(
      "dyn", "dyn(x)", "the value, without its type being checked",
      .plain([.parameter("A")], .dyn), traits: Traits(acceptsNull: true), one: One { $1 }),
    Function(
      "int", "int(x)", "a number without its fraction, a text as a whole number",
      .plain([.int], .int), .plain([.uint], .int), .plain([.double], .int),
      .plain([.string], .int), .plain([.timestamp], .int), .plain([.decimal], .int),
      traits: Traits(literals: { values in
        guard let text = values.last??.text, Int64(text) == nil else { return nil }
        return .init(code: "invalid-number", message: "'\(text)' is no whole number")
      }), one: One { $0.toInt($1) }),
    Function(
      "string", "string(x)", "the value as text",
      textOverloads, traits: Traits(rule: { $0.checkText($1) }), one: One { $0.toString($1) }),
    Function(
      "text", in: .workflow, "text(x)", "the value as text; a record's is its id",
      textOverloads, traits: Traits(rule: { $0.checkText($1) }), one: One { $0.toString($1) }),
    Function(
      "timestamp", "timestamp(\"2026-03-10T09:00:00Z\")", "a point in time",
      .plain([.timestamp], .timestamp), .plain([.string], .timestamp),
      .plain([.int], .timestamp),
      traits: Traits(literals: { values in
        guard let text = values.last??.text, Timestamp(text: text) == nil else { return nil }
        return .init(
          code: "invalid-time", message: "'\(text)' is no point in time",
          help: "write it such as timestamp(\"2026-03-10T09:00:00Z\")")
      }), one: One { $0.toTimestamp($1) }),
    Function(
      "type", "type(x)", "the type of the value",
      .plain([.parameter("A")], .type(.parameter("A"))), traits: Traits(acceptsNull: true),
      one: One { .type($1.typeName) }),
    Function(
      "uint", "uint(x)", "a number as a whole number from 0 on",
      .plain([.uint], .uint), .plain([.int], .uint), .plain([.double], .uint),
      .plain([.string], .uint), one: One { $0.toUInt($1) }),
  ]

  private static let textOverloads = [
    CELType.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .decimal, .date,
  ].flatMap { [Overload].plain([$0], .string) }

  private static func durationMistake(_ values: [Value?]) -> LiteralMistake? {
    guard let text = values.last??.text, TimeSpan(text: text) == nil else { return nil }
    let unit = text.last.map(String.init) ?? ""
    let function = ["d": "days", "w": "days", "y": "years", "M": "months"][unit]
    if let function, let count = Int(text.dropLast()) {
      let amount = unit == "w" ? count.multipliedReportingOverflow(by: 7).partialValue : count
      return LiteralMistake(
        code: "invalid-duration",
        message: "a duration counts hours, minutes and seconds, not \(function)",
        help: "write \(function)(\(amount))")
    }
    return LiteralMistake(
      code: "invalid-duration", message: "'\(text)' is no duration",
      help: "write hours, minutes and seconds, such as duration(\"1h30m\")")
  }
}

extension Call {
  fileprivate func toBool(_ value: Value) -> Value {
    switch value {
    case .bool: return value
    case .string("true"), .string("TRUE"), .string("True"), .string("t"), .string("1"):
      return .bool(true)
    case .string("false"), .string("FALSE"), .string("False"), .string("f"), .string("0"):
      return .bool(false)
    case .string(let text): return unreadable(text, as: "yes/no value")
    default: return unsupported
    }
  }

  fileprivate func toBytes(_ value: Value) -> Value {
    switch value {
    case .bytes: return value
    case .string(let text):
      return charge(text.utf8.count) ? .bytes(Array(text.utf8)) : Frame.exhausted
    default: return unsupported
    }
  }

  fileprivate func toDouble(_ value: Value) -> Value {
    switch value {
    case .double: return value
    case .int(let number): return .double(Double(number))
    case .uint(let number): return .double(Double(number))
    case .decimal(let number):
      return Double(number.description).map { .double($0) } ?? unsupported
    case .string(let text):
      let isPlain = text.utf8.allSatisfy { "+-.0123456789eEinfatyINFATY".utf8.contains($0) }
      guard isPlain, let number = Double(text) else { return unreadable(text, as: "number") }
      return .double(number)
    default: return unsupported
    }
  }

  fileprivate func toInt(_ value: Value) -> Value {
    switch value {
    case .int: return value
    case .uint(let number): return Int64(exactly: number).map { .int($0) } ?? tooLarge
    case .double(let number):
      // CEL spec: both ends of the range are excluded.
      guard number > -9_223_372_036_854_775_808, number < 9_223_372_036_854_775_808 else {
        return tooLarge
      }
      return .int(Int64(number))
    case .decimal(let number): return .int(number.integerPart)
    case .string(let text):
      return Int64(text).map { .int($0) } ?? unreadable(text, as: "whole number")
    case .timestamp(let time): return .int(time.seconds)
    default: return unsupported
    }
  }

  fileprivate func toUInt(_ value: Value) -> Value {
    switch value {
    case .uint: return value
    case .int(let number): return UInt64(exactly: number).map { .uint($0) } ?? tooLarge
    case .double(let number):
      guard number > -1, number < 18_446_744_073_709_551_616, number >= 0 else { return tooLarge }
      return .uint(UInt64(number))
    case .string(let text):
      return UInt64(text).map { .uint($0) } ?? unreadable(text, as: "whole number")
    default: return unsupported
    }
  }

  fileprivate func toString(_ value: Value) -> Value {
    switch value {
    case .string: return value
    case .bytes(let bytes):
      guard charge(bytes.count) else { return Frame.exhausted }
      return String(validating: bytes, as: UTF8.self).map { .string($0) }
        ?? .failure("the bytes are no text")
    case .bool, .int, .uint, .double, .decimal, .timestamp, .duration, .date, .type:
      return .string(value.description)
    case .period where context.isWorkflow: return .string(value.description)
    case .record(let record): return .string(frame.reader.text(of: record))
    case .choice(let type, let index):
      return context.schema.choiceName(type: Int(type), index: Int(index)).map { .string($0) }
        ?? unsupported
    default: return unsupported
    }
  }

  fileprivate func toTimestamp(_ value: Value) -> Value {
    switch value {
    case .timestamp: return value
    case .string(let text):
      return Timestamp(text: text).map { .timestamp($0) } ?? unreadable(text, as: "point in time")
    case .int(let seconds):
      let time = Timestamp(seconds: seconds)
      return time.isInRange ? .timestamp(time) : tooLarge
    default: return unsupported
    }
  }

  fileprivate func toDuration(_ value: Value) -> Value {
    switch value {
    case .duration: value
    case .string(let text):
      TimeSpan(text: text).map { .duration($0) } ?? unreadable(text, as: "duration")
    default: unsupported
    }
  }
}
