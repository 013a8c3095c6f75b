/// Memory of its own with the elements of an array, for what the interpreter looks at in every
/// attempt.
///
/// Reading it counts no references. Whoever holds it keeps the elements alive and frees the memory
/// at its end.
extension UnsafeBufferPointer {
  static func copy(of elements: [Element]) -> UnsafeBufferPointer {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(fromContentsOf: elements)
    return UnsafeBufferPointer(memory)
  }
}
