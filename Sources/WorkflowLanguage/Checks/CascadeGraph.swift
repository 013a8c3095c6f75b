import Diagnostics
import WorkflowEngine

/// Which events send which, to refuse those that would go round for ever.
///
/// A class, because every effect of every transition adds to it.
final class CascadeGraph {
  private struct Send {
    let to: Int
    let range: SourceRange
    /// Whether the members of a set get it, of which those in another state are left alone.
    let isOverSet: Bool
  }

  private let draft: DefinitionDraft
  /// The number of the first event of each type.
  private let firsts: [Int]
  private var sends: [[Send]]

  init(draft: DefinitionDraft) {
    self.draft = draft
    var firsts: [Int] = []
    var count = 0
    for type in draft.types {
      firsts.append(count)
      count += type.events.count
    }
    self.firsts = firsts
    sends = Array(repeating: [], count: count)
  }

  func add(
    from type: Int, _ event: Int, to other: Int, _ otherEvent: Int, isOverSet: Bool,
    at range: SourceRange
  ) {
    sends[firsts[type] + event].append(
      Send(to: firsts[other] + otherEvent, range: range, isOverSet: isOverSet))
  }

  /// Each member of a set that gets the event it came from leaves the states for it, so that it
  /// happens once to each; any other circle is refused.
  func refuseCircles() {
    var owners: [(type: Int, event: Int)] = []
    for type in draft.types {
      for event in type.events.indices { owners.append((type.index, event)) }
    }
    let edges = sends.enumerated().map { node, sends in
      sends.filter { send in
        guard send.to == node, send.isOverSet else { return true }
        let event = draft.types[owners[node].type].events[owners[node].event]
        return !event.ways.allSatisfy(\.leavesItsStates)
      }
    }
    for circle in CircleFinder(edges: edges.map { $0.map(\.to) }).circles() {
      let story = circle.enumerated().compactMap {
        position, node -> (name: String, range: SourceRange)? in
        let next = circle[(position + 1) % circle.count]
        let owner = draft.types[owners[node].type]
        guard let send = edges[node].first(where: { $0.to == next }) else { return nil }
        return ("\(owner.name).\(owner.events[owners[node].event].name)", send.range)
      }
      if let first = story.first {
        draft.report.add(.cascadeCircle(story), at: first.range)
      }
    }
  }
}
