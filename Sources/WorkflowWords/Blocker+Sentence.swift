import Diagnostics
public import WorkflowEngine

extension Blocker {
  /// What is shown to a person.
  public var sentence: String { cause.sentence }

  /// The actual values behind it, a line each.
  public var factLines: [String] { facts.map(\.phrase) }
}

extension BlockCause {
  /// The cause as a sentence.
  public var sentence: String {
    switch self {
    case .said(let text): text
    case .conditionUnknown: "It cannot be told whether this holds."
    // Which records
    case .nothingSelected(let type): "No \(type) is selected."
    case .oneAtATime(let event): "'\(event)' is for one record at a time."
    case .allAtOnce(let event):
      "'\(event)' is for all records at once: single ones cannot be selected."
    case .idTaken(let record):
      "There is \(withArticle(record.description)) already, or was: an id is never used twice."
    case .notAnID(let id, let type, .form):
      "\"\(id)\" cannot be the id of \(withArticle(type)): an id has 1 to "
        + "\(RecordID.maximumBytes) bytes and no line breaks."
    case .notAnID(let id, let type, .number):
      "\"\(id)\" cannot be the id of \(withArticle(type)): its number is too large, numbers go to "
        + "\(RecordID.highestNumber)."
    case .erased(let record):
      "\(record) was erased for good: nothing can be done with it any more."
    case .unknownRecord(let record): "There is no \(record)."
    // Who, and by what
    case .broughtByClock(let event): "'\(event)' is fired by the clock and cannot be asked for."
    case .broughtByCascade(let event):
      "'\(event)' only happens as part of other events and cannot be asked for."
    case .followsByItself(let event): "'\(event)' follows by itself and cannot be asked for."
    case .followsExpiry(let event, let asked):
      "'\(event)' follows when a request for '\(asked)' has expired; nobody asks for it."
    case .roleMissing(let needed, let user, let has):
      "This needs the role \(needed.alternatives); \(user) has \(has.asRoles)."
    case .ownRequest(let user): "\(user) asked for this; somebody else must approve it."
    case .requestOfOther(let user): "\(user) asked for this; nobody else can withdraw it."
    case .approverRoleMissing(let needed, let user, let has):
      "Approving this needs the role \(needed.alternatives); \(user) has \(has.asRoles)."
    case .agreedAlready(let user): "\(user) has agreed to this already; somebody else must, too."
    case .expiryUnknown: "When the request would expire cannot be told."
    case .approvalUnknown: "Whether a second person is needed cannot be told."
    // The states
    case .alreadyExists(let record, let event):
      "'\(event)' creates a new \(record.recordType); \(record) exists already."
    case .wrongState(let record, let states, let event, let needed):
      "\(record) is \(states.map { $0 ?? "in no state" }.joined(separator: ", ")); "
        + (needed.isEmpty
          ? "'\(event)' would leave a final state, which nothing does."
          : "'\(event)' needs it to be \(needed.alternatives).")
    case .noStateBefore(let record, let state, let region):
      "\(record) is \(state ?? "in no state"), and there is no \(region) before that to go back to."
    case .wayDoesNotApply(let event, let condition):
      "'\(event)' does not go this way here: it needs \(condition)."
    case .wayUnknown(let event, let condition): "'\(event)' goes this way where \(condition)."
    // Inputs and edits
    case .inputMissing(let event, let input, let label):
      "'\(event)' needs \(label.map { "\(input) (\($0))" } ?? input)."
    case .inputNotOffered(let input, let condition):
      "'\(input)' is not offered here: \(condition)."
    case .inputOfOtherWay(let input, let event, let ways):
      "'\(event)' does not ask for '\(input)' here, only \(ways.map(\.phrase).alternatives)."
    case .wrongKind(let name, let expected, let found):
      "\(name) must be \(expected.phrase), not \(found.phrase)."
    case .notTaken(let name, let event, let names): untaken(name, event, names)
    case .mayNotBeEmpty(let field, let record): "\(field.of(record)) may not be empty."
    case .defaultUnknown(let input): "The default of '\(input)' cannot be told."
    case .invalid(let request): request.message.asSentence
    case .questionUnanswered(let question): "The question is not answered: \(question)"
    // Effects
    case .effectUnknown: "It cannot be told whether this effect happens."
    case .recordsUnknown: "It cannot be told which records this is about."
    case .membershipUnknown(let record): "It cannot be told whether \(record) belongs."
    case .valueUnknown(let field, let record):
      record == nil
        ? "The new value of \(field ?? "a value") cannot be told."
        : "\((field ?? "A value").of(record)) cannot be told."
    case .twoValues(let field, let record):
      "\(field.of(record)) would get two values at once."
    case .sentValueUnknown(let input, let event):
      "'\(input)' for '\(event)' cannot be told."
    case .messageFieldUnknown(let field, let message):
      "'\(field)' of the message \(message) cannot be told."
    // The end of the step
    case .neededBy(let gone, let field, let holder):
      "\(gone) cannot go: \(field) of \(holder) needs it."
    case .valueMissing(let field, let record):
      "\(record.subject) needs \(field), which is empty."
    case .valueTaken(let field, let value, let holder):
      "\(field) \(value.text) is taken by \(holder)."
    case .invariantBroken(let name, let record): "\(record) would break the rule '\(name)'."
    // Limits
    case .cascadeTooLarge(let levels, let records, let story):
      "The cascade goes on for more than \(levels) levels or \(records) records: "
        + "… \(story.phrase)."
    case .followingNeverEnds(let limit, let story):
      "Automatic transitions and raised events never come to an end: more than \(limit) "
        + "in one step, the last ones … \(story.phrase)."
    case .reactionsNeverSettle(let field, let record, let rounds):
      "The reactions never settle: \(field) of \(record) changed more than "
        + "\(counted(rounds, "time")) in one step."
    case .clockNeverEnds(let fired):
      "The clock fired \(counted(fired, "timer")), and there is still one due."
    // Requests that wait or are repeated
    case .waitsAlready(let event, let record, let user):
      "'\(event)' of \(record) waits for a second person already: \(user) asked for it."
    case .neverAgain(let event, let record, let states):
      "'\(event)' can never happen any more: \(record) is \(states.joined(separator: ", "))."
    case .nothingWaits(let event, let record):
      "No '\(event)' of \(record) waits for a second person."
    case .requestExpired(let event, let record, let user, let at):
      "The '\(event)' of \(record) that \(user) asked for has expired at \(at)."
    case .eventGone(let event, let recordType):
      "The definition has no '\(event)' of \(recordType) any more; the request can be rejected."
    case .changedSinceAsked(let record, let user, let changes):
      "\(record) has changed since \(user) asked for this: "
        + "\(changes.map(\.phrase).joined(separator: ", "))."
    case .keyUsed(let key): "The request id '\(key)' was used for another request already."
    case .keptChanging: "What this was decided on kept changing: nothing was done."
    }
  }
}

