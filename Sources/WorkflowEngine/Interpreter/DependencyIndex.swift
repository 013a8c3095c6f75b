import CEL

/// Which records' answers to a rule a change can have touched, also those that read the changed
/// record through a relation.
struct DependencyIndex {
  /// For each rule the stored slots it reads, by type, and the ways back from them to the record it
  /// is about.
  private var dependencies: [Dependencies] = []

  var isEmpty: Bool { dependencies.isEmpty }

  struct Slot: Equatable {
    var type: Int
    var slot: Int
  }

  /// How much of a step's changes was looked at before.
  struct Seen {
    /// Lines of the journal.
    var lines = 0
    var created = 0
    var removed = 0
  }

  private struct Dependencies {
    /// For each type, by slot, whether it is read.
    private var slots: [[Bool]]
    /// References that lead from a record to one that is read: followed backwards, holders of the
    /// changed record.
    var references: [Slot] = []
    /// Sets that lead to records that are read.
    var sets: [(type: Int, set: RecordSet)] = []

    init(definition: WorkflowDefinition) {
      slots = definition.recordTypes.map { Array(repeating: false, count: $0.fields.count) }
    }

    mutating func read(_ slot: Int, of type: Int) { slots[type][slot] = true }

    func reads(_ slot: Int, of type: Int) -> Bool { slots[type][slot] }
  }

  /// - Parameter formulas: for each rule everything it reads.
  init(definition: WorkflowDefinition, formulas: [[Formula]]) {
    for formulas in formulas {
      var collector = Collector(definition: definition)
      for formula in formulas { collector.add(formula.program) }
      dependencies.append(collector.result)
    }
  }

  /// The records of a type that the step's changes reach, in the order of their numbers.
  ///
  /// - Parameters:
  ///   - seen: what was looked at before.
  ///   - type: the type of the records that the rule is about.
  ///   - isForAll: whether every change of such a record counts, whatever the rule reads.
  func subjects(
    of rule: Int, beyond seen: Seen = Seen(), in working: WorkingCopy, type subjectType: Int,
    isForAll: Bool = true
  ) -> [RecordHandle] {
    let dependencies = dependencies[rule]
    let snapshot = working.snapshot
    var frontier: [RecordHandle] = []
    for position in seen.lines..<max(seen.lines, working.journal.count) {
      let change = working.journal[position]
      let type = Int(snapshot.headers[Int(change.record.raw)].type)
      if dependencies.reads(Int(change.slot), of: type) || (isForAll && type == subjectType) {
        frontier.append(change.record)
      }
    }
    // What comes into being or goes is a change, also where the rule reads none of its fields.
    for created in working.created.dropFirst(seen.created) { frontier.append(created.record) }
    for removed in working.removed.dropFirst(seen.removed) { frontier.append(removed.record) }
    // Most changes concern few rules.
    if frontier.isEmpty { return [] }
    var found: Set<RecordHandle> = []
    frontier.removeAll { !found.insert($0).inserted }
    while let record = frontier.popLast() {
      for predecessor in predecessors(of: record, dependencies, working)
      where found.insert(predecessor).inserted {
        frontier.append(predecessor)
      }
    }
    var subjects: [RecordHandle] = []
    for record in found where Int(snapshot.headers[Int(record.raw)].type) == subjectType {
      subjects.append(record)
    }
    if subjects.count > 1 { subjects.sort { $0.raw < $1.raw } }
    return subjects
  }

  private func predecessors(
    of record: RecordHandle, _ dependencies: Dependencies, _ working: WorkingCopy
  ) -> [RecordHandle] {
    let type = working.snapshot.type(of: record).index
    var result: [RecordHandle] = []
    for reference in dependencies.references {
      let holder = working.snapshot.definition.recordTypes[reference.type]
      let fieldType = holder.fields[reference.slot].type
      guard fieldType == .reference(type) || fieldType == .list(.reference(type)) else { continue }
      if holder.isInline || fieldType != .reference(type) {
        result += holders(of: record, in: reference, working)
        continue
      }
      for isStored in [false, true] {
        result += working.pointing(
          at: record, type: reference.type, slot: reference.slot, stored: isStored)
      }
    }
    for (ownerType, set) in dependencies.sets where set.memberType == type {
      result += owners(of: set, ownerType: ownerType, member: record, working)
    }
    return result
  }

