/// What one evaluation reads: the variables by slot, and the records.
///
/// A class so that a host keeps one and changes its slots between evaluations without copying.
public final class Frame {
  public let reader: RecordReader
  /// The variables' values; plain memory, because every evaluation on the hot path writes some.
  public let slots: UnsafeMutableBufferPointer<Value>

  // No evaluation keeps an access to these while others run, so the runtime need not watch.
  /// Variables of comprehensions: the words of scalars and records, and all others.
  @exclusivity(unchecked) var localWords: [Int64] = []
  @exclusivity(unchecked) var locals: [Value] = []
  /// Where the running program's locals begin: programs that a reader evaluates nest.
  @exclusivity(unchecked) var localBase = 0
  /// How many locals the running program has.
  @exclusivity(unchecked) var lastLocalCount = 0
  /// Steps that may still be taken; without end where the text itself bounds them.
  @exclusivity(unchecked) var budget = Frame.unbounded
  /// Programs being evaluated that count their steps.
  @exclusivity(unchecked) var depth = 0

  static let unbounded = Int.max / 2

  public init(reader: RecordReader, slotCount: Int) {
    self.reader = reader
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: .null)
  }

  /// Sets the first slots; values beyond the last one are left out.
  public func fill(_ values: [Value]) {
    for (slot, value) in zip(slots.indices, values) { slots[slot] = value }
  }

  deinit {
    slots.deinitialize()
    slots.deallocate()
  }
}

/// Whether a condition holds.
public enum Truth: UInt8, Sendable {
  case no = 0
  case yes = 1
  /// A value is missing or a computation failed, and what could be decided did not settle it.
  case cannotTell = 2

  init(_ holds: Bool) { self = holds ? .yes : .no }
}
