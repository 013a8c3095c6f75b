package import JSONText

/// What a type reads when it decodes itself: its members with their types, without any value.
package indirect enum Shape: Equatable {
  case text, flag, whole
  /// Any JSON.
  case any
  /// One of some words.
  case words([String])
  case list(Shape)
  case object([Member])
  case orNull(Shape)
  /// A type inside itself.
  case again(String)

  package struct Member: Equatable {
    package let name: String
    package let shape: Shape
    package let isRequired: Bool
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Lets a type decode itself from what gives it whatever it asks for.
  package init<Value: Decodable>(of type: Value.Type) throws {
    self = try Recorder(around: []).record(type).shape
  }
}

/// A wrapper whose member is there even where it has no value.
package protocol NullWrapper {}

/// A type of several values, which a recorder decodes without any.
private protocol EmptyList {
  static var none: Any { get }
  static func recorded(by recorder: Recorder) throws -> (Any, Shape)
}

extension Array: EmptyList where Element: Decodable {
  fileprivate static var none: Any { [Element]() }

  fileprivate static func recorded(by recorder: Recorder) throws -> (Any, Shape) {
    (none, .list(try recorder.record(Element.self).shape))
  }
}

extension Optional: EmptyList where Wrapped: Decodable {
  fileprivate static var none: Any { Wrapped?.none as Any }

  fileprivate static func recorded(by recorder: Recorder) throws -> (Any, Shape) {
    (none, try recorder.record(Wrapped.self).shape)
  }
}

/// Notes what a type asks for.
private final class Recorder {
  /// The types that are being decoded.
  let around: [String]
  var members: [Shape.Member] = []
  var optional: Set<String> = []
  var single: Shape?
  /// How often the type asked for its members: what it reads from a second mapping in the same
  /// place may be left out as a whole.
  var mappings = 0

  init(around: [String]) { self.around = around }

  func record<Value: Decodable>(_ type: Value.Type) throws -> (value: Value, shape: Shape) {
    func made(_ value: Any, _ shape: Shape) throws -> (value: Value, shape: Shape) {
      guard let value = value as? Value else {
        throw Shape.Failure(description: "\(type) is no \(Swift.type(of: value))")
      }
      return (value, shape)
    }
    switch type {
    case is JSON.Type: return try made(JSON.null, .any)
    case is String.Type: return try made("", .text)
    case is Bool.Type: return try made(true, .flag)
    case is Int.Type: return try made(0, .whole)
    default: break
    }
    let name = String(reflecting: type)
    if let list = type as? any EmptyList.Type {
      if around.contains(name) { return try made(list.none, .again(name)) }
      let recorded = try list.recorded(by: Recorder(around: around + [name]))
      return try made(recorded.0, recorded.1)
    }
    if let words = type as? any (CaseIterable & RawRepresentable).Type {
      let listed = Self.words(words)
      guard let first = listed.first else {
        throw Shape.Failure(description: "\(type) has no words")
      }
      return try made(first.0, .words(listed.map(\.1)))
    }
    if type is any RawRepresentable.Type {
      throw Shape.Failure(description: "\(type) does not list its cases: CaseIterable does")
    }
    let inner = Recorder(around: around + [name])
    let value = try Value(from: RecordingDecoder(recorder: inner))
    let shape = inner.single ?? .object(inner.members)
    return (value, type is any NullWrapper.Type ? .orNull(shape) : shape)
  }

  private static func words<Words: CaseIterable & RawRepresentable>(
    _ type: Words.Type
  ) -> [(Any, String)] {
    type.allCases.map { ($0 as Any, String(describing: $0.rawValue)) }
  }
}

private struct RecordingDecoder: Decoder {
  let recorder: Recorder
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    recorder.mappings += 1
    return KeyedDecodingContainer(
      RecordingMembers<Key>(recorder: recorder, isOwn: recorder.mappings == 1))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw Shape.Failure(description: "a list that is read by hand cannot be looked into")
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    RecordingValue(recorder: recorder)
  }
}

private struct RecordingMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let recorder: Recorder
  let isOwn: Bool
  let codingPath: [any CodingKey] = []
  let allKeys: [Key] = []

  func contains(_ key: Key) -> Bool { true }

  /// Asked before what may be left out is decoded.
  func decodeNil(forKey key: Key) -> Bool {
    recorder.optional.insert(key.stringValue)
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let (value, shape) = try recorder.record(type)
    let isWrapped = type is any NullWrapper.Type
    recorder.members.append(
      Shape.Member(
        name: key.stringValue, shape: shape,
        isRequired: isOwn
          && (isWrapped || !recorder.optional.contains(key.stringValue))))
    return value
  }

  private func refuse<Result>() throws -> Result {
    throw Shape.Failure(description: "what is read by hand cannot be looked into")
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try refuse() }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try refuse()
  }

  func superDecoder() throws -> any Decoder { try refuse() }
  func superDecoder(forKey key: Key) throws -> any Decoder { try refuse() }
}

private struct RecordingValue: SingleValueDecodingContainer {
  let recorder: Recorder
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let (value, shape) = try recorder.record(type)
    recorder.single = shape
    return value
  }
}
