import Diagnostics
import WorkflowEngine
import YAML

/// Looks at what follows when a request has expired: that it may, and that one event follows.
struct ExpiryCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    for type in definition.recordTypes {
      var followers: [Int: EventDraft] = [:]
      for (event, eventDraft) in zip(type.events, draft.types[type.index].events) {
        guard let asked = event.transitions.lazy.compactMap(\.expiredEvent).first else { continue }
        check(event, eventDraft, asked: type.events[asked])
        if let other = followers[asked], let node = Self.node(of: eventDraft) {
          draft.report.add(
            .expiredTwice(type.events[asked].name, follows: other.name, declared: other.range),
            at: node.range)
        }
        followers[asked] = followers[asked] ?? eventDraft
      }
    }
  }

  private func check(_ event: Event, _ drafted: EventDraft, asked: Event) {
    let declared = draft.types[event.transitions[0].recordType].events[asked.index].range
    for (transition, way) in zip(event.transitions, drafted.ways) {
      let range = way.form["expired"]?.range ?? way.form.node.range.firstCharacter
      if transition.expiredEvent != asked.index {
        return draft.report.add(.expiredInOneWay(event.name, asked: asked.name), at: range)
      }
      if !asked.transitions.contains(where: { !$0.creates && $0.approval?.expires != nil }) {
        draft.report.add(
          .neverExpires(
            asked.name, isNew: asked.transitions.contains(where: \.creates), declared: declared),
          at: range)
      }
    }
  }

  private static func node(of event: EventDraft) -> Node? {
    event.ways.lazy.compactMap { $0.form["expired"] }.first
  }
}
