import CEL

/// The second person: whether one is needed, and whether this one may.
extension StepRun {
  /// What is said where a second person has still to agree; nil where none is needed.
  ///
  /// A condition that cannot be told blocks the step.
  func approvalNeeded(_ transition: Transition, frame: Frame) -> String? {
    guard let approval = transition.approval, request.cause == .asked, request.approver == nil
    else { return nil }
    if let when = approval.when {
      switch reader.truth(of: when, frame) {
      case .yes: break
      case .no: return nil
      case .cannotTell:
        blockers.append(
          undecided("Whether a second person is needed cannot be told.", place: approval.place))
        return nil
      }
    }
    if let otherwise = approval.otherwise { return reader.text(of: otherwise, frame) }
    return approval.roles.isEmpty
      ? "Somebody else must approve this."
      : "Somebody else with the role \(approval.roles.joined(separator: " or ")) must approve this."
  }

  func awaitingApproval(_ outcome: Outcome, _ transition: Transition, _ sentence: String) -> Outcome
  {
    guard case .allowed(let plan) = outcome, let approval = transition.approval else {
      return outcome
    }
    return .pending(
      Pending(sentence: sentence, roles: approval.roles, place: approval.place, plan: plan))
  }

  /// Why the second person may not agree, where they may not.
  func refuseByApprover(_ transition: Transition) -> Refusal? {
    guard let approval = transition.approval, let approver = request.approver else { return nil }
    return approval.blocker(of: approver, first: request.actor).map { Refusal(blockers: [$0]) }
  }
}

extension Approval {
  /// Why somebody may neither approve nor reject what the first person asked for.
  public func blocker(of second: Actor, first: Actor) -> Blocker? {
    if second.user == first.user {
      return Blocker(
        code: .notPermitted,
        sentence: "\(first.user) asked for this; somebody else must approve it.",
        place: place)
    }
    if roles.isEmpty || roles.contains(where: second.roles.contains) { return nil }
    let has = second.roles.isEmpty ? "no role" : second.roles.joined(separator: ", ")
    return Blocker(
      code: .notPermitted,
      sentence:
        "Approving this needs the role \(roles.joined(separator: " or ")); \(second.user) has \(has).",
      place: place)
  }
}
