import CEL
import Diagnostics
import JSONText
import WorkflowEngine

/// One step as it was decided, with its screen and its machine form.
struct DecidedStep {
  enum Verdict {
    case allowed(Plan)
    case pending(Pending)
    case blocked(Refusal)
  }

  var verdict: Verdict
  /// The id of the record, also of one that would be made; empty where none could be named.
  var recordID: String
  /// `service S1 "Weekly pickup"`.
  var subject: String
  /// What the plan changes.
  var changeset: Changeset
  var untouched: [PlanScreen.Untouched]
  var guardCount: Int?
  /// Names of the records that blockers are about.
  var names: [RecordHandle: String]
  /// The machine form: the members of the answer.
  var members: [(String, JSON)]

  var plan: Plan? {
    switch verdict {
    case .allowed(let plan): plan
    case .pending, .blocked: nil
    }
  }

  /// How a command that only looks at the step ends.
  var status: ExitStatus {
    switch verdict {
    case .allowed: .done
    case .pending: .pending
    case .blocked: .blocked
    }
  }
}

/// Decides steps on the records of a view.
struct StepDecider {
  let question: StepQuestion
  let interpreter: Interpreter

  init(_ question: StepQuestion) {
    self.question = question
    interpreter = Interpreter(question.definition)
  }

  /// The record with this id; a record that never was is a mistake of the command line.
  func find(_ id: String, in snapshot: Snapshot) throws(CommandFailure) -> RecordHandle {
    if let record = snapshot.find(type: question.type.index, id: id) { return record }
    throw CommandFailure(
      .usage, "there is no \(question.type.name) '\(id)'",
      hints: ["workflow-run list \(question.type.name) shows those that there are"])
  }

  func outcome(_ target: Request.Target, isConfirmed: Bool, in snapshot: Snapshot) -> Outcome {
    interpreter.step(snapshot, question.request(target, isConfirmed: isConfirmed))
  }

  func decide(
    _ target: Request.Target, isConfirmed: Bool, in snapshot: Snapshot
  ) throws(CommandFailure) -> DecidedStep {
    if case .record = target, let blocker = selectionBlocker(.one) {
      return blocked(Refusal(blockers: [blocker]), target, in: snapshot)
    }
    return try decided(
      outcome(target, isConfirmed: isConfirmed, in: snapshot), target, in: snapshot)
  }

  /// An outcome with its screen and its machine form.
  func decided(
    _ outcome: Outcome, _ target: Request.Target, in snapshot: Snapshot
  ) throws(CommandFailure) -> DecidedStep {
    switch outcome {
    case .allowed(let plan): return allowed(plan, target, in: snapshot)
    case .pending(let pending): return self.pending(pending, target, in: snapshot)
    case .blocked(let refusal): return blocked(refusal, target, in: snapshot)
    case .invalid(let request):
      throw CommandFailure.unknown(
        request.message, meant: suggestion(for: request.name, among: request.candidates),
        known: request.candidates)
    }
  }

  /// Why the event cannot be asked for on so many records at once.
  func selectionBlocker(_ selection: RequestedSelection) -> Blocker? {
    interpreter.selectionBlocker(
      recordType: question.type.index, event: question.event.index, selection: selection)
  }

  private func allowed(
    _ plan: Plan, _ target: Request.Target, in snapshot: Snapshot
  ) -> DecidedStep {
    let changeset = snapshot.changeset(of: plan)
    let record = plan.steps[0].record
    let id = snapshot.id(of: record)
    var step = DecidedStep(
      verdict: .allowed(plan), recordID: id, subject: subject(target, id: id, in: snapshot),
      changeset: changeset, untouched: untouched(plan, in: snapshot), guardCount: nil, names: [:],
      members: [])
    step.members =
      head(id) + [
        ("outcome", .string("allowed")), ("plan", json(snapshot).plan(plan, changeset)),
      ]
    return step
  }

  private func pending(
    _ pending: Pending, _ target: Request.Target, in snapshot: Snapshot
  ) -> DecidedStep {
    var step = allowed(pending.plan, target, in: snapshot)
    step.verdict = .pending(pending)
    step.members =
      head(step.recordID) + [
        ("outcome", .string("pending")),
        (
          "approval",
          .object([
            ("sentence", .string(pending.sentence)), ("roles", .strings(pending.roles)),
          ])
        ),
        ("plan", json(snapshot).plan(pending.plan, step.changeset)),
      ]
    return step
  }

  private func blocked(
    _ refusal: Refusal, _ target: Request.Target, in snapshot: Snapshot
  ) -> DecidedStep {
    var id = ""
    switch target {
    case .record(let record): id = snapshot.id(of: record)
    case .new(let given): id = given ?? ""
    }
    let records = (refusal.blockers + refusal.alsoNeeded).compactMap(\.record)
    let names = Dictionary(
      records.map { ($0, name(of: $0, in: snapshot)) }, uniquingKeysWith: { first, _ in first })
    return DecidedStep(
      verdict: .blocked(refusal), recordID: id, subject: subject(target, id: id, in: snapshot),
      changeset: Changeset(), untouched: [], guardCount: guardCount(target, in: snapshot),
      names: names,
      members: head(id) + [("outcome", .string("blocked"))] + json(snapshot).refusal(refusal))
  }

