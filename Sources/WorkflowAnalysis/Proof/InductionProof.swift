import CEL
import WorkflowEngine

/// Asks of one rule whether any step can break it, from any situation in which all rules hold.
struct InductionProof {
  let definition: WorkflowDefinition
  /// Paths that may be tried for one rule.
  var maximumPaths = 200_000
  /// Types whose reactions do nothing where all rules hold and nothing is changed.
  private var idle: Set<Int>
  /// When the search for a proof is given up.
  var deadline = ContinuousClock.now + .seconds(5)

  init(_ definition: WorkflowDefinition) {
    self.definition = definition
    idle = []
    idle = Set(definition.recordTypes.indices.filter(isIdle))
  }

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
    let readsSets = definition.invariants[invariant].formulas.contains {
      sorter.readsSets($0.program)
    }
    var open = Result.undecided
    for keepsAllGuards in [false, true] {
      let slice = InvariantSlice(
        definition, invariant: invariant, keepsAllGuards: keepsAllGuards, idle: idle)
      let sliced = slice.sliced()
      for looksIntoSets in readsSets ? [true] : [false, true] {
        let last = search(invariant, in: sliced, slice, looksIntoSets: looksIntoSets)
        switch last {
        case .proved, .provedForSmallSets: return last
        case .counterexample: open = last
        case .undecided: continue
        }
      }
    }
    return open
  }

  private func search(
    _ invariant: Int, in sliced: WorkflowDefinition, _ slice: InvariantSlice, looksIntoSets: Bool
  ) -> Result {
    let asked = asked(of: invariant, in: sliced)
    let isIndependent = LoopCheck(sliced, from: asked, words: slice.words).isIndependent
    let world = LazyWorld(
      sliced, now: Scope.morning,
      membersNeeded: isIndependent && !looksIntoSets
        ? definition.mentions(of: definition.invariants[invariant]) : nil)
    world.looksIntoSets = looksIntoSets
    world.interpreter.limit(on: world.snapshot, judging: [invariant], isSilent: true)
    var paths = 0
    for key in asked {
      let type = sliced.recordTypes[key.type]
      let event = type.events[key.event]
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
    return world.wasBounded || !isIndependent ? .provedForSmallSets : .proved
  }

  /// The events that are looked at: those of a rule about some events are these alone.
  private func asked(of invariant: Int, in sliced: WorkflowDefinition) -> [EventKey] {
    let concerned = concerned(by: invariant)
    let during = definition.invariants[invariant].during
    return sliced.recordTypes.filter { !$0.isInline }.flatMap { type in
      type.events.filter { event in
        concerned.allSatisfy { $0.concerns(event, of: type) }
          && (during.isEmpty || during.contains("\(type.name).\(event.name)"))
      }.map { EventKey(type: type.index, event: $0.index) }
    }
  }

  /// The slices in which an event must be, so that it has to be looked at: one that may write a word
  /// that the rule reads, or that brings about an event after which the rule is looked at.
  ///
  /// A rule about some events need not have held before: only where it holds wherever nothing is
  /// changed can those be left out that write no word of it.
  private func concerned(by invariant: Int) -> [InvariantSlice] {
    func slice(keepsOccasions: Bool) -> InvariantSlice {
      InvariantSlice(
        definition, invariant: invariant, keepsAllGuards: false, idle: idle,
        followsConditions: false, keepsOccasions: keepsOccasions)
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

  /// Whether the reactions of a type would change nothing in any situation in which all rules hold.
  private func isIdle(_ type: Int) -> Bool {
    let reactions = definition.recordTypes[type].reactions
    if reactions.isEmpty { return true }
    let world = LazyWorld(definition, now: Scope.morning)
    let nobody = Actor(user: "nobody")
    var paths = 0
    repeat {
      paths += 1
      if paths > Self.maximumOfIdle { return false }
      world.begin()
      let record = world.makeRecord(type: type)
      for reaction in reactions {
        let truth = world.interpreter.holds(
          reaction.when, world.snapshot, record, actor: nobody, now: Scope.morning)
        let changesNothing = reaction.set.allSatisfy { one in
          guard case .constant(let value) = one.value else { return false }
          return world.snapshot.storedValue(of: record, slot: one.slot) == value
        }
        if truth == .yes, !changesNothing, allHold(in: world) { return false }
      }
    } while world.script.advance()
    return true
  }

  /// Paths that are tried to find out whether reactions do nothing.
  private static let maximumOfIdle = 5000

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

extension WorkflowDefinition {
  /// By type: how many different records of it one instance of a rule can speak of, two at most.
  func mentions(of invariant: Invariant) -> [Int] {
    var walk = FormulaWalk(self)
    walk.add(invariant.formulas)
    var counts = recordTypes.map { _ in 0 }
    counts[invariant.recordType] = 1
    // Each reference that is read leads from every record that is spoken of to one more.
    for _ in 0..<3 {
      var next = recordTypes.map { _ in 0 }
      next[invariant.recordType] = 1
      for word in walk.words {
        guard let target = recordTypes[word.type].fields[word.slot].type.target else { continue }
        next[target] = min(2, next[target] + counts[word.type])
      }
      counts = next
    }
    return counts.map { max(1, $0) }
  }
}
