extension JSON {
  /// A value's own encoding as a tree, its members in the order in which it encodes them.
  public init(_ value: some Encodable) {
    do {
      let encoder = TreeEncoder()
      try encoder.encode(value)
      self = encoder.node.json
    } catch {
      preconditionFailure(
        "a value that only holds texts, numbers and lists was not encoded: \(error)")
    }
  }
}

/// A value in the making: containers fill it while their owner holds on to it.
private final class Node {
  enum Content {
    case none
    case value(JSON)
    case list([Node])
    case members([(String, Node)])
  }

  var content = Content.none

  var json: JSON {
    switch content {
    case .none: .object([])
    case .value(let json): json
    case .list(let nodes): .array(nodes.map(\.json))
    case .members(let members): .object(members.map { ($0.0, $0.1.json) })
    }
  }

  func member(_ name: String) -> Node {
    let node = Node()
    if case .members(let members) = content {
      content = .members(members + [(name, node)])
    } else {
      content = .members([(name, node)])
    }
    return node
  }

  func element() -> Node {
    let node = Node()
    if case .list(let nodes) = content {
      content = .list(nodes + [node])
    } else {
      content = .list([node])
    }
    return node
  }
}

private struct TreeEncoder: Encoder {
  let node: Node
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ node: Node = Node()) { self.node = node }

  func encode(_ value: some Encodable) throws {
    if let json = value as? JSON { node.content = .value(json) } else { try value.encode(to: self) }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members<Key>(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .none = node.content { node.content = .list([]) }
    return Elements(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  let codingPath: [any CodingKey] = []

  mutating func encodeNil(forKey key: Key) { node.member(key.stringValue).content = .value(.null) }

  mutating func encode(_ value: some Encodable, forKey key: Key) throws {
    try TreeEncoder(node.member(key.stringValue)).encode(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(Members<Nested>(node: node.member(key.stringValue)))
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    TreeEncoder(node.member(key.stringValue)).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { TreeEncoder(node.member("super")) }
  mutating func superEncoder(forKey key: Key) -> any Encoder {
    TreeEncoder(node.member(key.stringValue))
  }
}

private struct Elements: UnkeyedEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey] = []

  var count: Int { if case .list(let nodes) = node.content { nodes.count } else { 0 } }

  mutating func encodeNil() { node.element().content = .value(.null) }

  mutating func encode(_ value: some Encodable) throws {
    try TreeEncoder(node.element()).encode(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(Members<Nested>(node: node.element()))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    TreeEncoder(node.element()).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { TreeEncoder(node.element()) }
}

private struct Single: SingleValueEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey] = []

  mutating func encodeNil() { node.content = .value(.null) }
  mutating func encode(_ value: Bool) { node.content = .value(.boolean(value)) }
  mutating func encode(_ value: String) { node.content = .value(.string(value)) }
  mutating func encode(_ value: Int) { node.content = .value(.integer(value)) }
  mutating func encode(_ value: Double) { node.content = .value(.raw(value.description)) }
  mutating func encode(_ value: Float) { encode(Double(value)) }
  mutating func encode(_ value: Int8) { encode(Int(value)) }
  mutating func encode(_ value: Int16) { encode(Int(value)) }
  mutating func encode(_ value: Int32) { encode(Int(value)) }
  mutating func encode(_ value: Int64) { encode(Int(value)) }
  mutating func encode(_ value: UInt) { node.content = .value(.raw(String(value))) }
  mutating func encode(_ value: UInt8) { encode(Int(value)) }
  mutating func encode(_ value: UInt16) { encode(Int(value)) }
  mutating func encode(_ value: UInt32) { encode(Int(value)) }
  mutating func encode(_ value: UInt64) { node.content = .value(.raw(String(value))) }
  mutating func encode(_ value: some Encodable) throws { try TreeEncoder(node).encode(value) }
}
