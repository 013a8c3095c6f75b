public import WorkflowEngine

/// What a reason of a refusal means, and what can be done about it.
public struct RefusalPage: Sendable {
  /// As it stands in answers.
  public let code: String
  public let title: String
  /// When it is given.
  public let meaning: String
  /// What makes it go away.
  public let remedy: String

  public static let all = BlockCode.allCases.map(RefusalPage.init)

  public init(_ code: BlockCode) {
    self.code = code.rawValue
    (title, meaning, remedy) = RefusalPage.words(for: code)
  }

  private static func words(
    for code: BlockCode
  ) -> (title: String, meaning: String, remedy: String) {
    switch code {
    case .unknownRecord:
      (
        "There is no such record", "No record of this type has the id that was given.",
        "Look for it with list TYPE; ids are compared letter by letter."
      )
    case .erased:
      (
        "The record was erased", "Its values are gone for good; that it was there is known.",
        "Nothing brings it back. Create a new record."
      )
    case .nothingSelected:
      (
        "No record was named", "The event is for records, and the request names none.",
        "Name one or more records, or give --all where the event is for all."
      )
    case .selectionNotAllowed:
      (
        "Not for so many records",
        "The transition's 'selection' says for how many it can be asked.",
        "Ask for as many at a time as it allows; the whole request changed nothing."
      )
    case .notSupported:
      (
        "This cannot be done here", "The definition says so with 'not_supported', and why.",
        "Ask for the event that it names instead, if it names one."
      )
    case .wrongState:
      (
        "The record is in another state",
        "No transition of the event leaves the state in which the record is.",
        "show RECORD says what may happen now; bring the record into such a state first."
      )
    case .noWayApplies:
      (
        "No way of the event applies", "The states fit, but the 'when' of none of its ways holds.",
        "The facts below it say what each condition looked at."
      )
    case .notPermitted:
      (
        "Another role is needed",
        "None of the roles of who asks is among the transition's 'roles'.",
        "Let somebody ask who has the role, or give it with --role."
      )
    case .inputMissing:
      (
        "A value is missing", "The transition asks for an input that was not given.",
        "Give it with --input NAME=VALUE."
      )
    case .inputNotAvailable:
      (
        "A value that is not asked for",
        "The transition, in the way that applies, has no such input or edit.",
        "Leave it out; dry-run shows what is asked for."
      )
    case .inputInvalid:
      (
        "A value that does not fit", "A given value is not of the type of its input or field.",
        "Write it as the type demands: a date as 2026-03-10, a number with a point."
      )
    case .inputCheckFailed:
      (
        "A check of an input does not hold", "It is reported under the name of the check.",
        "Its sentence says what the value must be."
      )
    case .guardFailed:
      (
        "A condition does not hold", "A guard of the transition; it is reported under its name.",
        "Its sentence says what to do first, the facts below it what it looked at."
      )
    case .cannotDecide:
      (
        "A condition cannot be told",
        "It reads a value that is empty, or one that cannot be computed.",
        "Fill in the value that the facts name."
      )
    case .notUnique:
      (
        "The value is taken", "Another record has the value of a 'unique' field.",
        "Choose another value; the answer names the record that has it."
      )
    case .invariantBroken:
      (
        "A rule would be broken at the end",
        "An invariant that held before would not hold after the step; it is reported under its name.",
        "Its sentence says what must hold. verify FILE shows how a guard could say so before."
      )
    case .stillReferenced:
      (
        "Another record needs it",
        "A record that would go is named by a field that may not be empty.",
        "Let that field name another record, or delete that record first."
      )
    case .notConfirmed:
      (
        "The question was not answered", "The transition asks before it is carried out.",
        "Answer it at the terminal, or give --yes where nobody is there to answer."
      )
    case .alreadyPending:
      (
        "It waits for a second person already", "The same event was asked of the record before.",
        "pending shows it; a second person says approve or reject, the one who asked may withdraw it."
      )
    case .nothingPending:
      (
        "Nothing waits", "There is no such request to approve, to reject or to withdraw.",
        "pending lists what waits."
      )
    case .unseenChanges:
      (
        "Something has changed since it was asked",
        "The record of a waiting request is no longer as it was when the request was made.",
        "Look at what changed, then approve at a terminal or with --seen VERSION."
      )
    case .stale:
      (
        "Something has changed since",
        "What the answer was shown from is no longer so, or the request id was used for another request.",
        "Look again, and ask again."
      )
    case .tooMuch:
      (
        "A limit was reached",
        "One step led to more than an interpreter does at once: a cascade too deep, reactions that never settle.",
        "The answer names the limit; look for events that lead to each other in a circle."
      )
    }
  }
}
