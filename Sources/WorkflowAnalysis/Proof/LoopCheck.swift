import WorkflowEngine

/// Whether members of sets that effects go over can be looked at one by one.
///
/// What is done to one member must not be seen by what is done to another: no order, no limit, and
/// nothing is written beside the members that their own steps read.
struct LoopCheck {
  let definition: WorkflowDefinition
  /// The words that can make a difference.
  private let words: Set<Word>
  /// What the steps that are looked at may bring about.
  private var effects: [Effect] = []

  /// - Parameter events: those that are asked for.
  init(_ definition: WorkflowDefinition, from events: [EventKey], words: Set<Word>) {
    self.definition = definition
    self.words = words
    var waiting = events
    for type in definition.recordTypes {
      for event in type.events where event.transitions.contains(where: \.isSpontaneous) {
        waiting.append(EventKey(type: type.index, event: event.index))
      }
    }
    var seen = Set(waiting)
    var entered: Set<Int> = []
    while let key = waiting.popLast() {
      let type = definition.recordTypes[key.type]
      var found = type.events[key.event].transitions.flatMap(\.effects)
      if entered.insert(key.type).inserted { found += type.regions.flatMap(\.effects) }
      while let effect = found.popLast() {
        effects.append(effect)
        let parts = effect.kind.parts
        found += parts.inner
        let target = parts.created ?? effect.targetType(in: type)
        let next =
          (parts.sent.map { [EventKey(type: target, event: $0)] } ?? [])
          + (parts.raised.map { [EventKey(type: type.index, event: $0)] } ?? [])
        waiting += next.filter { seen.insert($0).inserted }
      }
    }
  }

  var isIndependent: Bool {
    let loops = effects.compactMap { effect -> (Loop, Effect)? in
      guard case .each(let loop) = effect.target, !loop.isSingle else { return nil }
      return (loop, effect)
    }
    return loops.allSatisfy { loop, effect in
      guard loop.limit == nil else { return false }
      guard case .send(let event, _, _, _) = effect.kind else { return true }
      return staysBelow(event, of: loop.memberType, depth: 0)
    }
  }

  /// Whether an event of a member, and whatever it sends on, changes no record but the member and
  /// those that belong to it.
  private func staysBelow(_ event: Int, of type: Int, depth: Int) -> Bool {
    guard depth < 8 else { return false }
    let recordType = definition.recordTypes[type]
    let effects = recordType.events[event].transitions.flatMap(\.effects)
      .flatMap { effect -> [Effect] in
        guard case .choose(let effects, let others) = effect.kind else { return [effect] }
        return effects + others
      }
    return effects.allSatisfy { effect in
      switch (effect.target, effect.kind) {
      case (.own, .set), (.own, .emit), (.own, .raise), (.own, .delete), (.own, .erase): return true
      case (.own, .send(let next, _, _, _)): return staysBelow(next, of: type, depth: depth + 1)
      case (.own, .create(_, let entries, _, _)): return entries != nil
      case (.each(let loop), .send(let next, _, _, _)):
        return !loop.isSingle && loop.isOwnTree(of: recordType)
          && staysBelow(next, of: loop.memberType, depth: depth + 1)
      case (.each(let loop), .set), (.each(let loop), .delete),
        (.each(let loop), .erase)
      where !loop.isSingle && loop.isOwnTree(of: recordType):
        return true
      case (.each(let loop), .set(let assignments)):
        // Another record is changed in words that nothing looks at: once is as good as twice.
        return assignments.allSatisfy {
          !words.contains(Word(type: loop.memberType, slot: $0.slot))
        }
      default: return false
      }
    }
  }
}

extension Loop {
  /// Whether it goes over records that point at the own one, so that no two owners share them.
  func isOwnTree(of type: RecordType) -> Bool {
    guard let set = type.sets.first(where: { $0.name == records.text }) else { return false }
    switch set.source {
    case .referencing, .reaching: return true
    case .stored, .linking, .everything: return false
    }
  }
}