  // MARK: Names

  func name(of record: RecordHandle, in snapshot: Snapshot) -> String {
    interpreter.name(snapshot, of: record, actor: question.actor, now: question.at)
  }

  private func subject(_ target: Request.Target, id: String, in snapshot: Snapshot) -> String {
    switch target {
    case .record(let record): name(of: record, in: snapshot)
    case .new: "new \(question.type.name)\(id.isEmpty ? "" : " \(id)")"
    }
  }

  /// How many guards the record's state puts before the event.
  private func guardCount(_ target: Request.Target, in snapshot: Snapshot) -> Int? {
    let transitions = question.event.transitions
    switch target {
    case .new: return transitions.first { $0.creates }?.guards.count
    case .record(let record):
      guard snapshot.presence(of: record) == .present else { return nil }
      return transitions.first { transition in
        transition.from.allSatisfy { $0.contains(snapshot.storedWord(of: record, slot: $0.slot)) }
      }?.guards.count
    }
  }

  private func untouched(_ plan: Plan, in snapshot: Snapshot) -> [PlanScreen.Untouched] {
    // What the plan itself has changed before needs no line of its own.
    let changed = Set(plan.changes.map(\.record))
    let leftAlone = plan.leftAlone.filter { !changed.contains($0.record) }
    var entries: [PlanScreen.Untouched] = leftAlone.map { left in
      PlanScreen.Untouched(
        recordType: snapshot.type(of: left.record).name, recordID: snapshot.id(of: left.record),
        remark: leftAloneRemark(left, in: snapshot), entry: Int(left.step))
    }
    entries += plan.skipped.map { skipped in
      PlanScreen.Untouched(
        recordType: snapshot.type(of: skipped.record).name,
        recordID: snapshot.id(of: skipped.record),
        remark: "passed over: \(skipped.blockers.map(\.sentence).joined(separator: " "))",
        entry: Int(skipped.step))
    }
    return entries
  }

  /// `deactivated already, left alone`.
  private func leftAloneRemark(_ left: Plan.LeftAlone, in snapshot: Snapshot) -> String {
    let type = snapshot.type(of: left.record)
    let transitions = type.event(named: left.event)?.transitions ?? []
    let moves = transitions.flatMap(\.to)
    for move in moves where snapshot.storedWord(of: left.record, slot: move.slot) == move.state {
      return "\(state(of: left.record, slot: move.slot, in: snapshot)) already, left alone"
    }
    let slot = transitions.flatMap(\.from).first?.slot ?? type.regions.first?.slot
    guard let slot else { return "left alone" }
    return "\(state(of: left.record, slot: slot, in: snapshot)), left alone"
  }

  private func state(of record: RecordHandle, slot: Int, in snapshot: Snapshot) -> String {
    question.definition.text(of: snapshot.storedValue(of: record, slot: slot))
  }

  // MARK: The machine form

  func head(_ id: String) -> [(String, JSON)] {
    questionHead + [
      (
        "record",
        .object([("type", .string(question.type.name)), ("id", id.isEmpty ? .null : .string(id))])
      )
    ]
  }

  /// What is said of the question, whatever the records.
  var questionHead: [(String, JSON)] {
    let definition = question.definition
    return [
      (
        "workflow",
        .object([
          ("name", .string(definition.name)), ("version", .string(definition.version)),
          ("hash", .string(definition.hash)),
        ])
      ),
      ("event", .string("\(question.type.name).\(question.event.name)")),
      (
        "actor",
        .object([
          ("user", .string(question.actor.user)), ("roles", .strings(question.actor.roles)),
        ])
      ),
      ("at", .string(definition.text(of: .timestamp(question.at)))),
    ]
  }

  func json(_ snapshot: Snapshot) -> OutcomeJSON {
    OutcomeJSON(words: ValueWords(definition: question.definition)) { record in
      (snapshot.type(of: record).name, snapshot.id(of: record))
    }
  }
}

extension DecidedStep {
  /// The step as people read it.
  func screen(of question: StepQuestion, remark: String, tint: Tint) -> String {
    switch verdict {
    case .allowed(let plan): planText(plan, of: question, remark: remark, tint: tint)
    case .pending(let pending):
      planText(pending.plan, of: question, remark: remark, tint: tint)
        + "Needs a second person: \(pending.sentence.shownOnOneLine)\n"
    case .blocked(let refusal):
      RefusalScreen(
        subject: subject, event: question.event.name, refusal: refusal, guardCount: guardCount,
        footer: question.moment.text, name: { names[$0] ?? "another record" }, tint: tint
      ).text
    }
  }

  private func planText(
    _ plan: Plan, of question: StepQuestion, remark: String, tint: Tint
  ) -> String {
    PlanScreen(
      title: "\(subject): \(question.event.name)", changeset: changeset, untouched: untouched,
      prompt: plan.prompt, remark: remark, words: ValueWords(definition: question.definition),
      tint: tint
    ).text
  }
}
