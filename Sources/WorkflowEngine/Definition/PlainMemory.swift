/// A table that the interpreter looks into in every attempt: reading it counts no references.
///
/// It has memory of its own. Whoever makes it keeps alive what its elements point at, and frees it
/// at its own end.
// INVARIANT: the elements are written when it is made and never again, so that threads may share
// them; none is read after `free`. Debug builds check that places are inside.
struct PlainTable<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
  private let memory: UnsafeBufferPointer<Element>

  /// A table without elements, which has no memory.
  init() { memory = UnsafeBufferPointer(start: nil, count: 0) }

  init(_ elements: [Element]) {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(fromContentsOf: elements)
    self.memory = UnsafeBufferPointer(memory)
  }

  func free() { memory.deallocate() }

  @inline(__always)
  var count: Int { memory.count }

  @inline(__always)
  var isEmpty: Bool { memory.isEmpty }

  /// The first element, for what looks at it without the count.
  var first: UnsafePointer<Element>? { memory.baseAddress }

  @inline(__always)
  subscript(place: Int) -> Element {
    assert(place >= 0 && place < memory.count, "a table of \(memory.count) has no \(place)")
    return memory[place]
  }
}

extension PlainTable: Sequence {
  @inline(__always)
  func makeIterator() -> UnsafeBufferPointer<Element>.Iterator { memory.makeIterator() }
}

extension PlainTable {
  /// The objects of a list, which the list keeps alive.
  init<Object: AnyObject>(of objects: [Object]) where Element == Unmanaged<Object> {
    self.init(objects.map(Unmanaged.passUnretained))
  }
}

/// What a part of a definition learns from the whole that it becomes part of.
// INVARIANT: it is written by the thread that makes the definition, before anybody else sees it.
// Debug builds check that it is written once.
struct BoundOnce<Value> {
  private(set) var value: Value
  #if DEBUG
    private var isBound = false
  #endif

  /// - Parameter value: what is so before it belongs to anything.
  init(_ value: Value) { self.value = value }

  mutating func bind(_ value: Value) {
    #if DEBUG
      assert(!isBound, "a part belongs to one whole")
      isBound = true
    #endif
    self.value = value
  }
}
