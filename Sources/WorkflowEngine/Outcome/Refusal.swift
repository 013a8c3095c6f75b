public import CEL

/// Why a step is refused.
public struct Refusal: Sendable {
  /// The reason as the interpreter found it, before anybody asked for sentences.
  public enum Reason: Sendable, Equatable {
    case wrongState
    /// Guards that do not hold and guards that cannot be decided: bits in the order of the
    /// transition's guards.
    case guards(failing: UInt64, undecided: UInt64)
    /// Anything else: `blockers` says what.
    case other
  }

  public var reason: Reason
  /// Nothing unless somebody wants to know why: a refused attempt without explanation allocates
  /// nothing.
  private var detail: Detail?

  private final class Detail: Sendable {
    let blockers: [Blocker]
    let alsoNeeded: [Blocker]
    let prompt: Prompt?

    init(blockers: [Blocker], alsoNeeded: [Blocker], prompt: Prompt?) {
      self.blockers = blockers
      self.alsoNeeded = alsoNeeded
      self.prompt = prompt
    }
  }

  public init(
    reason: Reason = .other, blockers: [Blocker] = [], alsoNeeded: [Blocker] = [],
    prompt: Prompt? = nil
  ) {
    self.reason = reason
    if !blockers.isEmpty || !alsoNeeded.isEmpty || prompt != nil {
      detail = Detail(blockers: blockers, alsoNeeded: alsoNeeded, prompt: prompt)
    }
  }

  /// The reasons, in the order in which they are reported.
  public var blockers: [Blocker] { detail?.blockers ?? [] }
  /// Guards that a request in the wrong state would also have to meet.
  public var alsoNeeded: [Blocker] { detail?.alsoNeeded ?? [] }
  /// What would be asked, where the missing answer is the only reason.
  public var prompt: Prompt? { detail?.prompt }

  /// What a scenario's `blocked_by` lists: codes, and the names of guards that do not hold.
  public var names: [String] { blockers.map(\.reportedName) }
}

/// One reason for a refusal.
public struct Blocker: Sendable {
  public var code: BlockCode
  /// The name of the guard, invariant, input or field it is about.
  public var name: String?
  /// What is shown to a person.
  public var sentence: String
  /// Where the rule is written.
  public var place: SourcePlace?
  /// The actual values that made it so.
  public var facts: [String]
  /// The record it is about, where that is not the one asked for.
  public var record: RecordHandle?

  public init(
    code: BlockCode, name: String? = nil, sentence: String, place: SourcePlace? = nil,
    facts: [String] = [], record: RecordHandle? = nil
  ) {
    self.code = code
    self.name = name
    self.sentence = sentence
    self.place = place
    self.facts = facts
    self.record = record
  }

  public var reportedName: String {
    switch code {
    case .guardFailed, .inputCheckFailed, .invariantBroken: name ?? code.rawValue
    case .unknownRecord, .erased, .nothingSelected, .selectionNotAllowed, .notSupported,
      .wrongState, .noWayApplies, .notPermitted, .inputMissing, .inputNotAvailable, .inputInvalid,
      .cannotDecide,
      .notUnique, .stillReferenced, .notConfirmed, .alreadyPending, .nothingPending, .stale,
      .tooMuch:
      code.rawValue
    }
  }
}

/// The kinds of reasons.
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
  /// There is no such request to approve or to reject.
  case nothingPending = "nothing_pending"
  /// What the request was made from has changed, or its key was used for something else.
  case stale
  /// A named limit was reached: a cascade too deep, reactions that never settle.
  case tooMuch = "limit_exceeded"
}

/// What a person is asked before a step is carried out.
public struct Prompt: Sendable, Equatable {
  public var text: String
  public var details: String?
  public var buttons: [String]
  /// The inputs offered, with their values.
  public var inputs: [PromptInput]
  public var warnings: [Said]

  public init(
    text: String, details: String?, buttons: [String], inputs: [PromptInput], warnings: [Said]
  ) {
    self.text = text
    self.details = details
    self.buttons = buttons
    self.inputs = inputs
    self.warnings = warnings
  }
}

public struct PromptInput: Sendable, Equatable {
  public var name: String
  public var label: String?
  public var value: StoredValue

  public init(name: String, label: String?, value: StoredValue) {
    self.name = name
    self.label = label
    self.value = value
  }
}

/// A warning or a reminder as it was said.
public struct Said: Sendable, Equatable {
  public var name: String
  public var sentence: String

  public init(name: String, sentence: String) {
    self.name = name
    self.sentence = sentence
  }
}
