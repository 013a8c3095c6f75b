import CEL
import WorkflowEngine

/// An event of a record type, by their numbers.
struct EventKey: Hashable {
  let type: Int
  let event: Int
}

/// The part of a definition that a rule depends on.
///
/// What writes none of the words that can make a difference to the rule is left out, and so are
/// guards that read others: a step may then be possible that is none, never the other way round.
struct InvariantSlice {
  let definition: WorkflowDefinition
  /// Whether guards over any words are kept, or only those over words that rules speak of.
  let keepsAllGuards: Bool
  /// Types whose reactions do nothing by themselves, so that only what they read can stir them.
  private let idle: Set<Int>
  /// Whether what conditions and values depend on belongs to it, or only what the rule itself reads.
  private let followsConditions: Bool
  private(set) var words: Set<Word> = []
  /// Types of which any change matters: something follows by itself then.
  private(set) var shaken: Set<Int> = []
  /// Types of which it matters that a record comes into being or goes, whatever it says: the rule's
  /// own, and those whose records are all looked at.
  private var counted: Set<Int> = []
  private var events: Set<EventKey> = []

  init(
    _ definition: WorkflowDefinition, invariant: Int, keepsAllGuards: Bool, idle: Set<Int>,
    followsConditions: Bool = true, keepsOccasions: Bool = true
  ) {
    self.definition = definition
    self.keepsAllGuards = keepsAllGuards
    self.idle = idle
    self.followsConditions = followsConditions
    counted = [definition.invariants[invariant].recordType]
    addFormulas(definition.invariants[invariant].formulas)
    if keepsOccasions { addOccasions(of: definition.invariants[invariant]) }
    addSubject(of: definition.invariants[invariant])
    let spokenOf = Self.words(definition.invariants.flatMap(\.formulas), definition)
    while extend(spokenOf) {}
  }

  private static func words(
    _ formulas: [Formula], _ definition: WorkflowDefinition
  ) -> Set<Word> {
    var walk = FormulaWalk(definition)
    walk.add(formulas)
    return walk.words
  }

  /// Whether an event can change anything the rule depends on.
  func concerns(_ event: Event, of type: RecordType) -> Bool {
    events.contains(EventKey(type: type.index, event: event.index))
  }

  /// Adds the events after which the rule is looked at, whatever they change.
  private mutating func addOccasions(of invariant: Invariant) {
    for type in definition.recordTypes {
      for event in type.events where invariant.during.contains("\(type.name).\(event.name)") {
        events.insert(EventKey(type: type.index, event: event.index))
      }
    }
  }

  /// A rule about some events is asked of every record of its type that they change, whatever is
  /// changed: where it need not hold for one that is not, each word of the type matters.
  private mutating func addSubject(of invariant: Invariant) {
    guard !invariant.during.isEmpty,
      !ProgramSorter(definition).holdsUnchanged(invariant.check)
    else { return }
    for slot in definition.recordTypes[invariant.recordType].fields.indices {
      words.insert(Word(type: invariant.recordType, slot: slot))
    }
  }

  // MARK: Finding

  /// Adds what the words found so far depend on; false where there is nothing more.
  private mutating func extend(_ spokenOf: Set<Word>) -> Bool {
    let before = (words.count, events.count, shaken.count, counted.count)
    for type in definition.recordTypes {
      if type.regions.contains(where: { words.contains(Word(type: type.index, slot: $0.slot)) }) {
        for region in type.regions {
          words.insert(Word(type: type.index, slot: region.slot))
          for slot in region.memories { words.insert(Word(type: type.index, slot: slot)) }
        }
      }
      for event in type.events where event.transitions.contains(where: { isNeeded($0, of: type) }) {
        events.insert(EventKey(type: type.index, event: event.index))
        guard followsConditions else { continue }
        for transition in event.transitions { add(transition, of: event, type, spokenOf) }
      }
      addFollowing(of: type)
      for effect in type.effects where followsConditions && isNeeded(effect, of: type) {
        add(effect, of: type)
      }
      for reaction in type.reactions {
        let needed = reaction.set.filter { isWord($0, of: type.index) }
        if !needed.isEmpty { addFormulas(reaction.when.formulas + needed.flatMap(\.formulas)) }
      }
    }
    return (words.count, events.count, shaken.count, counted.count) != before
  }

  /// What follows by itself may do so after any change of its record, whatever was changed.
  private mutating func addFollowing(of type: RecordType) {
    let reactions = type.reactions.filter { reaction in
      reaction.set.contains { isWord($0, of: type.index) }
    }
    let spontaneous = type.transitions.filter { way in
      switch way.occasion {
      case .automatic, .done: isNeeded(way, of: type)
      case .asked, .sent, .clock, .expired: false
      }
    }
    guard !spontaneous.isEmpty || !reactions.isEmpty && !idle.contains(type.index) else { return }
    shaken.insert(type.index)
    for way in spontaneous {
      addFormulas((way.when?.formulas ?? []) + way.guards.flatMap(\.declared.formulas))
    }
  }

  private mutating func addFormulas(_ formulas: [Formula]) {
    var walk = FormulaWalk(definition)
    walk.add(formulas)
    words.formUnion(walk.words)
    counted.formUnion(walk.counted)
  }

