import CEL

/// The second person: whether one is needed, and whether this one may.
extension StepRun {
  /// That a second person has still to agree, and what the definition says then.
  struct ApprovalNeed {
    var said: String?
    /// How many must, of all ways that are taken.
    var count = 1
    /// When it expires.
    var expires: Int64?
  }

  /// Nil where no second person is needed, or enough have agreed.
  ///
  /// A condition that cannot be told blocks a step that is asked for.
  func approvalNeeded(_ transition: Transition, frame: Frame) -> ApprovalNeed? {
    guard let approval = transition.approval, request.cause == .asked else { return nil }
    let isAnswered = request.approver != nil
    if isAnswered, approval.count <= request.agreed { return nil }
    if let when = approval.when {
      switch reader.truth(of: when, frame) {
      case .yes: break
      case .no: return nil
      // Who asked was told that somebody must agree: so it stays.
      case .cannotTell where isAnswered: break
      case .cannotTell:
        blockers.append(
          undecided(.approvalUnknown, place: approval.place))
        return nil
      }
    }
    var need = ApprovalNeed(
      said: approval.otherwise.map { reader.lastingText(of: $0, frame) }, count: approval.count)
    if let expires = approval.expires, !isAnswered {
      guard case .timestamp(let time) = expires.program.evaluate(frame) else {
        blockers.append(undecided(.expiryUnknown, place: approval.place))
        return nil
      }
      need.expires = time.microseconds
    }
    return need
  }

  func awaitingApproval(
    _ outcome: Outcome, _ transition: Transition, _ need: ApprovalNeed
  ) -> Outcome {
    guard case .allowed(let plan) = outcome, let approval = transition.approval else {
      return outcome
    }
    var pending = Pending(
      said: need.said, roles: approval.roles, count: need.count, place: approval.place, plan: plan)
    pending.expires = need.expires
    return .pending(pending)
  }

  /// What a second person agrees to, and what has expired, waits no longer in the step that follows
  /// from that.
  func noteAnswered(_ request: borrowing Request) {
    let events = definition.recordTypes[request.recordType].events
    guard let event = request.expired ?? (request.isAnswer ? request.event : nil),
      let slot = events[event].pendingSlot, request.record >= 0
    else { return }
    let record = RecordHandle(raw: request.record)
    if snapshot.presence(of: record) == .present, working.cell(record, slot) == 1 {
      working.write(record, slot, 0, step: 0)
    }
  }

  /// Why the second person may not agree, where they may not.
  func refuseByApprover(_ transition: Transition) -> Refusal? {
    guard let approval = transition.approval, let approver = request.approver else { return nil }
    return approval.blocker(of: approver, first: request.actor, definition.actors).map {
      Refusal(blockers: [$0])
    }
  }
}

extension Approval {
  /// Why somebody may neither approve nor reject what the first person asked for.
  public func blocker(of second: Actor, first: Actor, _ actors: ActorNames) -> Blocker? {
    if actors.isSame(second.user, first.user) {
      return Blocker(
        code: .notPermitted,
        cause: .ownRequest(user: first.user), place: place)
    }
    if roles.isEmpty || roles.contains(where: second.roles.contains) { return nil }
    return Blocker(
      code: .notPermitted,
      cause: .approverRoleMissing(needed: roles, user: second.user, has: second.roles),
      place: place)
  }
}
