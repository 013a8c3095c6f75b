import CEL
import WorkflowEngine

/// Asks of one rule whether any step can break it, from any situation in which all rules hold.
struct InductionProof {
  let definition: WorkflowDefinition
  /// Paths that may be tried for one rule.
  var maximumPaths = 200_000
  /// When the search for a proof is given up.
  var deadline = ContinuousClock.now + .seconds(5)

  enum Result {
    /// No step breaks it, whatever there is beside what it reads.
    case proved
    /// No step breaks it where sets have few members.
    case provedForSmallSets
    /// A step from a situation in which the rules hold, which need not be reachable.
    case counterexample(String)
    case undecided
  }

  /// Tries with as little as may do, and then with more.
  func prove(_ invariant: Int) -> Result {
    let sorter = ProgramSorter(definition)
    let readsSets = definition.invariants[invariant].formulas.contains { formula in
      if case .readsSets = sorter.kind(of: formula.program) { true } else { false }
    }
    var last = Result.undecided
    for keepsAllGuards in [false, true] {
      let slice = InvariantSlice(definition, invariant: invariant, keepsAllGuards: keepsAllGuards)
      let sliced = slice.sliced()
      for looksIntoSets in readsSets ? [true] : [false, true] {
        last = search(invariant, in: sliced, slice, looksIntoSets: looksIntoSets)
        switch last {
        case .proved, .provedForSmallSets: return last
        case .counterexample, .undecided: continue
        }
      }
    }
    return last
  }

  private func search(
    _ invariant: Int, in sliced: WorkflowDefinition, _ slice: InvariantSlice, looksIntoSets: Bool
  ) -> Result {
    let world = LazyWorld(sliced, now: Scope.morning)
    world.looksIntoSets = looksIntoSets
    world.interpreter.limit(on: world.snapshot, judging: [invariant], isSilent: true)
    var paths = 0
    let concerned = concerned(by: invariant)
    for type in sliced.recordTypes where !type.isInline {
      for event in type.events where concerned.allSatisfy({ $0.concerns(event, of: type) }) {
        for kind in ProofRequest.kinds(of: event) {
          let request = ProofRequest(
            kind: kind, event: event, type: type, words: slice.words, shaken: slice.shaken)
          world.script = ChoiceScript()
          repeat {
            paths += 1
            if paths > maximumPaths { return .undecided }
            if paths & 0x7 == 0, ContinuousClock.now > deadline { return .undecided }
            world.begin()
            switch ending(invariant, request.make(in: world), world) {
            case .kept: break
            case .broken: return .counterexample("\(type.name).\(event.name)")
            case .open: return .undecided
            }
          } while world.script.advance()
        }
      }
    }
    return world.wasBounded || !LoopCheck(sliced).isIndependent ? .provedForSmallSets : .proved
  }

  /// The slices in which an event must be, so that it has to be looked at: one that may write a word
  /// that the rule reads, or that brings about an event after which the rule is looked at.
  ///
  /// A rule about some events need not have held before: only where it holds wherever nothing is
  /// changed can those be left out that write no word of it.
  private func concerned(by invariant: Int) -> [InvariantSlice] {
    func slice(keepsOccasions: Bool) -> InvariantSlice {
      InvariantSlice(
        definition, invariant: invariant, keepsAllGuards: false, followsConditions: false,
        keepsOccasions: keepsOccasions)
    }
    let judged = definition.invariants[invariant]
    if judged.during.isEmpty { return [slice(keepsOccasions: false)] }
    return ProgramSorter(definition).holdsUnchanged(judged.check)
      ? [slice(keepsOccasions: true), slice(keepsOccasions: false)] : [slice(keepsOccasions: true)]
  }

  private enum Ending { case kept, broken, open }

  private func ending(_ invariant: Int, _ request: Request, _ world: LazyWorld) -> Ending {
    guard
      case .blocked(let refusal) = world.interpreter.step(
        world.snapshot, request, explained: false)
    else { return .kept }
    if refusal.blockers.contains(where: { $0.code == .tooMuch }) { return .open }
    let name = definition.invariants[invariant].name
    let isBroken = refusal.blockers.contains { $0.code == .invariantBroken && $0.name == name }
    return isBroken && allHold(in: world) ? .broken : .kept
  }

  /// Whether every rule holds for every record before the step; what is read for that joins the
  /// world.
  private func allHold(in world: LazyWorld) -> Bool {
    var position = 0
    let nobody = Actor(user: "nobody")
    while position < world.records.count, position < 12 {
      let record = world.records[position]
      position += 1
      let type = world.snapshot.type(of: record).index
      for invariant in definition.invariants
      where invariant.recordType == type && invariant.during.isEmpty {
        if let when = invariant.when,
          world.interpreter.holds(when, world.snapshot, record, actor: nobody, now: Scope.morning)
            != .yes
        {
          continue
        }
        let truth = world.interpreter.holds(
          invariant.check, world.snapshot, record, actor: nobody, now: Scope.morning)
        if truth != .yes { return false }
      }
    }
    return true
  }
}

/// A request of a proof, filled in as the world comes into being.
struct ProofRequest {
  enum Kind { case asked, creating, clock, expired }

