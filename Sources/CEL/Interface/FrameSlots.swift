/// The values of a frame's variables, by slot.
// INVARIANT: the memory is the frame's alone and ends with it: nothing hands out where it lies.
// Debug builds check that slots are inside.
public struct FrameSlots: ~Copyable {
  // Plain memory, because every evaluation on the hot path writes some.
  @usableFromInline let memory: UnsafeMutableBufferPointer<Value>

  init(count: Int) {
    memory = .allocate(capacity: count)
    memory.initialize(repeating: .null)
  }

  deinit {
    memory.deinitialize()
    memory.deallocate()
  }

  @inlinable @inline(__always)
  public var count: Int { memory.count }

  @inlinable @inline(__always)
  public var indices: Range<Int> { 0..<memory.count }

  /// The value of a variable; a slot that the frame does not have must not be asked for.
  @inlinable
  public subscript(slot: Int) -> Value {
    @inline(__always)
    _read {
      assert(slot >= 0 && slot < memory.count, "a frame of \(memory.count) slots has no \(slot)")
      yield memory[slot]
    }
    @inline(__always)
    nonmutating _modify {
      assert(slot >= 0 && slot < memory.count, "a frame of \(memory.count) slots has no \(slot)")
      yield &memory[slot]
    }
  }

  /// The values of the first slots, or of all where there are fewer.
  public func first(_ count: Int) -> [Value] { Array(memory.prefix(count)) }
}
