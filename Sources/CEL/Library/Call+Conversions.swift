extension Call {
  func convert(_ value: Value) -> Value {
    switch node.function {
    case .toDyn: value
    case .typeOf: .type(value.typeName)
    case .toBool: toBool(value)
    case .toBytes: toBytes(value)
    case .toDouble: toDouble(value)
    case .toDuration: toDuration(value)
    case .toInt: toInt(value)
    case .toUInt: toUInt(value)
    case .toString: toString(value)
    case .toTimestamp: toTimestamp(value)
    case .toDecimal: toDecimal(value)
    default: unsupported
    }
  }

  private func unreadable(_ text: String, as noun: String) -> Value {
    .failure("'\(text.prefix(60))' is no \(noun)")
  }

  private var tooLarge: Value { .failure("\(node.arguments[0].text) is too large") }

  private func toBool(_ value: Value) -> Value {
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

  private func toBytes(_ value: Value) -> Value {
    switch value {
    case .bytes: return value
    case .string(let text):
      return charge(text.utf8.count) ? .bytes(Array(text.utf8)) : Frame.exhausted
    default: return unsupported
    }
  }

  private func toDouble(_ value: Value) -> Value {
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

  private func toInt(_ value: Value) -> Value {
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

  private func toUInt(_ value: Value) -> Value {
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

  private func toString(_ value: Value) -> Value {
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

  private func toTimestamp(_ value: Value) -> Value {
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

  private func toDuration(_ value: Value) -> Value {
    switch value {
    case .duration: value
    case .string(let text):
      TimeSpan(text: text).map { .duration($0) } ?? unreadable(text, as: "duration")
    default: unsupported
    }
  }

  private func toDecimal(_ value: Value) -> Value {
    switch value {
    case .decimal: value
    case .int(let number): Decimal(exactly: number).map { .decimal($0) } ?? tooLarge
    case .string(let text):
      Decimal(text: text).map { .decimal($0) } ?? unreadable(text, as: "decimal")
    default: unsupported
    }
  }
}
