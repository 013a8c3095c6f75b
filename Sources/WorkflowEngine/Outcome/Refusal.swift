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

/// An input that is shown with a question, with the value it has.
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