/// `'close' takes no value for number; it takes reason, end_date.`
private func untaken(_ name: String, _ event: String, _ names: [String]) -> String {
  let start = "'\(event)' takes no value for \(name)"
  if let meant = suggestion(for: name, among: names) { return "\(start); \(meant) is meant?" }
  if names.isEmpty { return "\(start), nor for anything else." }
  let more = names.count > 8 ? " …" : ""
  return "\(start); it takes \(names.prefix(8).joined(separator: ", "))\(more)."
}

extension NamedRecord {
  /// At the beginning of a sentence.
  fileprivate var subject: String {
    id.isEmpty ? withArticle("entry of \(recordType)").asSentenceStart : description
  }
}

extension WayOutline {
  fileprivate var phrase: String {
    if let condition { return "where \(condition)" }
    if creates { return "of a new record" }
    return from.isEmpty ? "in any state" : "of one that is \(from.alternatives)"
  }
}

extension ChangedValue {
  /// `amount 10 → 99999`.
  fileprivate var phrase: String {
    func text(_ value: StoredValue) -> String { value == .null ? "(none)" : value.text }
    return isErased ? "\(name) (erased)" : "\(name) \(text(old)) → \(text(new))"
  }
}

extension [StoryStep] {
  fileprivate var phrase: String {
    map { "\($0.event ?? "change") \($0.record)" }.joined(separator: " → ")
  }
}

extension [String] {
  /// `open or closed`.
  var alternatives: String { joined(separator: " or ") }

  fileprivate var asRoles: String { isEmpty ? "no role" : joined(separator: ", ") }
}

extension String {
  fileprivate func of(_ record: NamedRecord?) -> String {
    record.map { "\(self) of \($0)" } ?? self
  }

  fileprivate var asSentenceStart: String { prefix(1).uppercased() + dropFirst() }

  fileprivate var asSentence: String { asSentenceStart + "." }
}
