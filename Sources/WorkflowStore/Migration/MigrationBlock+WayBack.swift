package import WorkflowEngine

extension MigrationBlock {
  /// The block that leads from a definition back to the one before.
  ///
  /// Where the way there made two values one, it names the more frequent one; which record had the
  /// other stands in the history.
  ///
  /// - Parameter former: The definition before, where its text is known: it says which fields need
  ///   a value.
  package static func wayBack(
    of plan: MovePlan, _ changes: [MigrationChange], _ definition: WorkflowDefinition,
    former: WorkflowDefinition?
  ) -> MigrationBlock {
    var block = MigrationBlock()
    for move in plan.types {
      guard let known = move.former else { continue }
      let own = changes.filter { $0.recordType == move.type.name }
      var section = Section()
      if move.isRenamed { section.was = move.type.name }
      section.addWayBack(
        of: move.fields, own, definition, former?.recordType(named: known.name))
      block.add(section, for: known.name)
      for (slot, container) in move.entries.sorted(by: { $0.key < $1.key }) {
        guard case .entries(let name)? = move.fields.sources[slot].former?.kind else { continue }
        var section = Section()
        if name != container.type.name { section.was = container.type.name }
        section.addWayBack(of: container, [], definition, former?.recordType(named: name))
        block.add(section, for: name)
      }
    }
    return block
  }

  private mutating func add(_ section: Section, for type: String) {
    if !section.hasContent { return }
    change(type) { $0 = section }
  }
}

extension MigrationBlock.Section {
  fileprivate var hasContent: Bool {
    was != nil || !fields.isEmpty || !states.isEmpty || !set.isEmpty || !remark.isEmpty
  }

  fileprivate mutating func addWayBack(
    of container: ContainerMove, _ changes: [MigrationChange], _ definition: WorkflowDefinition,
    _ formerType: RecordType?
  ) {
    for (slot, source) in container.sources.enumerated() {
      let field = container.type.fields[slot]
      if field.isInternal { continue }
      switch source {
      case .added:
        fields.append(.init(key: field.name, value: "null", remark: "new"))
      case .kept(let was):
        if was.name != field.name { fields.append(line(field.name, was.name)) }
        addStates(slot, of: container, changes, definition, was)
      case .mapped(let was, _):
        if was.name != field.name { fields.append(line(field.name, was.name)) }
        addStates(slot, of: container, changes, definition, was)
      case .converted(let was):
        let losses = changes.filter { $0.kind == .converted && $0.field == field.name }
          .reduce(0) { $0 + $1.losses }
        var back = line(field.name, was.name)
        if losses > 0 {
          back.remark = "\(MigrationBlock.records(losses)) come back otherwise: see the history"
        }
        fields.append(back)
      }
    }
    for was in container.dropped {
      let count = changes.first { $0.kind == .fieldDropped && $0.former == was.name }?.records ?? 0
      let lost = "the values of \(MigrationBlock.records(count)) stand in the history"
      if let slot = formerType?.slot(of: was.name), let field = formerType?.fields[slot],
        field.mustHaveValue, field.defaultValue == nil
      {
        set.append(.init(key: was.name, value: MigrationBlock.open, remark: lost))
      } else {
        note("\(was.name): \(lost)")
      }
    }
  }

  private func line(_ present: String, _ former: String) -> MigrationBlock.Line {
    .init(key: present, value: MigrationBlock.word(former))
  }

  private mutating func note(_ text: String) {
    remark += remark.isEmpty ? text : "; \(text)"
  }

  private mutating func addStates(
    _ slot: Int, of container: ContainerMove, _ changes: [MigrationChange],
    _ definition: WorkflowDefinition, _ was: FormerField
  ) {
    guard case .choice(let known) = was.kind else { return }
    let migration = definition.migration?.type(container.type.index)
    let moves = (migration?.values ?? []).filter { $0.slot == slot && known.contains($0.former) }
    let name = container.type.fields[slot].name
    func count(_ former: String) -> Int {
      changes.first { $0.kind == .valueMoved && $0.field == name && $0.former == former }?.records
        ?? 0
    }
    var presents: [String] = []
    for move in moves where !presents.contains(move.present) { presents.append(move.present) }
    for present in presents {
      let formers = moves.filter { $0.present == present }.map(\.former)
      let ranked = formers.enumerated().sorted { left, right in
        (count(right.element), left.offset) < (count(left.element), right.offset)
      }.map(\.element)
      if known.contains(present) {
        for former in ranked where count(former) > 0 {
          note(
            "\(MigrationBlock.records(count(former))) of \(present) came from \(former): see the history"
          )
        }
      } else if let first = ranked.first {
        let others = ranked.dropFirst().filter { count($0) > 0 }
          .map {
            MigrationBlock.records(count($0)) + (count($0) == 1 ? " was \($0)" : " were \($0)")
          }
        addState(
          was.name,
          .init(
            key: present, value: MigrationBlock.word(first),
            remark: others.isEmpty ? "" : others.joined(separator: ", ") + ": see the history"))
      }
    }
  }
}
