package import CEL
package import WorkflowEngine

extension HistoryLine {
  /// The states left and entered, as one text each: the plain state where one region changed.
  package static func states(of changes: [Change]) -> (from: String?, to: String?) {
    let states = changes.filter(\.isState)
    if states.isEmpty { return (nil, nil) }
    func text(_ value: (Values) -> StoredValue) -> String? {
      let parts = states.compactMap { change -> String? in
        guard let values = change.values, case .choice(let state) = value(values) else {
          return nil
        }
        return states.count == 1 ? state : "\(change.field) \(state)"
      }
      return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
    return (text(\.old), text(\.new))
  }
}

/// The lines that a plan leaves in the history, made after it was carried out on its snapshot.
package struct PlanLines {
  package let plan: Plan
  package let snapshot: Snapshot
  package let outline: PlanOutline
  package let deleted: [RecordHandle: [HistoryLine.Change]]
  private let kinds: [RecordHandle: (kind: Changeset.Entry.Kind, step: Int32)]

  package init(
    plan: Plan, snapshot: Snapshot, outline: PlanOutline,
    deleted: [RecordHandle: [HistoryLine.Change]]
  ) {
    self.plan = plan
    self.snapshot = snapshot
    self.outline = outline
    self.deleted = deleted
    var kinds: [RecordHandle: (kind: Changeset.Entry.Kind, step: Int32)] = [:]
    for creation in plan.created where !creation.id.isEmpty {
      kinds[creation.record] = (.created, creation.step)
    }
    for removal in plan.removed {
      kinds[removal.record] = (removal.isErased ? .erased : .deleted, removal.step)
    }
    self.kinds = kinds
  }

  package func kind(ofStep step: Int) -> Changeset.Entry.Kind {
    guard let known = kinds[plan.steps[step].record], known.step == Int32(step) else {
      return .changed
    }
    return known.kind
  }

  /// What the line of a step says that changed; of an erased record only its states.
  package func changes(ofStep step: Int) -> [HistoryLine.Change] {
    let kind = kind(ofStep: step)
    let record = plan.steps[step].record
    if kind == .deleted { return deleted[record] ?? [] }
    return outline.changes(ofStep: step).compactMap { index in
      let change = plan.changes[Int(index)]
      let field = snapshot.type(of: change.record).fields[Int(change.slot)]
      if field.isInternal || kind == .erased && field.region == nil { return nil }
      return HistoryLine.Change(
        field: field.name, isState: field.region != nil,
        values: HistoryLine.Values(
          old: snapshot.storedValue(change.old, as: field.type),
          new: snapshot.storedValue(change.new, as: field.type)))
    }
  }
}

/// What an erasing step takes out of what was written before.
package struct ErasureList {
  /// Records of which no value may stay.
  package var records: [(type: Int, id: String)] = []
  /// Fields of other records that the same step changed: their former values go too.
  package var fields: [(type: Int, id: String, field: String)] = []

  package init?(plan: Plan, snapshot: Snapshot) {
    let erased = Set(plan.removed.lazy.filter(\.isErased).map(\.record))
    if erased.isEmpty { return nil }
    for removal in plan.removed where removal.isErased {
      records.append((snapshot.type(of: removal.record).index, snapshot.id(of: removal.record)))
    }
    for change in plan.changes where !erased.contains(change.record) {
      let type = snapshot.type(of: change.record)
      let field = type.fields[Int(change.slot)]
      if type.isInline || field.region != nil || field.isInternal { continue }
      fields.append((type.index, snapshot.id(of: change.record), field.name))
    }
  }
}
