import CEL
import JSONText
public import WorkflowEngine
import WorkflowStore
import WorkflowWords

extension Conductor {
  /// A record as a person sees it.
  ///
  /// - Throws: `AbsentRecord` where there is none, `StoreError` where the store cannot be read.
  public func show(
    _ type: RecordType, id: String, to actor: Actor, at now: Int64
  ) throws -> ShowAnswer {
    let waiting = try waitingRequests().filter {
      $0.name.recordType == type.name && $0.name.recordID == id
    }.map {
      (request: $0, changes: try changeAnswers(since: $0, to: actor), agreed: try agreements(to: $0))
    }
    let known = try store.definition(lastMoving: type, id: id)
    let lastTick = try store.lastTick()
    var answer = try store.read { view in
      let record = try view.snapshot.present(type, id)
      return Showing(
        members: MemberReader(
          interpreter: interpreter, snapshot: view.snapshot, actor: actor, now: now),
        record: record, type: type, waiting: waiting,
        lapse: {
          self.expiry(of: $0, at: now, .nothingPending)?.blockers.first
            ?? self.lapse(of: $0, in: $1)
        }
      ).answer()
    }
    answer.lastTick = lastTick.map(definition.timeText)
    answer.definition = known.map { ShowAnswer.MovedUnder(version: $0.version, hash: $0.hash) }
    return answer
  }
}

/// One record as it is looked at.
private struct Showing {
  let members: MemberReader
  let record: RecordHandle
  let type: RecordType
  let waiting: [(request: PendingRequest, changes: [ChangedValueAnswer], agreed: [Actor])]
  /// Why what waits can never happen any more.
  let lapse: (PendingRequest, Snapshot) -> Blocker?

  private var interpreter: Interpreter { members.interpreter }
  private var definition: WorkflowDefinition { members.interpreter.definition }
  private var snapshot: Snapshot { members.snapshot }
  private var now: Int64 { members.now }

  func answer() -> ShowAnswer {
    let view = interpreter.view(snapshot, record, actor: members.actor, now: now)
    let formulas = type.formulas.map(\.name)
    let sets = type.sets.map(\.name).filter { set in
      !formulas.contains(set) && type.slot(of: set).map { type.fields[$0].isInternal } ?? true
    }
    let due = interpreter.dueTimers(snapshot, until: .max, records: [record])
    var answer = ShowAnswer(
      record: ShowAnswer.RecordVersion(
        type: type.name, id: snapshot.id(of: record), version: snapshot.version(of: record)),
      name: interpreter.name(snapshot, of: record, actor: members.actor, now: now),
      badges: view.badges, rowColor: view.rowColor,
      fields: members.values(
        of: record, type.fields.filter { !$0.isInternal }.map(\.name)),
      computed: members.values(of: record, formulas + sets), sets: sets,
      waiting: waiting.map(waitingAnswer), menu: [], notOffered: [],
      timers: due.map(timer), lastTick: nil, definition: nil)
    for event in type.events {
      let outcome = outcome(of: event)
      if let item = view.menu.first(where: { $0.event == event.name }) {
        answer.menu.append(offer(item, outcome))
      } else {
        let due = due.first { $0.event == event.index }?.due
        answer.notOffered.append(
          ShowAnswer.NotOffered(event: event.name, reason: reason(event, outcome, due: due)))
      }
    }
    return answer
  }

  private func outcome(of event: Event) -> Outcome {
    interpreter.step(
      snapshot,
      Request(
        recordType: type.index, event: event.index, target: .record(record), isConfirmed: true,
        actor: members.actor, now: now))
  }

  private func isWaiting(_ event: String) -> Bool {
    waiting.contains { $0.request.name.event == event }
  }

  // MARK: The menu

  private func offer(_ item: MenuItem, _ outcome: Outcome) -> ShowAnswer.Offer {
    var offer = ShowAnswer.Offer(
      event: item.event, label: item.label, tabs: item.tabs, blockedBy: [], verdict: .allowed,
      asks: [], roles: [], sentences: [])
    switch outcome {
    case .allowed, .invalid: break
    case .pending: offer.verdict = .needsSecond
    case .blocked(let refusal):
      offer.blockedBy = refusal.names
      for blocker in refusal.blockers {
        switch blocker.cause {
        case .inputMissing(_, let input, let label):
          offer.asks.append(ShowAnswer.Ask(input: input, label: label))
          continue
        case .roleMissing(let needed, _, _): offer.roles += needed
        default: break
        }
        offer.sentences.append(blocker.sentence)
      }
      offer.verdict = offer.sentences.isEmpty ? .asks : .blocked
    }
    if isWaiting(item.event) {
      offer.verdict = .waits
      if case .pending = outcome { offer.blockedBy = [BlockCode.alreadyPending.rawValue] }
    }
    return offer
  }