  let kind: Kind
  let event: Event
  let type: RecordType
  /// The words that can make a difference.
  let words: Set<Word>
  /// Types of which any change makes one.
  let shaken: Set<Int>

  static func kinds(of event: Event) -> [Kind] {
    var kinds: [Kind] = []
    let asked = event.transitions.filter { $0.isAsked && $0.notSupported == nil }
    if asked.contains(where: { !$0.creates }) { kinds.append(.asked) }
    if asked.contains(where: \.creates) { kinds.append(.creating) }
    if event.transitions.contains(where: \.isTimed) { kinds.append(.clock) }
    if event.transitions.contains(where: { $0.expiredEvent != nil }) { kinds.append(.expired) }
    return kinds
  }

  func make(in world: LazyWorld) -> Request {
    let ways = event.transitions.filter { way in
      switch kind {
      case .asked: way.isAsked && !way.creates
      case .creating: way.creates
      case .clock: way.isTimed
      case .expired: way.expiredEvent != nil
      }
    }
    let roles = ways.flatMap(\.roles)
    let actor = Actor(user: "first", roles: roles)
    var request = Request(
      recordType: type.index, event: event.index,
      target: kind == .creating
        ? .new(id: "\(type.name)~new") : .record(world.makeRecord(type: type.index)),
      isConfirmed: true, actor: actor, now: Scope.morning,
      cause: kind == .clock || kind == .expired ? .clock : .asked)
    if kind == .expired { request.expired = ways.first?.expiredEvent }
    let approvals = ways.compactMap(\.approval)
    if !approvals.isEmpty {
      request.approver = Actor(user: "another", roles: approvals.flatMap(\.roles))
    }
    fill(&request, ways, world)
    return request
  }

  private func fill(_ request: inout Request, _ ways: [Transition], _ world: LazyWorld) {
    guard kind != .clock, kind != .expired else { return }
    var inputs: [NamedValue] = []
    var seen: Set<String> = []
    for way in ways {
      for input in way.inputs where seen.insert(input.name).inserted {
        let word = input.field.map { Word(type: type.index, slot: $0) }
        let matters =
          word.map(words.contains) == true || way.reads(input: input.name)
        if matters, !way.creates, input.mayEmpty(type), world.choose(2) == 1 {
          inputs.append(NamedValue(input.name, .null))
        } else if let value = value(
          input.type, isLeftOut: !input.isRequired || input.defaultValue != nil, matters, world)
        {
          inputs.append(NamedValue(input.name, value))
        }
      }
    }
    var edits: [NamedValue] = []
    for slot in Set(ways.flatMap(\.edits)).sorted() where !seen.contains(type.fields[slot].name) {
      guard words.contains(Word(type: type.index, slot: slot)) else { continue }
      let field = type.fields[slot]
      guard world.choose(2) == 1 else { continue }
      if !field.mustHaveValue, world.choose(2) == 1 {
        edits.append(NamedValue(field.name, .null))
      } else if let value = value(field.type, isLeftOut: false, true, world) {
        edits.append(NamedValue(field.name, value))
      }
    }
    let others = Set(ways.flatMap(\.edits)).sorted()
      .filter { !words.contains(Word(type: type.index, slot: $0)) }.map { type.fields[$0] }
    if shaken.contains(type.index), edits.isEmpty,
      let field = others.first(where: {
        InvariantSlice.anyValue(of: $0, in: world.definition) != nil
      }), world.choose(2) == 1,
      let value = InvariantSlice.anyValue(of: field, in: world.definition)
    {
      edits.append(NamedValue(field.name, value))
    }
    if !inputs.isEmpty { request.inputs = inputs }
    if !edits.isEmpty { request.edits = edits }
  }

  private func value(
    _ type: FieldType, isLeftOut: Bool, _ matters: Bool, _ world: LazyWorld
  ) -> StoredValue? {
    if isLeftOut, !matters || world.choose(2) == 0 { return nil }
    if case .reference(let target) = type {
      let known = world.records.filter { world.snapshot.type(of: $0).index == target }
      let chosen = world.choose(known.count + 1)
      let record = chosen < known.count ? known[chosen] : world.makeRecord(type: target)
      return .reference(world.snapshot.id(of: record))
    }
    let values = world.values(of: type, mayBeEmpty: false)
    if values.isEmpty { return .list([]) }
    return values[matters ? world.choose(values.count) : 0]
  }
}

/// Whether members of sets that effects go over can be looked at one by one.
///
/// What is done to one member must not be seen by what is done to another: no order, no limit, and
/// nothing is written beside the members that their own steps read.
struct LoopCheck {
  let definition: WorkflowDefinition

  init(_ definition: WorkflowDefinition) { self.definition = definition }

  var isIndependent: Bool {
    let loops = definition.recordTypes.flatMap { type in
      type.effects.compactMap { effect -> (Loop, Effect)? in
        guard case .each(let loop) = effect.target, !loop.isSingle else { return nil }
        return (loop, effect)
      }
    }
    return loops.allSatisfy { loop, effect in
      guard loop.limit == nil, loop.orderBy == nil else { return false }
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
      case (.each(let loop), .set), (.each(let loop), .delete), (.each(let loop), .erase):
        return !loop.isSingle && loop.isOwnTree(of: recordType)
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
