public import CEL

/// Everything that a step would change, ready to be committed or shown.
///
/// Records are numbered as in the snapshot the plan was made from, those it creates included.
public struct Plan {
  /// What happened to which record, the one asked for first; cascades follow in the order in which they ran.
  public var steps: [Step] = []
  /// Every word that changes, in the order of the steps; a slot stands once for each step.
  public var changes: [Change] = []
  public var created: [Created] = []
  /// Records that are taken away, erased ones included.
  public var removed: [Removed] = []
  public var messages: [Message] = []
  public var warnings: [Said] = []
  public var reminders: [Said] = []
  /// Members of a set that a cascade left alone, their states having no such transition.
  public var leftAlone: [LeftAlone] = []
  /// Members of a cascade with `skip_blocked` that were not done, and why.
  public var skipped: [Skipped] = []
  /// The question asked before it is carried out.
  public var prompt: Prompt?

  /// One transition of one record, or the changes an effect or a reaction made to another record (`transition` nil).
  public struct Step {
    public var record: RecordHandle
    public var transition: Transition?
    public var cause: Cause
    /// The step it followed from, by its place in `Plan.steps`; nil for the first.
    public var parent: Int32?

    public init(record: RecordHandle, transition: Transition?, cause: Cause, parent: Int32?) {
      self.record = record
      self.transition = transition
      self.cause = cause
      self.parent = parent
    }
  }

  /// A stored slot's old and new word.
  public struct Change: BitwiseCopyable {
    public var record: RecordHandle
    public var slot: Int32
    /// The step it belongs to, by its place in `Plan.steps`.
    public var step: Int32
    public var old: Int64
    public var new: Int64
  }

  public struct Created {
    public var record: RecordHandle
    public var type: Int
    /// Empty for an entry of an inline list.
    public var id: String
    public var step: Int32
    /// Whether the id was drawn from the type's numbers.
    public var isNumbered: Bool
  }

  public struct Removed {
    public var record: RecordHandle
    public var isErased: Bool
    public var step: Int32
  }

  public struct Message: Sendable, Equatable {
    public var name: String
    /// Stays the same when the step is repeated, so that a receiver can tell.
    public var key: String
    public var fields: [NamedValue]
    /// The type and id of the record whose transition sent it.
    public var recordType: String
    public var recordID: String
    public var step: Int32
  }

  public struct LeftAlone {
    public var record: RecordHandle
    public var event: String
    public var step: Int32
  }

  public struct Skipped {
    public var record: RecordHandle
    public var event: String
    public var blockers: [Blocker]
    public var step: Int32
  }

  public init() {}
}