  private mutating func add(
    _ transition: Transition, of event: Event, _ type: RecordType, _ spokenOf: Set<Word>
  ) {
    addFormulas(transition.when?.formulas ?? [])
    for test in transition.from { words.insert(Word(type: type.index, slot: test.slot)) }
    for input in transition.inputs {
      let isNeeded = input.field.map { words.contains(Word(type: type.index, slot: $0)) } ?? true
      if isNeeded {
        addFormulas(input.when?.formulas ?? [])
        if case .formula(let formula)? = input.defaultValue { addFormulas([formula]) }
      }
    }
    for use in transition.guards {
      let read = Self.words(use.declared.formulas, definition)
      if !event.isDecidedByStates || keepsAllGuards || read.isSubset(of: words.union(spokenOf)) {
        addFormulas(use.declared.formulas)
      }
    }
  }

  private mutating func add(_ effect: Effect, of own: RecordType) {
    var formulas = effect.when?.formulas ?? []
    if case .each(let loop) = effect.target {
      formulas += [loop.records] + (loop.condition?.formulas ?? [])
      if let orderBy = loop.orderBy { formulas.append(orderBy) }
    }
    let parts = effect.kind.parts
    let type = parts.created ?? effect.targetType(in: own)
    formulas += parts.assignments.filter { isWord($0, of: type) }.flatMap(\.formulas)
    if let records = parts.records { formulas.append(records) }
    formulas += parts.given.flatMap(\.formulas)
    addFormulas(formulas)
  }

  private func isWord(_ assignment: Assignment, of type: Int) -> Bool {
    words.contains(Word(type: type, slot: assignment.slot))
  }

  private func matters(_ type: Int) -> Bool {
    counted.contains(type) || shaken.contains(type) || words.contains { $0.type == type }
  }

  // MARK: What is needed

  private func isNeeded(_ transition: Transition, of type: RecordType) -> Bool {
    if transition.creates, matters(type.index) { return true }
    let moved =
      transition.to.map(\.slot) + transition.toHistories.map { type.regions[$0.region].slot }
      + transition.givenSlots
    if moved.contains(where: { words.contains(Word(type: type.index, slot: $0)) }) { return true }
    if !moved.isEmpty, shaken.contains(type.index) { return true }
    return transition.effects.contains { isNeeded($0, of: type) }
  }

  func isNeeded(_ effect: Effect, of type: RecordType) -> Bool {
    let target = effect.targetType(in: type)
    let parts = effect.kind.parts
    func isKept(_ event: Int?, of type: Int) -> Bool {
      event.map { events.contains(EventKey(type: type, event: $0)) } ?? false
    }
    if let entries = parts.entries { return words.contains(Word(type: type.index, slot: entries)) }
    if let created = parts.created { return matters(created) || isKept(parts.sent, of: created) }
    if let (slot, ofMember) = parts.links {
      return words.contains(Word(type: ofMember ? target : type.index, slot: slot))
    }
    return !parts.assignments.isEmpty && shaken.contains(target)
      || parts.assignments.contains { isWord($0, of: target) }
      || parts.removes && (matters(target) || pointsAtRemoved(target))
      || isKept(parts.sent, of: target) || isKept(parts.raised, of: type.index)
      || parts.inner.contains { isNeeded($0, of: type) }
  }

  /// Whether a word that matters is emptied with a record of the type.
  private func pointsAtRemoved(_ type: Int) -> Bool {
    words.contains { definition.recordTypes[$0.type].fields[$0.slot].type.target == type }
  }

  /// An assignment whose value makes no difference, but that the record is changed.
  private func shaking(_ assignment: Assignment, of type: Int) -> Assignment {
    let field = definition.recordTypes[type].fields[assignment.slot]
    guard let value = Self.anyValue(of: field, in: definition) else { return assignment }
    return Assignment(slot: assignment.slot, value: .constant(value), place: assignment.place)
  }

  /// A value for a field of which none matters; nil for references and lists.
  static func anyValue(of field: Field, in definition: WorkflowDefinition) -> StoredValue? {
    switch field.type {
    case .plain(.text): .text("another text")
    case .plain(.decimal): .decimal(Decimal(0))
    case .plain(.boolean): .boolean(true)
    case .plain(let scalar): .word(0, scalar)
    case .choice(let choice): definition.choices[choice].values.first.map { .choice($0) }
    case .reference, .list, .links, .entries: nil
    }
  }

  // MARK: The smaller definition

  func sliced() -> WorkflowDefinition {
    DefinitionRewriter(
      definition,
      effect: { effect, type in
        guard isNeeded(effect, of: type) else { return nil }
        guard case .set(let assignments) = effect.kind else { return effect.kind }
        let target = effect.targetType(in: type)
        let kept = assignments.filter { isWord($0, of: target) }
        return .set(kept.isEmpty ? assignments.prefix(1).map { shaking($0, of: target) } : kept)
      },
      keepsGuard: { use, event in
        let read = Self.words(use.declared.formulas, definition)
        return !event.isDecidedByStates || (!read.isEmpty && read.isSubset(of: words))
      },
      reaction: { reaction, type in
        let kept = reaction.set.filter { isWord($0, of: type.index) }
        return kept.isEmpty
          ? nil : Reaction(when: reaction.when, set: kept, place: reaction.place)
      }
    ).rewritten()
  }
}

extension Assignment {
  var formulas: [Formula] {
    if case .formula(let formula) = value { [formula] } else { [] }
  }
}
