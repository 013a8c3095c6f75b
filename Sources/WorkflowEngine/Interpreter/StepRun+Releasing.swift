import CEL

/// What becomes of references to records that a step takes away.
extension StepRun {
  /// Empties references to records that go; one that may not be empty blocks the step.
  func releaseReferences() -> Bool {
    for removal in working.removed {
      let target = snapshot.type(of: removal.record)
      for (type, slot) in snapshot.references.incoming[target.index] {
        for holder in working.pointing(at: removal.record, type: type, slot: slot, stored: false) {
          guard release(removal, from: holder, type: definition.recordTypes[type], slot: slot)
          else { return false }
        }
      }
      guard releaseEntries(pointingAt: removal) else { return false }
    }
    return true
  }

  /// Empties what inline entries hold of a record that goes.
  private func releaseEntries(pointingAt removal: Plan.Removed) -> Bool {
    for place in definition.entryFields(pointingAt: snapshot.type(of: removal.record).index) {
      let owners =
        snapshot.owners(of: place, pointingAt: removal.record)
        + working.created.map(\.record).filter { snapshot.type(of: $0) === place.owner }
      for owner in owners where working.presence(of: owner) == .present {
        guard release(removal, fromEntriesOf: owner, place) else { return false }
      }
    }
    return true
  }

  private func release(
    _ removal: Plan.Removed, fromEntriesOf owner: RecordHandle, _ place: EntryField
  ) -> Bool {
    let list = working.cell(owner, place.list)
    if list == Scalar.null { return true }
    for word in snapshot.lists[Int(list)] {
      let entry = RecordHandle(raw: Int32(word))
      guard working.cell(entry, place.slot) == Int64(removal.record.raw) else { continue }
      let field = snapshot.type(of: entry).fields[place.slot]
      guard field.isOptional else {
        blockers.append(
          stillReferenced(
            removal, by: owner, "\(place.owner.fields[place.list].name).\(field.name)", field))
        return false
      }
      let step = step(for: owner, from: removal.step)
      _ = replace(entry, of: owner, step: step) { copy in
        working.write(copy, place.slot, Scalar.null, step: step)
        return true
      }
    }
    return true
  }

  private func stillReferenced(
    _ removal: Plan.Removed, by holder: RecordHandle, _ path: String, _ field: Field
  ) -> Blocker {
    Blocker(
      code: .stillReferenced, name: field.name,
      cause: .neededBy(shortName(of: removal.record), field: path, of: shortName(of: holder)),
      place: field.place, record: holder)
  }

  private func release(
    _ removal: Plan.Removed, from holder: RecordHandle, type: RecordType, slot: Int
  ) -> Bool {
    let field = type.fields[slot]
    let step = step(for: holder, from: removal.step)
    if case .links = field.type {
      let left = snapshot.lists[Int(working.cell(holder, slot))].filter {
        $0 != Int64(removal.record.raw)
      }
      working.write(holder, slot, snapshot.store(list: left), step: step)
      return true
    }
    guard field.isOptional else {
      blockers.append(stillReferenced(removal, by: holder, field.name, field))
      return false
    }
    working.write(holder, slot, Scalar.null, step: step)
    return true
  }
}
