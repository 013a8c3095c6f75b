import Diagnostics
import WorkflowEngine
import WorkflowStore

/// The answer of a second person to a request that waits.
struct Approving {
  let definition: WorkflowDefinition
  let name: PendingRequest.Name
  let store: any RecordStore
  let moment: MomentOptions
  let report: Report
  /// The store as it is called in the answer.
  let path: String

  /// How often a step is decided again because others write at the same time.
  private static let attempts = 20

  // MARK: Yes

  func approve() throws -> ExitStatus {
    guard let waiting = try store.waitingRequest(name) else {
      return try refuse(name.nothingPending, .approval)
    }
    let question = try StepQuestion(
      waiting: waiting, in: definition, second: moment.actor, at: moment.time)
    let decider = StepDecider(question)
    for _ in 0..<Self.attempts {
      let (decided, view) = try store.read { view in
        (try decide(waiting, decider, on: view.snapshot), view)
      }
      guard let plan = decided.plan else {
        return try refuse(decided, question)
      }
      var attempt = attempt(by: waiting.actor)
      attempt.recordID = decided.recordID
      attempt.agreement = Agreement(number: waiting.number, second: moment.actor)
      switch try store.commit(plan, decidedOn: view, as: attempt) {
      case .committed(let lines): return try done(decided, question, lines)
      case .conflict(.waiting):
        return try refuse(name.nothingPending, .approval)
      case .conflict(.record), .conflict(.set), .conflict(.number), .conflict(.messageKey),
        .conflict(.requestKey):
        continue
      }
    }
    throw CommandFailure(
      .stale, "others changed the records each time before the step could be committed",
      hints: ["try again later"])
  }

  private func decide(
    _ waiting: PendingRequest, _ decider: StepDecider, on snapshot: Snapshot
  ) throws -> DecidedStep {
    guard let request = waiting.request(on: snapshot, approvedBy: moment.actor, at: moment.time)
    else { throw CommandFailure(.failed, "the definition has no '\(name.event)' any more") }
    return try decider.decided(
      decider.interpreter.step(snapshot, request), request.target, in: snapshot)
  }

  private func done(
    _ decided: DecidedStep, _ question: StepQuestion, _ lines: ClosedRange<Int>
  ) throws -> ExitStatus {
    try report.print(decided.screen(of: question, remark: "", tint: report.tint))
    let written = WrittenLines(path: path, lines: lines)
    var text = "Approved and done: \(written.phrase)\n"
    for reminder in decided.changeset.reminders { text += "Reminder: \(reminder.sentence)\n" }
    try report.print(text)
    try report.printMachine(
      [("command", .string("approve"))] + decided.members + [
        ("approver", person), ("written", .boolean(true)), ("history", written.json),
      ])
    return .done
  }

  private func refuse(_ decided: DecidedStep, _ question: StepQuestion) throws -> ExitStatus {
    if case .blocked(let refusal) = decided.verdict {
      try store.recordRefusal(refusal.names, of: refused(.approval))
    }
    try report.print(decided.screen(of: question, remark: "", tint: report.tint))
    try report.printMachine(
      [("command", .string("approve"))] + decided.members + [
        ("approver", person), ("written", .boolean(false)),
      ])
    return .blocked
  }

  // MARK: No

  func reject() throws -> ExitStatus {
    guard let waiting = try store.waitingRequest(name) else {
      return try refuse(name.nothingPending, .rejection)
    }
    if let blocker = waiting.rejectionBlocker(moment.actor, in: definition) {
      return try refuse(Refusal(blockers: [blocker]), .rejection)
    }
    guard try store.reject(waiting, by: moment.actor, at: moment.time) else {
      return try refuse(name.nothingPending, .rejection)
    }
    try report.print(
      "Rejected: '\(name.event)' of \(name.recordType) \(name.recordID), which \(waiting.actor.user) had asked for.\n"
    )
    try report.printMachine(
      head("reject") + [("outcome", .string("allowed")), ("written", .boolean(true))])
    return .done
  }

  // MARK: Neither

  private func refuse(_ refusal: Refusal, _ purpose: Attempt.Purpose) throws -> ExitStatus {
    let command = purpose == .rejection ? "reject" : "approve"
    try store.recordRefusal(refusal.names, of: refused(purpose))
    let screen = RefusalScreen(
      subject: "\(name.recordType) \(name.recordID): \(command) \(name.event)", event: nil,
      refusal: refusal, guardCount: nil,
      footer: Moment(actor: moment.actor, at: moment.time, definition: definition).text,
      name: { _ in "" }, tint: report.tint)
    try report.print(screen.text)
    let json = OutcomeJSON(words: ValueWords(definition: definition)) { _ in ("", "") }
    try report.printMachine(
      head(command) + [("outcome", .string("blocked"))] + json.refusal(refusal) + [
        ("written", .boolean(false))
      ])
    return .blocked
  }

  private func attempt(by actor: Actor) -> Attempt {
    Attempt(
      actor: actor, at: moment.time, event: name.event, recordType: name.recordType,
      recordID: name.recordID)
  }

  private func refused(_ purpose: Attempt.Purpose) -> Attempt {
    var attempt = attempt(by: moment.actor)
    attempt.purpose = purpose
    return attempt
  }

  private var person: JSON {
    .object([("user", .string(moment.actor.user)), ("roles", .strings(moment.actor.roles))])
  }

  private func head(_ command: String) -> [(String, JSON)] {
    [
      ("command", .string(command)), ("event", .string("\(name.recordType).\(name.event)")),
      ("record", .object([("type", .string(name.recordType)), ("id", .string(name.recordID))])),
      ("actor", person),
    ]
  }
}

extension StepQuestion {
  /// The question that a first person put and a second one answers.
  init(
    waiting: PendingRequest, in definition: WorkflowDefinition, second: Actor, at: Int64
  ) throws {
    guard let type = definition.recordType(named: waiting.name.recordType),
      let event = type.event(named: waiting.name.event)
    else {
      throw CommandFailure(
        .failed, "the definition has no \(waiting.name.recordType).\(waiting.name.event) any more")
    }
    self.init(
      definition: definition, type: type, event: event, inputs: waiting.inputs,
      edits: waiting.edits, actor: waiting.actor, at: at)
    self.second = second
  }
}
