import WorkflowEngine
import YAML

/// Finds the events of which formulas ask whether a request waits for a second person:
/// `pending.pay`.
///
/// Types are not known yet: every event of that name that may wait keeps whether one does.
struct PendingEvents {
  let draft: DefinitionDraft

  static let head = "pending"

  /// - Parameter nodes: of the main file and its parts.
  func reserve(_ nodes: [Node]) {
    let events = DottedName(head: Self.head).parts(in: nodes)
    if events.isEmpty { return }
    for type in draft.types where type.member(Self.head) == nil {
      for (number, event) in type.events.enumerated()
      where events.contains(event.name) && event.mayWait {
        type.events[number].pendingNumber = type.internalFields.count
        let name = DeclarationReader(draft: draft, type: type).freeName("\(event.name)_pending")
        type.internalFields.append(InternalFieldDraft(name: name, kind: .flag))
      }
    }
  }
}