  private func reason(_ event: Event, _ outcome: Outcome, due: Int64?) -> String {
    if isWaiting(event.name) { return "It has no label; it waits for a second person." }
    for transition in event.transitions {
      switch transition.occasion {
      case .sent: return "It follows from other events only."
      case .clock:
        guard let due else { return "The clock fires it." }
        let time = LocalTime.text(due, definition.timeZone)
        return due > now
          ? "The clock fires it at \(time)."
          : "It is due since \(time); the clock fires it as soon as it may."
      case .automatic, .done: return "It follows by itself."
      case .expired(let asked):
        return "It follows when a request for '\(type.events[asked].name)' has expired."
      case .asked: break
      }
      if transition.creates { return "It makes a new record." }
      if transition.selection.extent == .all { return "It is for all records at once." }
    }
    switch outcome {
    case .blocked(let refusal):
      if let blocker = refusal.blockers.first(where: {
        $0.code == .wrongState || $0.code == .notSupported
      }) {
        return blocker.sentence
      }
      return
        "It has no label; asked for by name it is blocked by "
        + refusal.names.joined(separator: ", ") + "."
    case .allowed, .pending: return "It has no label; it can be asked for by name."
    case .invalid(let request): return request.message
    }
  }

  // MARK: What waits

  private func waitingAnswer(
    _ request: PendingRequest, _ changes: [ChangedValueAnswer], _ agreed: [Actor]
  ) -> WaitingAnswer {
    let event = request.event(in: definition)
    var roles = event?.transitions.compactMap(\.approval).flatMap(\.roles) ?? []
    var blockedBy: [String] = []
    var isNeeded = true
    var count = request.count(in: definition)
    if var again = request.request(on: snapshot, approvedBy: members.actor, at: now) {
      again.approver = nil
      switch interpreter.step(snapshot, again) {
      case .pending(let pending): (roles, count) = (pending.roles, pending.count)
      case .blocked(let refusal): blockedBy = refusal.names
      case .allowed: isNeeded = false
      case .invalid: break
      }
    }
    return WaitingAnswer(
      event: request.name.event, actor: PersonAnswer(request.actor),
      at: definition.timeText(request.at), inputs: shown(request.inputs, request),
      edits: shown(request.edits, request), sentence: request.words(in: definition),
      roles: roles.onlyFirst,
      mayAnswer: request.rejectionBlocker(members.actor, in: definition) == nil,
      mayWithdraw: request.withdrawalBlocker(members.actor, in: definition) == nil,
      count: count, agreed: agreed.map(PersonAnswer.init),
      expires: request.expires.map(definition.timeText),
      lapsed: lapse(request, snapshot)?.sentence,
      blockedBy: blockedBy, isNeeded: isNeeded, isGone: event == nil, changes: changes)
  }

  private func shown(_ values: [NamedValue], _ request: PendingRequest) -> JSON {
    let sight = Sight(definition, of: members.actor)
    return JSON(
      sight.shown(values, event: request.name.event, ofType: request.name.recordType),
      in: definition)
  }

  // MARK: The clock

  private func timer(_ due: DueTimer) -> ShowAnswer.Timer {
    var timer = ShowAnswer.Timer(
      event: type.events[due.event].name, due: definition.timeText(due.due), isHeld: false,
      blockedBy: [], sentences: [])
    guard due.due <= now else { return timer }
    let request = Request(
      recordType: type.index, event: due.event, target: .record(record), isConfirmed: true,
      actor: .clock, now: now, cause: .clock, due: due.due)
    if case .blocked(let refusal) = interpreter.step(snapshot, request) {
      timer.isHeld = true
      timer.blockedBy = refusal.names
      timer.sentences = refusal.blockers.map(\.sentence)
    }
    return timer
  }
}
