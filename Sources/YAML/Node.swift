public import Diagnostics

/// A value in a document: a text, a list or a mapping, and where it stands.
///
/// A cheap handle; texts become strings only when asked for.
public struct Node: Sendable {
  public enum Kind: Sendable, Hashable {
    case scalar, sequence, mapping
  }

  public enum Style: UInt8, Sendable, Hashable {
    case plain, singleQuoted, doubleQuoted, literal, folded
    case blockSequence, flowSequence, blockMapping, flowMapping
  }

  let storage: Storage
  let index: Int32

  init(storage: Storage, index: Int32) {
    self.storage = storage
    self.index = index
  }

  var record: NodeRecord { storage.records[Int(index)] }

  public var style: Style { record.style }

  public var kind: Kind {
    switch record.style {
    case .plain, .singleQuoted, .doubleQuoted, .literal, .folded: .scalar
    case .blockSequence, .flowSequence: .sequence
    case .blockMapping, .flowMapping: .mapping
    }
  }

  public var isScalar: Bool { kind == .scalar }
  public var isSequence: Bool { kind == .sequence }
  public var isMapping: Bool { kind == .mapping }

  /// Where the value stands: with its quotes, brackets or `|`, without comments behind it.
  public var range: SourceRange {
    let record = record
    return SourceRange(file: storage.file, start: Int(record.start), end: Int(record.end))
  }

  /// A text without its quotes, escapes and indentation; empty for a list or a mapping.
  public var text: String {
    withTextBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The text in UTF-8, without making a string; empty for a list or a mapping.
  public func withTextBytes<Answer>(_ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Answer) -> Answer
  {
    let record = record
    let count = isScalar ? Int(record.count) : 0
    let from = count == 0 ? 0 : Int(record.first)
    let source = record.isVerbatim ? storage.file.bytes : storage.decoded
    return source.withUnsafeBufferPointer { body($0[from..<from + count]) }
  }

  /// How many items a list or entries a mapping has; 0 for a text.
  public var count: Int {
    switch kind {
    case .scalar: 0
    case .sequence: Int(record.count)
    case .mapping: Int(record.count) / 2
    }
  }

  /// The values of a list in file order; empty for anything else.
  public var items: Items {
    Items(storage: storage, first: Int(record.first), count: isSequence ? count : 0)
  }

  /// The entries of a mapping in file order; empty for anything else.
  public var entries: Entries {
    Entries(storage: storage, first: Int(record.first), count: isMapping ? count : 0)
  }

  /// The value of a key; nil if there is none, or if this is no mapping.
  ///
  /// If the key stands there twice (an error that is reported), the first counts.
  public subscript(key: String) -> Node? {
    entry(key)?.value
  }

  /// The entry of a key, for its key's range; nil if there is none.
  public func entry(_ key: String) -> (key: Node, value: Node)? {
    guard isMapping else { return nil }
    var key = key
    return key.withUTF8 { bytes in
      KeySearch(storage: storage, mapping: record).place(of: bytes).map { place in
        (
          Node(storage: storage, index: storage.children[place]),
          Node(storage: storage, index: storage.children[place + 1])
        )
      }
    }
  }
}

extension Node: Hashable {
  /// Whether both are the same place in the same document.
  public static func == (left: Node, right: Node) -> Bool {
    left.storage === right.storage && left.index == right.index
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(storage))
    hasher.combine(index)
  }
}

/// The values of a list.
public struct Items: RandomAccessCollection, Sendable {
  let storage: Storage
  let first: Int
  public let count: Int

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(position: Int) -> Node {
    precondition(position >= 0 && position < count, "an item outside its list")
    return Node(storage: storage, index: storage.children[first + position])
  }
}

/// The entries of a mapping.
public struct Entries: RandomAccessCollection, Sendable {
  let storage: Storage
  let first: Int
  public let count: Int

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(position: Int) -> (key: Node, value: Node) {
    precondition(position >= 0 && position < count, "an entry outside its mapping")
    let place = first + 2 * position
    return (
      Node(storage: storage, index: storage.children[place]),
      Node(storage: storage, index: storage.children[place + 1])
    )
  }
}
