/// A record as the evaluator sees it: an opaque number that only its reader understands.
public struct RecordHandle: Hashable, Sendable, BitwiseCopyable {
  public let raw: Int32

  @inlinable
  public init(raw: Int32) { self.raw = raw }
}

/// How scalar members travel: one unboxed 64-bit word whose meaning the declared type gives.
///
/// | declared type | word |
/// |---|---|
/// | bool | 0 or 1 |
/// | int | the number |
/// | decimal | `Decimal.packed` |
/// | date | days since 1970-01-01 |
/// | timestamp | microseconds since 1970-01-01T00:00:00Z |
/// | duration | microseconds |
/// | choice | index of the named value |
/// | record | `RecordHandle.raw` |
public enum Scalar {
  /// The member has no value.
  public static let null = Int64.min
  /// The member is computed and could not be: `value(of:slot:)` says why.
  public static let failed = Int64.min + 1
}

/// Gives the evaluator the members of records; a host subclasses it.
///
/// A class, not a protocol: one virtual call per read, no existential.
open class RecordReader {
  public init() {}

  /// The word of a scalar member, `Scalar.null` or `Scalar.failed`.
  open func scalar(of record: RecordHandle, slot: Int) -> Int64 {
    preconditionFailure("this reader has no records")
  }

  /// Any member as a value: text, lists and those that failed (`Value.error`) included.
  open func value(of record: RecordHandle, slot: Int) -> Value {
    preconditionFailure("this reader has no records")
  }

  /// The records of a set, in the order the host defines.
  open func members(of record: RecordHandle, set: Int) -> [RecordHandle] {
    preconditionFailure("this reader has no records")
  }

  /// A table that the host has made a function of has given the value of one of its rows.
  open func noteRow(of table: Int, _ row: Int) {}

  /// How a record is named in sentences and conversions to text, such as its id.
  open func text(of record: RecordHandle) -> String {
    preconditionFailure("this reader has no records")
  }
}
