public import WorkflowEngine
import WorkflowStore

/// How the second person has seen the record that they agree about.
public enum SeenRecord: Sendable, Equatable {
  /// At a version, as it was shown to them: what changed later they have not seen.
  case version(Int)
  /// As it is.
  case present
}

/// What has become of the record of a waiting request since it was asked.
extension Conductor {
  /// Refuses what could be done where the record has changed and the second person has not said that
  /// they have seen it.
  func refuse(
    _ decision: inout Decision, unlessSeen seen: SeenRecord?, by second: Actor,
    since pending: PendingRequest
  ) throws {
    guard decision.plan != nil || decision.pending != nil,
      case .record(let record) = decision.request.target,
      seen != .present
    else { return }
    if case .version(decision.snapshot.version(of: record)) = seen { return }
    let changes = try changes(since: pending)
    if changes.isEmpty { return }
    decision.refuse(
      Refusal(blockers: [
        Blocker(
          code: .unseenChanges,
          cause: .changedSinceAsked(
            pending.name.record, user: pending.actor.user,
            shown(changes, of: pending, to: second)))
      ]))
  }

  /// The fields and regions that are not as they were when it was asked, in the order in which they
  /// were first changed.
  func changes(since pending: PendingRequest) throws -> [ChangedValue] {
    pending.creates ? [] : Self.changes(in: try store.lines(since: pending)[...])
  }

  static func changes(in lines: ArraySlice<HistoryLine>) -> [ChangedValue] {
    var changes: [ChangedValue] = []
    for change in lines.flatMap(\.changes) {
      let place = changes.firstIndex { $0.name == change.field } ?? changes.count
      if place == changes.count {
        changes.append(
          ChangedValue(
            name: change.field, old: change.values?.old ?? .null, new: .null))
      }
      changes[place].new = change.values?.new ?? .null
      if change.values == nil { changes[place].isErased = true }
    }
    return changes.filter { $0.isErased || $0.old != $0.new }
  }

  /// The same as an answer gives it.
  ///
  /// - Parameter viewer: who is told; nil is nobody in particular.
  func changeAnswers(
    since pending: PendingRequest, to viewer: Actor?
  ) throws -> [ChangedValueAnswer] {
    shown(try changes(since: pending), of: pending, to: viewer)
      .map { ChangedValueAnswer($0, in: definition) }
  }

  private func shown(
    _ changes: [ChangedValue], of pending: PendingRequest, to viewer: Actor?
  ) -> [ChangedValue] {
    let sight = Sight(definition, of: viewer)
    return changes.map { change in
      var change = change
      let type = pending.name.recordType
      change.old = sight.shown(change.old, of: change.name, ofType: type)
      change.new = sight.shown(change.new, of: change.name, ofType: type)
      return change
    }
  }
}
