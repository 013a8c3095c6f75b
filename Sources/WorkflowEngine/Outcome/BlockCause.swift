/// What stands in the way, with the names, values and records that a sentence about it needs.
///
/// No language is spoken here: `WorkflowWords` makes the sentences.
public enum BlockCause: Sendable {
  /// The analyst's own sentence, its formulas filled in.
  case said(String)
  /// A condition that cannot be told, where no sentence was written for that.
  case conditionUnknown

  // MARK: Which records

  case nothingSelected(recordType: String)
  case oneAtATime(event: String)
  case allAtOnce(event: String)
  /// An id is never used twice, not even when its record is gone.
  case idTaken(NamedRecord)
  /// A new record cannot have the id that was given.
  case notAnID(String, recordType: String, IDMistake)
  case erased(NamedRecord)
  case unknownRecord(NamedRecord)

  // MARK: Who, and by what

  case broughtByClock(event: String)
  case broughtByCascade(event: String)
  case followsByItself(event: String)
  case followsExpiry(event: String, of: String)
  /// The actor has none of the roles needed.
  case roleMissing(needed: [String], user: String, has: [String])
  case ownRequest(user: String)
  /// Only the one who asked can withdraw it.
  case requestOfOther(user: String)
  case approverRoleMissing(needed: [String], user: String, has: [String])
  /// Where several must agree, each can do so once.
  case agreedAlready(user: String)
  case approvalUnknown
  case expiryUnknown

  // MARK: The states

  case alreadyExists(NamedRecord, event: String)
  /// A state is nil where the record is in none of the region's; nothing is needed of an event that
  /// would leave a final state.
  case wrongState(NamedRecord, states: [String?], event: String, needed: [String])
  /// No way leads from the states that the record is in to where the event may be asked for.
  case neverAgain(event: String, NamedRecord, states: [String])
  /// A way leads back to the state before, and the region was in none.
  case noStateBefore(NamedRecord, state: String?, region: String)
  case wayDoesNotApply(event: String, condition: String)
  case wayUnknown(event: String, condition: String)

  // MARK: Inputs and edits

  case inputMissing(event: String, input: String, label: String?)
  case inputNotOffered(input: String, condition: String)
  /// The value is one for ways that are not taken.
  case inputOfOtherWay(input: String, event: String, ways: [WayOutline])
  case wrongKind(name: String, expected: ValueKind, found: StoredValue)
  /// A value that no way of the event takes; `names` are those that it takes here.
  case notTaken(name: String, event: String, names: [String])
  case mayNotBeEmpty(field: String, of: NamedRecord?)
  case defaultUnknown(input: String)
  case invalid(InvalidRequest)
  case questionUnanswered(String)

  // MARK: Effects

  case effectUnknown
  case recordsUnknown
  case membershipUnknown(NamedRecord)
  /// `field` is nil where what is set has no name; `record` where it is the effect's own.
  case valueUnknown(field: String?, of: NamedRecord?)
  /// One effect sets the field to different values, through two ways to one record.
  case twoValues(field: String, of: NamedRecord)
  case messageFieldUnknown(field: String, message: String)
  case sentValueUnknown(input: String, event: String)

  // MARK: The end of the step

  case neededBy(NamedRecord, field: String, of: NamedRecord)
  case valueMissing(field: String, of: NamedRecord)
  case valueTaken(field: String, StoredValue, by: NamedRecord)
  case invariantBroken(String, of: NamedRecord)

  // MARK: Limits

  case cascadeTooLarge(levels: Int, records: Int, story: [StoryStep])
  case followingNeverEnds(limit: Int, story: [StoryStep])
  case reactionsNeverSettle(field: String, of: NamedRecord, rounds: Int)
  case clockNeverEnds(fired: Int)

  // MARK: Requests that wait or are repeated

  case waitsAlready(event: String, NamedRecord, user: String)
  case nothingWaits(event: String, NamedRecord)
  /// It has waited too long; `at` is the time as people read it.
  case requestExpired(event: String, NamedRecord, user: String, at: String)
  /// The definition has no such event any more: the request can only be rejected.
  case eventGone(event: String, recordType: String)
  /// The record is not as it was when the first person asked.
  case changedSinceAsked(NamedRecord, user: String, [ChangedValue])
  case keyUsed(String)
  case keptChanging
}

/// What a field or a region was and is.
public struct ChangedValue: Sendable, Equatable {
  public var name: String
  public var old: StoredValue
  public var new: StoredValue
  /// Whether its values were erased since.
  public var isErased: Bool

  public init(name: String, old: StoredValue, new: StoredValue, isErased: Bool = false) {
    self.name = name
    self.old = old
    self.new = new
    self.isErased = isErased
  }
}

/// Where a way would be taken.
public struct WayOutline: Sendable, Equatable {
  public var creates: Bool
  /// The states it leaves; none means any.
  public var from: [String]
  /// Its `when:`, as written.
  public var condition: String?

  public init(creates: Bool, from: [String], condition: String?) {
    self.creates = creates
    self.from = from
    self.condition = condition
  }
}

/// One step of a chain that does not end.
public struct StoryStep: Sendable, Equatable {
  /// Nil where an effect changed the record.
  public var event: String?
  public var record: NamedRecord

  public init(event: String?, record: NamedRecord) {
    self.event = event
    self.record = record
  }
}
