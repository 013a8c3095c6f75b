import CEL

/// Sets of records as they are after what the step has done so far.
extension WorkingCopy {
  /// The members of a set before its condition, in order; `stored` looks past all changes.
  func candidates(of set: RecordSet, owner: RecordHandle, stored: Bool) -> [RecordHandle] {
    switch set.source {
    case .referencing(let slot):
      return pointing(at: owner, type: set.memberType, slot: slot, stored: stored)
    case .linking(let slot):
      return pointing(at: owner, type: set.memberType, slot: slot, stored: stored)
    case .reaching(let path):
      return reaching(owner, type: set.memberType, path: path, stored: stored)
    case .stored(let slot):
      let word = stored ? snapshot.cell(owner, slot) : cell(owner, slot)
      if word == Scalar.null { return [] }
      return snapshot.lists[Int(word)].map { RecordHandle(raw: Int32($0)) }
    case .everything:
      return everything(of: set.memberType, stored: stored)
    }
  }

  /// Records whose reference or links in `slot` hold `owner`.
  func pointing(at owner: RecordHandle, type: Int, slot: Int, stored: Bool) -> [RecordHandle] {
    let base = snapshot.pointing(at: owner, type: type, slot: slot)
    return stored || moves.isEmpty ? base : moved(base, at: owner, type: type, slot: slot)
  }

  /// The records after those have moved that the step moves.
  @inline(never)
  private func moved(
    _ base: [RecordHandle], at owner: RecordHandle, type: Int, slot: Int
  ) -> [RecordHandle] {
    var result = base
    var isSorted = true
    for move in moves where move.type == type && move.slot == slot {
      let place = result.firstIndex(of: move.record)
      let belongs =
        presence(of: move.record) == .present
        && points(cell(move.record, slot), at: owner, type: type, slot: slot)
      if belongs, place == nil {
        result.append(move.record)
        isSorted = false
      } else if !belongs, let place {
        result.remove(at: place)
      }
    }
    return isSorted ? result : snapshot.ordered(result)
  }

  private func points(_ word: Int64, at owner: RecordHandle, type: Int, slot: Int) -> Bool {
    if word == Scalar.null { return false }
    if case .links = snapshot.definition.recordTypes[type].fields[slot].type {
      return snapshot.lists[Int(word)].contains(Int64(owner.raw))
    }
    return word == Int64(owner.raw)
  }

  private func reaching(_ owner: RecordHandle, type: Int, path: [Int], stored: Bool)
    -> [RecordHandle]
  {
    var types = [type]
    for slot in path.dropLast() {
      guard
        case .reference(let next) = snapshot.definition.recordTypes[types[types.count - 1]].fields[
          slot
        ].type
      else { return [] }
      types.append(next)
    }
    var reached = [owner]
    for (type, slot) in zip(types, path).reversed() {
      reached = reached.flatMap { pointing(at: $0, type: type, slot: slot, stored: stored) }
    }
    return path.count > 1 ? snapshot.ordered(reached) : reached
  }

  private func everything(of type: Int, stored: Bool) -> [RecordHandle] {
    let base = snapshot.all(type: type)
    if stored || (created.isEmpty && removed.isEmpty) { return base }
    let added = created.filter { $0.type == type }.map(\.record)
    return snapshot.ordered(base + added).filter { presence(of: $0) == .present }
  }
}

extension Snapshot {
  /// Records that are present and whose stored reference or links in `slot` hold `owner`, by id.
  func pointing(at owner: RecordHandle, type: Int, slot: Int) -> [RecordHandle] {
    if let supplied = supply?.members(at: owner, type: type, slot: slot) { return supplied }
    let row = headers[Int(owner.raw)].row
    if let source, references.needsLoading(type: type, slot: slot, ownerRow: row) {
      let memberType = definition.recordTypes[type]
      let ownerType = self.type(of: owner)
      if case .links = memberType.fields[slot].type {
        _ = source.loadLinking(
          type: memberType, slot: slot, memberType: ownerType, id: id(of: owner), into: self)
      } else {
        _ = source.loadReferencing(
          type: memberType, slot: slot, ownerType: ownerType, id: id(of: owner), into: self)
      }
    }
    return references.members(type: type, slot: slot, ownerRow: row)
  }
}
