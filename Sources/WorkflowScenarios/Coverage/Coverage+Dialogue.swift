import WorkflowEngine

/// What passes between people and a transition: who is refused, what is asked, said and given.
extension Coverage {
  static func dialogue(
    of transition: Transition, _ key: Footprint.TransitionKey, _ name: String,
    _ footprint: Footprint
  ) -> [Item] {
    var items: [Item] = []
    func add(_ kind: Kind, _ name: String, _ isCovered: Bool) {
      items.append(Item(kind: kind, name: name, place: transition.place, isCovered: isCovered))
    }
    if !transition.roles.isEmpty, transition.notSupported == nil {
      add(.roleRefused, name, footprint.roleRefusals.contains(key))
    }
    if transition.question != nil {
      add(.questionAnswered, name, footprint.questionsAnswered.contains(key))
      add(.questionOpen, name, footprint.questionsOpen.contains(key))
    }
    if transition.approval != nil {
      add(.approval, name, footprint.approvals.contains(key))
      add(.rejection, name, footprint.rejections.contains(key))
      add(.withdrawal, name, footprint.withdrawals.contains(key))
      if transition.approval?.expires != nil {
        add(.expiry, name, footprint.expiries.contains(key))
      }
    }
    func part(_ part: String) -> Footprint.PartKey {
      Footprint.PartKey(transition: key, name: part)
    }
    for notice in transition.warnings {
      add(
        .warning, "warning '\(notice.name)' of \(name)",
        footprint.warnings.contains(part(notice.name)))
    }
    for notice in transition.reminders {
      add(
        .reminder, "reminder '\(notice.name)' of \(name)",
        footprint.reminders.contains(part(notice.name)))
    }
    for input in transition.inputs where transition.isAskedByPeople {
      let title = "input '\(input.name)' of \(name)"
      add(.inputGiven, title, footprint.inputsGiven.contains(part(input.name)))
      if !input.isRequired || input.defaultValue != nil {
        add(.inputLeftOut, title, footprint.inputsLeftOut.contains(part(input.name)))
      }
    }
    return items
  }
}

extension Transition {
  fileprivate var isAskedByPeople: Bool {
    if case .asked = occasion { true } else { false }
  }
}
