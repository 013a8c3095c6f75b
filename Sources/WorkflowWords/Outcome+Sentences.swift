public import WorkflowEngine

extension InvalidRequest {
  /// What is wrong with the request, without a full stop.
  public var message: String {
    switch cause {
    case .unknownRecordType: "there is no event '\(name)'"
    case .unknownEvent(let type): "\(type) has no event '\(name)'"
    case .unknownInput(let event): "'\(event)' has no input '\(name)'"
    case .unknownField(let type): "\(type) has no field '\(name)'"
    case .computedField(let type): "'\(name)' of \(type) is computed and cannot be set"
    }
  }
}

extension Pending {
  /// What is said to the first person.
  public var sentence: String { said ?? approvalSentence(roles: roles, count: count) }
}

extension PendingRequest {
  /// What is said of it while it waits, under the definition it is kept for.
  public func words(in definition: WorkflowDefinition) -> String {
    if !sentence.isEmpty { return sentence }
    let event = definition.recordType(named: name.recordType)?.event(named: name.event)
    let approval = event?.transitions.lazy.compactMap(\.approval).first
    return approvalSentence(roles: approval?.roles ?? [], count: approval?.count ?? 1)
  }
}

private func approvalSentence(roles: [String], count: Int) -> String {
  let who = count == 1 ? "Somebody else" : "\(count) others"
  return roles.isEmpty
    ? "\(who) must approve this."
    : "\(who) with the role \(roles.alternatives) must approve this."
}
