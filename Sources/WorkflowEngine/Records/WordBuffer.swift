/// A growing block of trivial values without bounds or exclusivity checks.
///
/// A class so that readers on the hot path share it without retaining what it holds.
// INVARIANT: `Element` is trivial (no references); `count <= capacity`.
final class WordBuffer<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 16) {
    self.capacity = max(capacity, 1)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }

  @inline(__always)
  func append(_ element: Element) {
    if count == capacity { grow(to: count + 1) }
    (base + count).initialize(to: element)
    count += 1
  }

  /// Adds `amount` copies of `element` and gives the index of the first.
  @inline(__always)
  func append(repeating element: Element, amount: Int) -> Int {
    let start = count
    if count + amount > capacity { grow(to: count + amount) }
    (base + count).initialize(repeating: element, count: amount)
    count += amount
    return start
  }

  @inline(__always)
  func removeAll() { count = 0 }

  func truncate(to newCount: Int) { count = newCount }

  var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }

  private func grow(to needed: Int) {
    let newCapacity = max(needed, capacity * 2)
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    grown.moveInitialize(from: base, count: count)
    base.deallocate()
    base = grown
    capacity = newCapacity
  }
}
