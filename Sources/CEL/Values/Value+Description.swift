extension Value: CustomStringConvertible {
  /// The value as people read it: texts in quotes inside lists and maps only.
  public var description: String { describe(quoted: false) }

  private func describe(quoted: Bool) -> String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .uint(let value): String(value)
    case .double(let value): doubleText(value)
    case .decimal(let value): value.description
    case .string(let value): quoted ? "\"\(value)\"" : value
    case .bytes(let value): String(decoding: value, as: UTF8.self)
    case .timestamp(let value): value.description
    case .duration(let value): value.description
    case .date(let value): value.description
    case .period(let value): value.description
    case .choice(_, let index): "#\(index)"
    case .record(let handle): "record \(handle.raw)"
    case .list(let elements):
      "[" + elements.map { $0.describe(quoted: true) }.joined(separator: ", ") + "]"
    case .map(let map):
      "{"
        + zip(map.keys, map.values).map {
          $0.describe(quoted: true) + ": " + $1.describe(quoted: true)
        }.joined(separator: ", ") + "}"
    case .optional(let value): value.map { "optional(\($0.describe(quoted: true)))" } ?? "none"
    case .type(let name): name
    case .error(let problem): problem.sentence
    }
  }

  /// The value as a sentence shows it: choices by their name, records by their reader's text.
  public func display(in schema: Schema, reader: RecordReader?) -> String {
    switch self {
    case .choice(let type, let index):
      schema.choiceName(type: Int(type), index: Int(index)) ?? description
    case .record(let handle): reader?.text(of: handle) ?? description
    case .list(let elements):
      elements.map { $0.display(in: schema, reader: reader) }.joined(separator: ", ")
    case .null, .bool, .int, .uint, .double, .decimal, .string, .bytes, .timestamp, .duration,
      .date, .period, .map, .optional, .type, .error:
      description
    }
  }
}

extension Schema {
  /// The name of a choice's value; nil for numbers that mean none.
  func choiceName(type: Int, index: Int) -> String? {
    guard choiceTypes.indices.contains(type), choiceTypes[type].values.indices.contains(index)
    else { return nil }
    return choiceTypes[type].values[index]
  }
}

extension Period: CustomStringConvertible {
  public var description: String {
    var parts: [String] = []
    if months != 0 { parts.append(months.magnitude == 1 ? "\(months) month" : "\(months) months") }
    if days != 0 || months == 0 {
      parts.append(days.magnitude == 1 ? "\(days) day" : "\(days) days")
    }
    return parts.joined(separator: " and ")
  }
}

/// A double as CEL writes it: the shortest digits, whole numbers without a point.
func doubleText(_ value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
  var text = value.description
  if text.hasSuffix(".0") { text.removeLast(2) }
  guard let exponent = text.firstIndex(of: "e") else { return text }
  var mantissa = text[..<exponent]
  if mantissa.hasSuffix(".0") { mantissa = mantissa.dropLast(2) }
  let power = Int(text[text.index(after: exponent)...]) ?? 0
  // Up to six zeros or twenty digits are written out.
  if power >= -4, power < 21 { return plainText(mantissa, power: power) }
  return mantissa + "e" + (power < 0 ? "-" : "+") + pad(Int(power.magnitude), 2)
}

/// Digits and a power of ten, written without the power.
private func plainText(_ mantissa: Substring, power: Int) -> String {
  let isNegative = mantissa.hasPrefix("-")
  let parts = mantissa.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
  let whole = String(parts[0])
  let fraction = parts.count > 1 ? String(parts[1]) : ""
  let digits = whole + fraction
  let point = whole.utf8.count + power
  let text: String
  if point <= 0 {
    text = "0." + String(repeating: "0", count: -point) + digits
  } else if point >= digits.utf8.count {
    text = digits + String(repeating: "0", count: point - digits.utf8.count)
  } else {
    text = digits.prefix(point) + "." + digits.dropFirst(point)
  }
  return (isNegative ? "-" : "") + text
}
