/// The answer of a step.
public enum Outcome {
  /// It may happen, and this is what would.
  case allowed(Plan)
  /// Nothing is in its way but a second person, who has still to agree.
  indirect case pending(Pending)
  /// It may not happen now.
  case blocked(Refusal)
  /// The request speaks of an event, field or input that does not exist.
  indirect case invalid(InvalidRequest)
}

/// A request that no state of the records could make possible.
public struct InvalidRequest: Sendable, Equatable {
  /// What in the request does not exist, or does not fit.
  public enum Cause: Sendable, Equatable {
    case unknownRecordType
    case unknownEvent(recordType: String)
    case unknownInput(event: String)
    case unknownField(recordType: String)
    case computedField(recordType: String)
  }

  public var cause: Cause
  /// The name that is unknown, and the ones that would have been possible.
  public var name: String
  public var candidates: [String]

  public init(_ cause: Cause, name: String, candidates: [String]) {
    self.cause = cause
    self.name = name
    self.candidates = candidates
  }
}
