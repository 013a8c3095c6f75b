import CEL

/// Which records point at a record, for every stored reference and every links field.
///
/// Members are kept by id, so that a set always reads in the same order.
struct ReferenceIndex {
  /// The number of a reference field among all indexed ones, by type and slot; -1 where the slot is
  /// none.
  private var numbers: [Int] = []
  /// For each type the place of its first slot in `numbers`.
  private var firstSlots: [Int] = []
  /// For each indexed field: its members by the row of the record they point at.
  private var members: [MemberLists] = []
  /// For each indexed field: the type it points at.
  private var targets: [Int] = []
  /// For each indexed field: rows of owners whose members a source was asked for.
  private var loaded: [Set<Int>] = []
  /// Indexed fields that point at each type.
  private(set) var incoming: [[(type: Int, slot: Int)]]

  init(definition: WorkflowDefinition) {
    for type in definition.recordTypes {
      firstSlots.append(numbers.count)
      numbers += Array(repeating: -1, count: type.fields.count)
    }
    incoming = Array(repeating: [], count: definition.recordTypes.count)
    for type in definition.recordTypes where !type.isInline {
      for (slot, field) in type.fields.enumerated() {
        guard let target = field.type.referencedType else { continue }
        numbers[firstSlots[type.index] + slot] = members.count
        members.append(MemberLists())
        targets.append(target)
        loaded.append([])
        incoming[target].append((type.index, slot))
      }
    }
  }

  /// Makes room for one more record of a type.
  mutating func grow(type: Int) {
    for number in targets.indices where targets[number] == type { members[number].byRow.append([]) }
  }

  @inline(__always)
  private func number(_ type: Int, _ slot: Int) -> Int { numbers[firstSlots[type] + slot] }

  func isIndexed(type: Int, slot: Int) -> Bool { number(type, slot) >= 0 }

  func members(type: Int, slot: Int, ownerRow: Int32) -> [RecordHandle] {
    members[number(type, slot)].byRow[Int(ownerRow)]
  }

  /// Says once for each owner that its members must be asked for.
  mutating func needsLoading(type: Int, slot: Int, ownerRow: Int32) -> Bool {
    loaded[number(type, slot)].insert(Int(ownerRow)).inserted
  }

  mutating func move(
    _ record: RecordHandle, type: Int, slot: Int, from old: Int64, to new: Int64,
    in snapshot: Snapshot
  ) {
    guard old != new else { return }
    let lists = members[number(type, slot)]
    for owner in Self.owners(old, snapshot: snapshot, type: type, slot: slot) {
      let row = Int(snapshot.headers[Int(owner)].row)
      if let place = lists.byRow[row].firstIndex(of: record) { lists.byRow[row].remove(at: place) }
    }
    for owner in Self.owners(new, snapshot: snapshot, type: type, slot: slot) {
      let row = Int(snapshot.headers[Int(owner)].row)
      Self.insert(record, into: &lists.byRow[row], names: snapshot.names)
    }
  }

  /// The numbers of the records a word points at: one for a reference, several for links.
  private static func owners(_ word: Int64, snapshot: Snapshot, type: Int, slot: Int) -> [Int64] {
    guard word != Scalar.null else { return [] }
    if case .links = snapshot.definition.recordTypes[type].fields[slot].type {
      return snapshot.lists[Int(word)]
    }
    return [word]
  }

  private static func insert(
    _ record: RecordHandle, into list: inout [RecordHandle], names: RecordNames
  ) {
    if let last = list.last, names.precedes(record.raw, last.raw) || last == record {
      var low = 0
      var high = list.count
      while low < high {
        let middle = (low + high) / 2
        if names.precedes(list[middle].raw, record.raw) { low = middle + 1 } else { high = middle }
      }
      if low < list.count, list[low] == record { return }
      list.insert(record, at: low)
      return
    }
    list.append(record)
  }
}

/// The members of one field's sets, by the row of their owner.
///
/// A class, so that a change of one list never copies the others.
private final class MemberLists {
  var byRow: [[RecordHandle]] = []
}

extension FieldType {
  /// The type of record that a reference or links field points at.
  var referencedType: Int? {
    switch self {
    case .reference(let type), .links(let type): type
    case .plain, .choice, .list, .entries:
      nil
    }
  }
}
