import Glibc
import WorkflowEngine
import WorkflowStore

/// Carries out a step of one record: decides, asks, commits; decides again where others were
/// faster.
struct SingleApply {
  let step: SingleStep
  let report: Report
  let isConfirmed: Bool
  let requestID: String?
  /// The store as it is called in the answer.
  let path: String

  /// How often a step is decided again because others write at the same time.
  private static let attempts = 20

  private var question: StepQuestion { step.question }

  func run() throws -> ExitStatus {
    let key = requestID.map {
      RequestKey(key: $0, content: question.canonicalText(of: step.target))
    }
    if let key, let status = try repeated(key) { return status }
    var shown: DecidedStep?
    var isAnswered = isConfirmed
    for _ in 0..<Self.attempts {
      let (decided, view) = try step.decide(isConfirmed: true)
      if case .pending(let pending) = decided.verdict {
        return try wait(decided, pending, key, isAnswered: &isAnswered)
      }
      guard let plan = decided.plan else { return try refuse(decided) }
      if let shown, shown.changeset != decided.changeset { return try stale(shown) }
      if shown == nil {
        try report.print(decided.screen(of: question, remark: "", tint: report.tint))
      }
      shown = decided
      if let prompt = plan.prompt, !isAnswered {
        guard try ask(prompt) else { return try refuseUnanswered(decided, prompt) }
        isAnswered = true
      }
      let attempt = step.attempt(decided, request: key)
      switch try step.store.commit(plan, decidedOn: view, as: attempt) {
      case .committed(let lines): return try done(decided, lines)
      case .conflict(.requestKey):
        if let key, let status = try repeated(key) { return status }
      case .conflict(.record), .conflict(.set), .conflict(.number), .conflict(.messageKey),
        .conflict(.waiting):
        continue
      }
    }
    throw CommandFailure(
      .stale, "others changed the records each time before the step could be committed",
      hints: ["try again later"])
  }

  // MARK: Answers

  private func done(_ decided: DecidedStep, _ lines: ClosedRange<Int>) throws -> ExitStatus {
    let written = WrittenLines(path: path, lines: lines)
    var text = "Done: \(written.phrase)\n"
    for reminder in decided.changeset.reminders { text += "Reminder: \(reminder.sentence)\n" }
    try report.print(text)
    try report.printMachine(
      [("command", .string("apply"))] + decided.members + [
        ("written", .boolean(true)), ("history", written.json),
      ])
    return .done
  }

  /// Keeps the request for a second person, once the first has answered the question.
  private func wait(
    _ decided: DecidedStep, _ pending: Pending, _ key: RequestKey?, isAnswered: inout Bool
  ) throws -> ExitStatus {
    try report.print(decided.screen(of: question, remark: "", tint: report.tint))
    if let prompt = pending.plan.prompt, !isAnswered {
      guard try ask(prompt) else { return try refuseUnanswered(decided, prompt) }
      isAnswered = true
    }
    let (target, hasOwnID) =
      switch step.target {
      case .new(let id): (true, id != nil)
      case .known: (false, true)
      }
    let request = PendingRequest(
      name: PendingRequest.Name(
        recordType: question.type.name, event: question.event.name, recordID: decided.recordID),
      creates: target, inputs: question.inputs, edits: question.edits, isConfirmed: isAnswered,
      actor: question.actor, at: question.at, sentence: pending.sentence)
    let attempt = step.attempt(decided, request: key)
    switch try step.store.keep(request, hasOwnID: hasOwnID, as: attempt) {
    case .kept(let kept, let line): return try waits(decided, kept, line: line)
    case .waiting(let other):
      try step.store.recordRefusal(
        other.alreadyPending.names, of: step.attempt(decided, request: nil))
      var blocked = decided
      blocked.verdict = .blocked(other.alreadyPending)
      blocked.guardCount = nil
      try report.print(blocked.screen(of: question, remark: "", tint: report.tint))
      try report.printMachine(
        [("command", .string("apply"))] + step.members(of: other.alreadyPending, decided.recordID)
          + [("written", .boolean(false))])
      return .blocked
    case .requestKeyUsed:
      if let key, let status = try repeated(key) { return status }
      return .stale
    }
  }

