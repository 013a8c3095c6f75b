/// What one evaluation reads: the variables by slot, and the records.
///
/// A class so that a host keeps one and changes its slots between evaluations without copying.
public final class Frame {
  public let reader: RecordReader
  public var slots: [Value]

  public init(reader: RecordReader, slotCount: Int) {
    self.reader = reader
    self.slots = Array(repeating: .null, count: slotCount)
  }
}

/// Whether a condition holds.
public enum Truth: UInt8, Sendable {
  case no = 0
  case yes = 1
  /// A value is missing or a computation failed, and what could be decided did not settle it.
  case cannotTell = 2
}