  /// The records that hold another where no index knows it: in an inline entry or in a list.
  ///
  /// Each record of the type is looked at.
  private func holders(
    of record: RecordHandle, in reference: Slot, _ working: WorkingCopy
  ) -> [RecordHandle] {
    let types = working.snapshot.definition.recordTypes
    guard types[reference.type].isInline else {
      return working.snapshot.all(type: reference.type).filter {
        working.words($0, reference.slot).contains { working.holds($0, record, in: reference) }
      }
    }
    return types.flatMap { owner in
      let lists = owner.fields.indices.filter {
        owner.fields[$0].type == .entries(reference.type)
      }
      guard !lists.isEmpty else { return [RecordHandle]() }
      return working.snapshot.all(type: owner.index).filter { holder in
        lists.contains { list in
          working.members(holder, list).contains { entry in
            working.words(entry, reference.slot).contains {
              working.holds($0, record, in: reference)
            }
          }
        }
      }
    }
  }

  /// The records whose set has, or had, the member.
  private func owners(
    of set: RecordSet, ownerType: Int, member: RecordHandle, _ working: WorkingCopy
  ) -> [RecordHandle] {
    switch set.source {
    case .referencing(let slot): return working.targets(of: member, path: [slot])
    case .reaching(let path): return working.targets(of: member, path: path)
    case .linking(let slot):
      return working.members(member, slot)
    case .stored(let slot):
      let field = working.snapshot.definition.recordTypes[ownerType].fields[slot]
      guard case .links = field.type else { return [] }
      return working.pointing(at: member, type: ownerType, slot: slot, stored: false)
        + working.pointing(at: member, type: ownerType, slot: slot, stored: true)
    case .everything:
      return working.snapshot.all(type: ownerType)
    }
  }

  /// Follows what formulas read, through computed fields and sets.
  private struct Collector {
    let definition: WorkflowDefinition
    var result: Dependencies
    /// For each type the members that were followed.
    private var seen: [Set<String>]

    init(definition: WorkflowDefinition) {
      self.definition = definition
      result = Dependencies(definition: definition)
      seen = Array(repeating: [], count: definition.recordTypes.count)
    }

    mutating func add(_ program: Program) {
      for read in program.reads where seen[read.recordType].insert(read.member).inserted {
        add(read)
      }
    }

    private mutating func add(_ read: MemberRead) {
      let type = definition.recordTypes[read.recordType]
      if let slot = type.slot(of: read.member) { add(slot, of: type) }
      if let formula = type.formulas.first(where: { $0.name == read.member }) {
        add(formula.formula.program)
      }
      if let set = type.sets.first(where: { $0.name == read.member }) { add(set, of: type) }
    }

    private mutating func add(_ slot: Int, of type: RecordType) {
      result.read(slot, of: type.index)
      switch type.fields[slot].type {
      case .reference, .list(.reference):
        let reference = Slot(type: type.index, slot: slot)
        if !result.references.contains(reference) { result.references.append(reference) }
      case .plain, .choice, .list, .entries, .links:
        break
      }
    }

    private mutating func add(_ set: RecordSet, of type: RecordType) {
      result.sets.append((type.index, set))
      for formula in set.condition?.formulas ?? [] { add(formula.program) }
      switch set.source {
      case .stored(let slot): result.read(slot, of: type.index)
      case .referencing(let slot), .linking(let slot):
        result.read(slot, of: set.memberType)
      case .reaching(let path):
        var current = set.memberType
        for slot in path {
          result.read(slot, of: current)
          guard case .reference(let next) = definition.recordTypes[current].fields[slot].type else {
            return
          }
          current = next
        }
      case .everything: break
      }
    }
  }
}

extension WorkingCopy {
  /// Where a path of references leads now, and where it led before the step.
  func targets(of member: RecordHandle, path: [Int]) -> [RecordHandle] {
    var reached = [member]
    for slot in path {
      reached = reached.flatMap { record in
        words(record, slot).map { RecordHandle(raw: Int32(truncatingIfNeeded: $0)) }
      }
    }
    return reached
  }

  /// What a slot holds now and what it held before the step, where it is not empty.
  fileprivate func words(_ record: RecordHandle, _ slot: Int) -> [Int64] {
    [cell(record, slot), snapshot.cell(record, slot)].filter { $0 != Scalar.null }
  }

  /// The records in a slot's list, now and before the step.
  fileprivate func members(_ record: RecordHandle, _ slot: Int) -> [RecordHandle] {
    words(record, slot).flatMap { snapshot.lists[Int($0)].map { RecordHandle(raw: Int32($0)) } }
  }

  /// Whether a word of a reference, or of a list of them, leads to a record.
  fileprivate func holds(_ word: Int64, _ record: RecordHandle, in reference: DependencyIndex.Slot)
    -> Bool
  {
    switch snapshot.definition.recordTypes[reference.type].fields[reference.slot].type {
    case .list: snapshot.lists[Int(word)].contains(Int64(record.raw))
    case .plain, .choice, .reference, .entries, .links:
      word == Int64(record.raw)
    }
  }
}
