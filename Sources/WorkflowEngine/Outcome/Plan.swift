public import CEL

/// Everything that a step would change, ready to be committed or shown.
///
/// Records are numbered as in the snapshot the plan was made from, those it creates included.
public struct Plan {
  private var contents: PlanContents

  public init() { contents = PlanContents() }

  /// - Parameter contents: nobody else's.
  init(_ contents: PlanContents) { self.contents = contents }

  /// What happened to which record, the one asked for first; cascades follow in the order in which
  /// they ran.
  public var steps: PlanList<Step> { PlanList(contents.steps.elements, of: contents) }
  /// Every word that changes, in the order of the steps; a slot stands once for each step.
  public var changes: PlanList<Change> { PlanList(contents.changes.elements, of: contents) }

  /// Reads the changes in place.
  @inline(__always)
  func withChanges<Result>(_ body: (UnsafeBufferPointer<Change>) -> Result) -> Result {
    body(contents.changes.elements)
  }

  /// Its memory, which is nobody else's if nobody copied the plan.
  consuming func takeContents() -> PlanContents { contents }

  /// Whether a change concerns a slot that an index follows.
  var movesIndexes: Bool { contents.movesIndexes }

  /// One transition of one record, or the changes an effect or a reaction made to another record
  /// (`transition` nil).
  ///
  /// The transition is not kept alive by the plan: the definition does, and with it the snapshot.
  public struct Step: BitwiseCopyable {
    public var record: RecordHandle
    private var unretainedTransition: Unmanaged<Transition>?
    private var parentStep: Int32
    public var cause: Cause

    /// The step it followed from, by its place in `Plan.steps`; nil for the first.
    public var parent: Int32? { parentStep < 0 ? nil : parentStep }

    public init(record: RecordHandle, transition: Transition?, cause: Cause, parent: Int32?) {
      self.record = record
      unretainedTransition = transition.map(Unmanaged.passUnretained)
      self.cause = cause
      parentStep = parent ?? -1
    }

    // INVARIANT: asked for only where the plan's definition is held.
    package var transition: Transition? { unretainedTransition?.takeUnretainedValue() }
  }

  /// A stored slot's old and new word.
  public struct Change: BitwiseCopyable {
    public var record: RecordHandle
    public var slot: Int32
    /// The step it belongs to, by its place in `Plan.steps`.
    public var step: Int32
    public var old: Int64
    public var new: Int64

    public init(record: RecordHandle, slot: Int32, step: Int32, old: Int64, new: Int64) {
      self.record = record
      self.slot = slot
      self.step = step
      self.old = old
      self.new = new
    }
  }

  /// A record that the step makes.
  public struct Created {
    public var record: RecordHandle
    public var type: Int
    /// Empty for an entry of an inline list.
    public var id: String
    public var step: Int32
    /// Whether the id was drawn from the type's numbers.
    public var isNumbered: Bool

    public init(record: RecordHandle, type: Int, id: String, step: Int32, isNumbered: Bool) {
      self.record = record
      self.type = type
      self.id = id
      self.step = step
      self.isNumbered = isNumbered
    }
  }

  /// A record that the step takes away.
  public struct Removed {
    public var record: RecordHandle
    public var isErased: Bool
    public var step: Int32

    public init(record: RecordHandle, isErased: Bool, step: Int32) {
      self.record = record
      self.isErased = isErased
      self.step = step
    }
  }

  /// A message for the outbox.
  public struct Message: Sendable, Equatable {
    public var name: String
    /// Stays the same when the message is delivered again, so that a receiver can tell. One that
    /// the definition does not give is no other message's.
    public var key: String
    public var fields: [NamedValue]
    /// The type and id of the record whose transition sent it.
    public var recordType: String
    public var recordID: String
    public var step: Int32
    /// Whether a message with this key was sent before: this one is not sent again.
    public var isRepeated: Bool

    public init(
      name: String, key: String, fields: [NamedValue], recordType: String, recordID: String,
      step: Int32, isRepeated: Bool = false
    ) {
      self.name = name
      self.key = key
      self.fields = fields
      self.recordType = recordType
      self.recordID = recordID
      self.step = step
      self.isRepeated = isRepeated
    }
  }

  /// A member of a set that a cascade left as it is.
  public struct LeftAlone {
    public var record: RecordHandle
    public var event: String
    public var step: Int32

    public init(record: RecordHandle, event: String, step: Int32) {
      self.record = record
      self.event = event
      self.step = step
    }
  }

  /// A member of a set that a cascade with `skip_blocked` passed over.
  public struct Skipped {
    public var record: RecordHandle
    public var event: String
    public var blockers: [Blocker]
    public var step: Int32

    public init(record: RecordHandle, event: String, blockers: [Blocker], step: Int32) {
      self.record = record
      self.event = event
      self.blockers = blockers
      self.step = step
    }
  }
}

/// The parts that most plans do without, behind one reference.
extension Plan {
  final class Rest {
    var created: [Created] = []
    var removed: [Removed] = []
    var messages: [Message] = []
    var warnings: [Said] = []
    var reminders: [Said] = []
    var leftAlone: [LeftAlone] = []
    var skipped: [Skipped] = []
    var prompt: Prompt?
    var mentions: [Mention] = []

    init() {}

    init(copying other: Rest) {
      created = other.created
      removed = other.removed
      messages = other.messages
      warnings = other.warnings
      reminders = other.reminders
      leftAlone = other.leftAlone
      skipped = other.skipped
      prompt = other.prompt
      mentions = other.mentions
    }
  }

  /// Whether it does no more than change words.
  var isPlain: Bool { contents.rest == nil }

  private var rest: Rest? { contents.rest }

  private mutating func edit(_ change: (Rest) -> Void) {
    if !isKnownUniquelyReferenced(&contents) { contents = PlanContents(copying: contents) }
    change(contents.ownRest())
  }

  public var created: [Created] {
    get { rest?.created ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.created = newValue } } }
  }

  /// Records that are taken away, erased ones included.
  public var removed: [Removed] {
    get { rest?.removed ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.removed = newValue } } }
  }

  public var messages: [Message] {
    get { rest?.messages ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.messages = newValue } } }
  }

  public var warnings: [Said] {
    get { rest?.warnings ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.warnings = newValue } } }
  }

  public var reminders: [Said] {
    get { rest?.reminders ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.reminders = newValue } } }
  }

  /// Members of a set that a cascade left alone, their states having no such transition.
  public var leftAlone: [LeftAlone] {
    get { rest?.leftAlone ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.leftAlone = newValue } } }
  }

  /// Members of a cascade with `skip_blocked` that were not done, and why.
  public var skipped: [Skipped] {
    get { rest?.skipped ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.skipped = newValue } } }
  }

  /// The question asked before it is carried out.
  public var prompt: Prompt? {
    get { rest?.prompt }
    set { if newValue != nil || rest != nil { edit { $0.prompt = newValue } } }
  }

  /// Of whose personal values its parts are made.
  public var mentions: [Mention] {
    get { rest?.mentions ?? [] }
    set { if !newValue.isEmpty || rest != nil { edit { $0.mentions = newValue } } }
  }
}
