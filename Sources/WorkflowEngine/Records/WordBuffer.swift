/// A growing block of trivial values without bounds or exclusivity checks.
///
/// It lies in the object that owns it, so that reading an element is two loads and counts nothing.
// INVARIANT: `Element` is trivial (no references); `count <= capacity`.
struct WordBuffer<Element: BitwiseCopyable>: ~Copyable {
  // The count stands apart from the other two, which are copied as one: a processor waits when it
  // copies together what was just written alone.
  private(set) var count = 0
  private(set) var base: UnsafeMutablePointer<Element>
  private var capacity: Int

  init(capacity: Int = 16) {
    self.capacity = max(capacity, 1)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(to: count + 1) }
    (base + count).initialize(to: element)
    count &+= 1
  }

  /// Adds `amount` copies of `element` and gives the index of the first.
  @inline(__always)
  mutating func append(repeating element: Element, amount: Int) -> Int {
    let start = count
    if count + amount > capacity { grow(to: count + amount) }
    (base + count).initialize(repeating: element, count: amount)
    count += amount
    return start
  }

  /// Adds copies of elements that lie elsewhere and gives the index of the first.
  @inline(__always)
  mutating func append(from source: UnsafePointer<Element>, amount: Int) -> Int {
    let start = count
    let end = count &+ amount
    if end > capacity { grow(to: end) }
    // Few elements: a loop is faster than a call.
    var (from, to) = (source, base + start)
    let last = base + end
    while to < last {
      to.initialize(to: from.pointee)
      (from, to) = (from + 1, to + 1)
    }
    count = end
    return start
  }

  /// Takes over the elements of another block instead of its own.
  @inline(__always)
  mutating func copy(_ elements: UnsafeBufferPointer<Element>) {
    count = 0
    if elements.count > capacity { grow(to: elements.count) }
    if let start = elements.baseAddress {
      for offset in 0..<elements.count { (base + offset).initialize(to: start[offset]) }
    }
    count = elements.count
  }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  mutating func truncate(to newCount: Int) { count = newCount }

  /// The elements in place, until the next change.
  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  @inline(never)
  private mutating func grow(to needed: Int) {
    let newCapacity = max(needed, capacity * 2)
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    grown.moveInitialize(from: base, count: count)
    base.deallocate()
    base = grown
    capacity = newCapacity
  }
}
