public import Diagnostics

/// Makes values that stand in no document as they are: copies of others with something else in
/// places, and the values of a file that is no YAML.
public struct NodeMaker {
  /// What takes the place of a value in a copy.
  public enum Substitute {
    case text(String)
    /// Another value; where it stands counts, if it is in the same file.
    case value(Node)
  }

  private let file: SourceFile
  private var records: [NodeRecord] = []
  private var children: [Int32] = []
  private var decoded: [UInt8] = []

  /// - Parameter file: the file in which the values have their places.
  public init(file: SourceFile) { self.file = file }

  /// A copy of a value in which some of its values are replaced, and what a text of them says.
  ///
  /// - Parameter replace: asked for each value before what is inside it; nil keeps it.
  public static func copy(_ node: Node, replacing replace: (Node) -> Substitute?) -> Node {
    var maker = NodeMaker(file: node.range.file)
    let index = maker.copy(node, at: nil, replace)
    return maker.node(index)
  }

  // MARK: Values of another form

  /// A text at a place of the file; one without quotes may be a number or null.
  public mutating func text(_ text: String, isPlain: Bool, at place: Range<Int>) -> Int32 {
    var record = NodeRecord(
      start: Int32(place.lowerBound), end: Int32(place.upperBound),
      style: isPlain ? .plain : .doubleQuoted)
    keep(text.utf8, &record)
    return append(record)
  }

  /// A list of values that were made.
  public mutating func list(_ items: [Int32], at place: Range<Int>) -> Int32 {
    collection(.flowSequence, items, at: place)
  }

  /// A mapping of values that were made: key, value, key, …
  public mutating func mapping(_ entries: [Int32], at place: Range<Int>) -> Int32 {
    collection(.flowMapping, entries, at: place)
  }

  /// The value of a number that this maker gave.
  public func node(_ index: Int32) -> Node {
    Node(
      storage: Storage(
        file: file, records: records, children: children, sortedKeys: [], decoded: decoded),
      index: index)
  }

  private mutating func collection(
    _ style: Node.Style, _ items: [Int32], at place: Range<Int>
  ) -> Int32 {
    var record = NodeRecord(
      start: Int32(place.lowerBound), end: Int32(place.upperBound), style: style)
    record.first = Int32(children.count)
    record.count = Int32(items.count)
    children += items
    return append(record)
  }

  // MARK: Copies

  /// - Parameter place: where the copy is said to stand; nil: where the value does.
  private mutating func copy(
    _ node: Node, at place: Range<Int>?, _ replace: (Node) -> Substitute?
  ) -> Int32 {
    let own = node.record
    let place = place ?? Int(own.start)..<Int(own.end)
    switch replace(node) {
    case .text(let text):
      // What is put together is what it would be without quotes; nothing at all is an empty text.
      return self.text(text, isPlain: !text.isEmpty && !["null", "~"].contains(text), at: place)
    case .value(let other):
      return copy(other, at: other.range.file === file ? nil : place) { _ in nil }
    case nil: break
    }
    var record = own
    (record.start, record.end) = (Int32(place.lowerBound), Int32(place.upperBound))
    switch node.kind {
    case .scalar:
      if node.range.file !== file || !own.isVerbatim {
        keep(Array(node.text.utf8), &record)
      } else if own.hash == 0 {
        // It may become a key.
        record.hash = node.withTextBytes { keyHash($0) }
      }
    case .sequence:
      let inner = node.range.file === file ? nil : place
      let items = node.items.map { copy($0, at: inner, replace) }
      record.first = Int32(children.count)
      children += items
    case .mapping:
      let inner = node.range.file === file ? nil : place
      let items = node.entries.flatMap { key, value in
        [copy(key, at: inner, replace), copy(value, at: inner, replace)]
      }
      record.first = Int32(children.count)
      record.sorted = -1
      children += items
    }
    return append(record)
  }

  private mutating func keep(_ text: some Collection<UInt8>, _ record: inout NodeRecord) {
    record.isVerbatim = false
    record.first = Int32(decoded.count)
    record.count = Int32(text.count)
    record.hash = keyHash(text)
    decoded.append(contentsOf: text)
  }

  private mutating func append(_ record: NodeRecord) -> Int32 {
    records.append(record)
    return Int32(records.count - 1)
  }
}