  private func waits(
    _ decided: DecidedStep, _ kept: PendingRequest, line: Int
  ) throws -> ExitStatus {
    let record = "\(kept.name.recordType):\(kept.name.recordID)"
    try report.print(
      "Pending: it waits in \(path), line \(line) of the history; nothing was changed.\n")
    try report.hint("workflow-run approve \(kept.name.event) \(record) --as somebody-else")
    try report.printMachine(
      [("command", .string("apply"))] + decided.members + [
        ("waits_as", .string(record)), ("written", .boolean(false)),
        ("history", .object([("first", .integer(line)), ("last", .integer(line))])),
      ])
    return .pending
  }

  private func refuse(_ decided: DecidedStep) throws -> ExitStatus {
    if case .blocked(let refusal) = decided.verdict {
      try step.store.recordRefusal(refusal.names, of: step.attempt(decided, request: nil))
    }
    try report.print(decided.screen(of: question, remark: "", tint: report.tint))
    try report.printMachine(
      [("command", .string("apply"))] + decided.members + [("written", .boolean(false))])
    return .blocked
  }

  private func refuseUnanswered(
    _ decided: DecidedStep, _ prompt: Prompt
  ) throws -> ExitStatus {
    let (unanswered, _) = try step.decide(isConfirmed: false)
    // Without the question there would be a plan: the records have changed since it was shown.
    if unanswered.status != .blocked { return try stale(decided) }
    let status = try refuse(unanswered)
    if !Surroundings.canAsk {
      try report.hint("--yes answers the question with [\(prompt.buttons.first ?? "Yes")]")
    }
    return status
  }

  private func stale(_ shown: DecidedStep) throws -> ExitStatus {
    try report.print(
      "stale: the records changed while the question was open, nothing was written\n")
    try report.printMachine(
      [("command", .string("apply"))] + shown.members + [
        ("written", .boolean(false)), ("stale", .boolean(true)),
      ])
    return .stale
  }

  /// The answer of an earlier command with the same key, if there was one.
  private func repeated(_ key: RequestKey) throws -> ExitStatus? {
    switch try step.store.knownRequest(key) {
    case .new: return nil
    case .answered(let answer):
      try report.print(
        "Done before under the request id '\(key.key)'; nothing was written again.\n")
      try report.printMachine([
        ("command", .string("apply")), ("repeated", .boolean(true)), ("written", .boolean(false)),
        ("answer", answer.map { $0.isEmpty ? .null : .raw($0) } ?? .null),
      ])
      return .done
    case .different:
      throw CommandFailure(
        .stale, "the request id '\(key.key)' was used for another request already",
        hints: ["take a new id for a new request"])
    }
  }

  // MARK: The question

  /// Asks on the terminal; anything but the first button, `y` or `yes` is a no.
  private func ask(_ prompt: Prompt) throws -> Bool {
    guard Surroundings.canAsk else { return false }
    let first = prompt.buttons.first ?? "Yes"
    try report.remark("\(first)? [y/N] ")
    guard let line = readLine()?.trimmed.lowercased() else { return false }
    return ["y", "yes", first.lowercased()].contains(line)
  }
}

extension StepQuestion {
  /// A text that two questions share exactly when they ask for the same.
  func canonicalText(of target: SingleStep.Target) -> String {
    let asked: Command.Target =
      switch target {
      case .new(let id): .new(id: id)
      case .known(let id): .one(id)
      }
    return Command(
      recordType: type.index, event: event.index, target: asked, inputs: inputs, edits: edits,
      isConfirmed: true, actor: actor, now: at
    ).canonicalText(in: definition)
  }
}
