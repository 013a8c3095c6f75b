/// The kinds of reasons: a code that a program compares, and what is known of it.
public enum BlockCode: String, Sendable, CaseIterable, Codable {
  case unknownRecord = "unknown_record"
  case erased
  case nothingSelected = "nothing_selected"
  case selectionNotAllowed = "selection_not_allowed"
  case notSupported = "not_supported"
  case wrongState = "wrong_state"
  /// The states fit, but the `when:` of no way holds.
  case noWayApplies = "no_way_applies"
  case notPermitted = "not_permitted"
  case inputMissing = "input_missing"
  case inputNotAvailable = "input_not_available"
  case inputInvalid = "input_invalid"
  /// An input's own check does not hold; reported under the check's name.
  case inputCheckFailed = "input_check_failed"
  /// A guard does not hold; reported under its name.
  case guardFailed = "guard_failed"
  case cannotDecide = "cannot_decide"
  case notUnique = "not_unique"
  /// An invariant that held would be broken; reported under its name.
  case invariantBroken = "invariant_broken"
  /// A record that must go is needed by a field that may not be empty.
  case stillReferenced = "still_referenced"
  case notConfirmed = "not_confirmed"
  /// The same request waits for a second person already.
  case alreadyPending = "already_pending"
  /// There is no such request to approve, to reject or to withdraw.
  case nothingPending = "nothing_pending"
  /// The record has changed since the request was made, and the second person has not said that they
  /// have seen it.
  case unseenChanges = "unseen_changes"
  /// What the request was made from has changed, or its key was used for something else.
  case stale
  /// A named limit was reached: a cascade too deep, reactions that never settle.
  case tooMuch = "limit_exceeded"

  /// What a reason is about.
  public enum Subject: Sendable {
    /// Whether there is such a record at all.
    case presence
    /// The records as they are: another record could have no such reason.
    case record
    /// What was asked, by whom and with what: it is the same for every record.
    case request
  }

  /// Under what a reason is known.
  public enum Naming: Sendable {
    case code
    /// Reported by its code; people are shown the name of the guard or check, where it has one.
    case shownByName
    /// Reported by the name of the guard, check or invariant too.
    case name
  }

  public var subject: Subject { traits.subject }
  public var naming: Naming { traits.naming }

  /// All that is known of the codes stands in this one table.
  private var traits: (subject: Subject, naming: Naming) {
    switch self {
    case .unknownRecord: (.presence, .code)
    case .erased: (.presence, .code)
    case .nothingSelected: (.request, .code)
    case .selectionNotAllowed: (.request, .code)
    case .notSupported: (.request, .code)
    case .wrongState: (.request, .code)
    case .noWayApplies: (.record, .code)
    case .notPermitted: (.request, .code)
    case .inputMissing: (.request, .code)
    case .inputNotAvailable: (.request, .code)
    case .inputInvalid: (.request, .code)
    case .inputCheckFailed: (.request, .name)
    case .guardFailed: (.record, .name)
    case .cannotDecide: (.record, .shownByName)
    case .notUnique: (.record, .code)
    case .invariantBroken: (.record, .name)
    case .stillReferenced: (.record, .code)
    case .notConfirmed: (.request, .code)
    case .alreadyPending: (.record, .code)
    case .nothingPending: (.record, .code)
    case .unseenChanges: (.record, .code)
    case .stale: (.request, .code)
    case .tooMuch: (.record, .code)
    }
  }
}
