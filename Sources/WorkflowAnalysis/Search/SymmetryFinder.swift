import CEL
import WorkflowEngine

/// Finds the records of a world that can be exchanged.
///
/// Records are alike where they have the same fixed words, and records alike point at them. Whoever
/// is pointed at by a word that can change, chosen by order, or told apart by a goal stays alone.
struct SymmetryFinder {
  let world: SmallWorld
  /// Records that a question is about.
  var distinguished: Set<RecordHandle> = []

  private var definition: WorkflowDefinition { world.definition }

  func symmetry() -> Symmetry? {
    let fixed = Set(definition.recordTypes.indices).subtracting(orderedTypes)
      .subtracting(pointedAtTypes)
    var classes: [[Int64]: [RecordHandle]] = [:]
    for record in world.records {
      let type = world.snapshot.type(of: record).index
      guard fixed.contains(type), isFree(record) else { continue }
      classes[signature(of: record, within: []), default: []].append(record)
    }
    let groups = classes.values.filter { $0.count > 1 }
      .map { members in
        members.sorted { $0.raw < $1.raw }.map { block(of: $0) }
      }
      .filter { !$0[0].isEmpty }
      .sorted { ($0[0].count, $0[0][0]) < ($1[0].count, $1[0][0]) }
    return groups.isEmpty ? nil : Symmetry(groups: groups)
  }

  /// Whether neither it nor anything that belongs to it is told apart.
  private func isFree(_ record: RecordHandle) -> Bool {
    !distinguished.contains(record) && holders(of: record).allSatisfy(isFree)
  }

  /// Types of which order chooses some.
  private var orderedTypes: Set<Int> {
    var types: Set<Int> = []
    for type in definition.recordTypes {
      for effect in type.effects {
        guard case .each(let loop) = effect.target else { continue }
        if loop.limit != nil || loop.orderBy != nil { types.insert(loop.memberType) }
      }
    }
    return types
  }

  /// Types at which a word that can change points.
  private var pointedAtTypes: Set<Int> {
    var types: Set<Int> = []
    for subject in world.layout.subjects {
      guard case .word(let record, let slot) = subject else { continue }
      if let target = world.snapshot.type(of: record).fields[slot].type.target {
        types.insert(target)
      }
    }
    return types
  }

  // MARK: What belongs to a record

  /// Records whose fixed references point at it, by type and number.
  private func holders(of record: RecordHandle) -> [RecordHandle] {
    let type = world.snapshot.type(of: record).index
    return world.records.filter { holder in
      world.snapshot.type(of: holder).fields.enumerated().contains { slot, field in
        field.type.target == type && fixedWord(of: holder, slot) == Int64(record.raw)
      }
    }.sorted {
      let types = (
        world.snapshot.type(of: $0).index, world.snapshot.type(of: $1).index
      )
      return types.0 == types.1 ? $0.raw < $1.raw : types.0 < types.1
    }
  }

  private func fixedWord(of record: RecordHandle, _ slot: Int) -> Int64? {
    world.place(of: record, slot: slot) < 0 ? world.fixedWord(of: record, slot: slot) : nil
  }

  private func block(of record: RecordHandle) -> [Int] {
    let presence = world.presencePlace(of: record)
    return (presence < 0 ? [] : [presence]) + world.places(of: record)
      + holders(of: record).flatMap { block(of: $0) }
  }

  /// What is fixed about a record and those that belong to it; who stands around it counts by its
  /// distance, not by its number.
  private func signature(of record: RecordHandle, within: [RecordHandle]) -> [Int64] {
    let type = world.snapshot.type(of: record)
    var signature: [Int64] = [Int64(type.index)]
    for (slot, field) in type.fields.enumerated() {
      guard let word = fixedWord(of: record, slot), matters(type.index, slot) else { continue }
      if field.type.target != nil, let around = within.lastIndex(where: { Int64($0.raw) == word }) {
        signature += [-1, Int64(within.count - around)]
      } else {
        signature += [-2, word]
      }
    }
    let holders = holders(of: record)
    signature += [-3, Int64(holders.count)]
    return holders.reduce(into: signature) {
      $0 += self.signature(of: $1, within: within + [record])
    }
  }

  private func matters(_ type: Int, _ slot: Int) -> Bool {
    world.relevance.words.contains(Word(type: type, slot: slot))
  }
}

extension FieldType {
  /// The type of record that it points at.
  var target: Int? {
    switch self {
    case .reference(let type), .links(let type): type
    case .plain, .choice, .list, .entries:
      nil
    }
  }
}
