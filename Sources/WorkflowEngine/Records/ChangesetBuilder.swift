import CEL

/// Turns a plan's numbers into types, ids and values.
struct ChangesetBuilder {
  let snapshot: Snapshot
  let plan: Plan
  private let entryWords: [RecordHandle: [Int: Int64]]

  init(snapshot: Snapshot, plan: Plan) {
    self.snapshot = snapshot
    self.plan = plan
    let entries = Set(plan.created.lazy.filter(\.id.isEmpty).map(\.record))
    var words: [RecordHandle: [Int: Int64]] = [:]
    if !entries.isEmpty {
      for change in plan.changes where entries.contains(change.record) {
        words[change.record, default: [:]][Int(change.slot)] = change.new
      }
      for entry in entries where words[entry] == nil { words[entry] = [:] }
    }
    entryWords = words
  }

  func build() -> Changeset {
    var result = Changeset()
    result.messages = plan.messages
    result.warnings = plan.warnings
    result.reminders = plan.reminders
    let created = Dictionary(
      plan.created.map { ($0.record, $0.step) }, uniquingKeysWith: { first, _ in first })
    let removed = Dictionary(
      plan.removed.map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
    var entryOfStep: [Int] = []
    for (index, step) in plan.steps.enumerated() {
      entryOfStep.append(result.entries.count)
      var entry = Changeset.Entry(
        kind: .changed, recordType: snapshot.type(of: step.record).name,
        recordID: snapshot.id(of: step.record),
        version: created[step.record] == nil ? snapshot.version(of: step.record) : 0,
        event: step.transition?.event, cause: step.cause,
        parent: step.parent.map { entryOfStep[Int($0)] }, changes: [])
      if created[step.record] == Int32(index) { entry.kind = .created }
      if let removal = removed[step.record], removal.step == Int32(index) {
        entry.kind = removal.isErased ? .erased : .deleted
      }
      result.entries.append(entry)
    }
    addChanges(to: &result)
    // A new record is shown with its states first, though they come last.
    for index in result.entries.indices where result.entries[index].kind == .created {
      let changes = result.entries[index].changes
      result.entries[index].changes = changes.filter(\.isState) + changes.filter { !$0.isState }
    }
    return result
  }

  private func addChanges(to result: inout Changeset) {
    for change in plan.changes where entryWords[change.record] == nil {
      let type = snapshot.type(of: change.record)
      let field = type.fields[Int(change.slot)]
      if field.isInternal { continue }
      result.entries[Int(change.step)].changes.append(
        Changeset.FieldChange(
          field: field.name, isState: field.region != nil, old: value(change.old, as: field.type),
          new: value(change.new, as: field.type)))
    }
  }

  /// A word's value; entries that the plan creates are read from the plan.
  func value(_ word: Int64, as type: FieldType) -> StoredValue {
    guard case .entries(let entryType) = type, word != Scalar.null else {
      return snapshot.storedValue(word, as: type)
    }
    let fields = snapshot.definition.recordTypes[entryType].fields
    return .entries(
      snapshot.lists[Int(word)].map { number in
        let entry = RecordHandle(raw: Int32(number))
        var values: [String: StoredValue] = [:]
        for (slot, field) in fields.enumerated() {
          let planned = entryWords[entry].map { $0[slot] ?? Scalar.null }
          let word = planned ?? snapshot.cell(entry, slot)
          if word != Scalar.null { values[field.name] = snapshot.storedValue(word, as: field.type) }
        }
        return values
      })
  }
}
