/// A map of CEL: keys are bools, integers and texts; it keeps the order of its entries.
public final class ValueMap: Sendable {
  // A class so that a value stays small.
  public let keys: [Value]
  public let values: [Value]
  /// Places of the keys, for maps of more than a few entries.
  private let index: [MapKey: Int]?

  /// The map, or a sentence when a key is repeated or of a kind that cannot be one.
  static func make(keys: [Value], values: [Value]) -> Value {
    var index: [MapKey: Int] = [:]
    index.reserveCapacity(keys.count)
    for (position, key) in keys.enumerated() {
      guard let mapKey = MapKey(literal: key) else {
        return .failure("a map's key cannot be \(key.typeName)")
      }
      if index.updateValue(position, forKey: mapKey) != nil {
        return .failure("a map has the key \(key.description) twice")
      }
    }
    return .map(ValueMap(keys: keys, values: values, index: keys.count > 6 ? index : nil))
  }

  /// A map of named values; of a name that is repeated the last value counts.
  public convenience init(_ entries: [(String, Value)]) {
    var index: [MapKey: Int] = [:]
    var keys: [Value] = []
    var values: [Value] = []
    for (name, value) in entries {
      if let place = index[MapKey(name)] {
        values[place] = value
      } else {
        index[MapKey(name)] = keys.count
        keys.append(.string(name))
        values.append(value)
      }
    }
    self.init(keys: keys, values: values, index: keys.count > 6 ? index : nil)
  }

  /// A map of keys that are known to differ.
  public convenience init(keys: [Value], values: [Value]) {
    var index: [MapKey: Int] = [:]
    for (position, key) in keys.enumerated() {
      if let mapKey = MapKey(lookup: key) { index[mapKey] = position }
    }
    let count = min(keys.count, values.count)
    self.init(
      keys: Array(keys.prefix(count)), values: Array(values.prefix(count)),
      index: count > 6 ? index.filter { $0.value < count } : nil)
  }

  private init(keys: [Value], values: [Value], index: [MapKey: Int]?) {
    self.keys = keys
    self.values = values
    self.index = index
  }

  public var count: Int { keys.count }

  /// The value of a key; numbers are found across their kinds, where they are exactly the same.
  public func value(for key: Value) -> Value? {
    guard let index else {
      if case .double(let number) = key {
        return Int64(exactly: number).flatMap { value(for: .int($0)) }
          ?? UInt64(exactly: number).flatMap { value(for: .uint($0)) }
      }
      for position in keys.indices where keys[position].celEquals(key) {
        return values[position]
      }
      return nil
    }
    guard let mapKey = MapKey(lookup: key) else { return nil }
    return index[mapKey].map { values[$0] }
  }

  /// The value under a text; nil where there is none.
  public func value(named name: String) -> Value? {
    guard let index else {
      for position in keys.indices {
        if case .string(let key) = keys[position], sameText(key, name) { return values[position] }
      }
      return nil
    }
    return index[MapKey(name)].map { values[$0] }
  }

  func celEquals(_ other: ValueMap) -> Bool {
    guard count == other.count else { return false }
    for position in keys.indices {
      guard let value = other.value(for: keys[position]), value.celEquals(values[position]) else {
        return false
      }
    }
    return true
  }
}

/// A key by which CEL's equality is hashing's: numbers in one class, texts by their bytes.
enum MapKey: Hashable {
  case bool(Bool)
  case integer(Int64)
  /// Beyond the range of `integer`.
  case large(UInt64)
  case text(TextKey)
  case choice(type: Int32, index: Int32)

  init(_ text: String) { self = .text(TextKey(text: text)) }

  /// The key of a literal: of the kinds that can be one.
  init?(literal value: Value) {
    switch value {
    case .double, .choice: return nil
    default: break
    }
    self.init(lookup: value)
  }

  /// The key that a value finds.
  init?(lookup value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .integer(value)
    case .uint(let value):
      self = Int64(exactly: value).map { .integer($0) } ?? .large(value)
    case .double(let value):
      if let integer = Int64(exactly: value) {
        self = .integer(integer)
      } else if let large = UInt64(exactly: value) {
        self = .large(large)
      } else {
        return nil
      }
    case .string(let value): self = .text(TextKey(text: value))
    case .choice(let type, let index): self = .choice(type: type, index: index)
    default: return nil
    }
  }
}

/// A text that is hashed and compared by its bytes, not by canonical equivalence.
struct TextKey: Hashable {
  var text: String

  static func == (left: TextKey, right: TextKey) -> Bool { sameText(left.text, right.text) }

  func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
