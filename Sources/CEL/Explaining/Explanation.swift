/// Why a condition came out as it did: the smallest parts that decided it, with what they read.
public struct Explanation: Sendable {
  public var truth: Truth
  public var facts: [Fact]

  public init(truth: Truth, facts: [Fact]) {
    self.truth = truth
    self.facts = facts
  }

  /// One part that decided the result: an operand of `&&`, an element of `all()`, a comparison.
  public struct Fact: Sendable {
    /// Where the part stands in the expression's text, in UTF-8 bytes.
    public var range: Range<Int>
    public var text: String
    public var truth: Truth
    public var reads: [Read]
    /// Why the part could not be decided, as a sentence.
    public var problem: String?

    public init(
      range: Range<Int>, text: String, truth: Truth, reads: [Read], problem: String? = nil
    ) {
      self.range = range
      self.text = text
      self.truth = truth
      self.reads = reads
      self.problem = problem
    }
  }

  /// A value that was read: a member of a record, a variable, or a count or sum of many.
  public struct Read: Sendable {
    /// As the author wrote it: `location.status`.
    public var path: String
    /// The record the value belongs to and its type, where it belongs to one.
    public var record: RecordHandle?
    public var recordType: Schema.RecordTypeID?
    /// The member's or variable's name: `status`.
    public var name: String
    public var value: Value

    public init(
      path: String, record: RecordHandle?, recordType: Schema.RecordTypeID?, name: String,
      value: Value
    ) {
      self.path = path
      self.record = record
      self.recordType = recordType
      self.name = name
      self.value = value
    }
  }
}
