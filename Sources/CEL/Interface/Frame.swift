/// What one evaluation reads: the variables by slot, and the records.
///
/// A class so that a host keeps one and changes its slots between evaluations without copying.
public final class Frame {
  public let reader: RecordReader
  /// The variables' values.
  public let slots: FrameSlots

  /// What the running programs keep here.
  // INVARIANT: no evaluation keeps an access to it while others run. Debug builds let the runtime
  // watch that.
  #if !DEBUG
    @exclusivity(unchecked)
  #endif
  var running = Running()

  struct Running {
    /// Variables of comprehensions: the words of scalars and records, and all others.
    var localWords: [Int64] = []
    var locals: [Value] = []
    /// Where the running program's locals begin: programs that a reader evaluates nest.
    var localBase = 0
    /// How many locals the running program has.
    var lastLocalCount = 0
    /// Steps that may still be taken; without end where the text itself bounds them.
    var budget = Frame.unbounded
    /// Programs being evaluated that count their steps.
    var depth = 0
  }

  static let unbounded = Int.max / 2

  public init(reader: RecordReader, slotCount: Int) {
    self.reader = reader
    slots = FrameSlots(count: slotCount)
  }

  /// Sets the first slots; values beyond the last one are left out.
  public func fill(_ values: [Value]) {
    for (slot, value) in zip(slots.indices, values) { slots[slot] = value }
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
