import CEL
import WorkflowEngine

/// Answers questions about situations: from what is remembered, else from the interpreter.
///
/// A class, because what it has learned is shared by everybody who asks.
final class Asker {
  let world: SmallWorld
  let moves: [Move]
  /// The scope's moments, in microseconds.
  let moments: [Int64]
  private(set) var tree: AnswerTree
  private var conditions: [(condition: Condition, record: RecordHandle)] = []
  private var requests: [Request?]
  /// How many answers the interpreter gave.
  private(set) var realSteps = 0
  /// Whether every remembered answer is compared with a real one.
  let isChecked: Bool
  /// Whether answers are remembered at all.
  var remembers = true
  /// Transitions that were part of an allowed step, by their places.
  private(set) var taken: Set<SourcePlace> = []
  /// Guards that refused something, by their places: those of events with one way.
  private(set) var refusing: Set<SourcePlace> = []
  /// A place whose bits do not suffice for a new value, where there is one.
  private(set) var narrowPlace: Int?

  /// An answer, or that the layout has to be widened first.
  enum Reply {
    case answer(Int)
    case widen(Int)
  }

  init(_ world: SmallWorld, moves: [Move], moments: [Int64], isChecked: Bool = false) {
    self.world = world
    self.moves = moves
    self.moments = moments
    self.isChecked = isChecked
    tree = AnswerTree(questions: moves.count * moments.count)
    requests = Array(repeating: nil, count: moves.count * moments.count)
  }

  /// A further question: whether a condition holds for a record that is there.
  func add(_ condition: Condition, of record: RecordHandle) -> Int {
    conditions.append((condition, record))
    return tree.addQuestion()
  }

  /// What a condition that was added comes to in the situation that the world looks at.
  func truth(_ question: Int) -> Bool? {
    guard case .answer(let number) = ask(question),
      case .truth(let truth) = tree.answers[number].kind
    else { return nil }
    return truth
  }

  func question(move: Int, moment: Int) -> Int { move * moments.count + moment }

  /// Answers a question about the situation that the world looks at.
  @inline(__always)
  func ask(_ question: Int) -> Reply {
    if remembers,
      let known = tree.find(question, { world.number(at: $0, in: world.situation) })
    {
      if isChecked { check(question, known) }
      return .answer(known)
    }
    return askAnew(question)
  }

  @inline(never)
  private func askAnew(_ question: Int) -> Reply {
    let (answer, reads) = decide(question)
    if let narrowPlace {
      self.narrowPlace = nil
      return .widen(narrowPlace)
    }
    return .answer(
      remembers ? tree.insert(question, reads: reads, answer) : tree.setOnly(answer))
  }

  private func check(_ question: Int, _ known: Int) {
    let (answer, _) = decide(question)
    precondition(
      answer == tree.answers[known], "what was remembered is not what the interpreter answers")
  }

  // MARK: The interpreter

  private func decide(_ question: Int) -> (Answer, [(place: Int, number: Int)]) {
    realSteps += 1
    let askedMoves = moves.count * moments.count
    if question >= askedMoves {
      let (condition, record) = conditions[question - askedMoves]
      guard world.clockPlace >= 0 else {
        let answer = truth(of: condition, record, at: moments[0])
        return (answer, takeReads())
      }
      let moment = world.number(at: world.clockPlace, in: world.situation)
      let answer = truth(of: condition, record, at: moments[moment])
      return (answer, [(world.clockPlace, moment)] + takeReads())
    }
    let moment = question % moments.count
    let move = moves[question / moments.count]
    switch move.kind {
    case .ask, .expire: return (self.answer(question, move, moment), takeReads())
    case .turn: return (turn(move), takeReads())
    case .tick: return tick(moment)
    case .wait: return (wait(moment), [])
    }
  }

  private func takeReads() -> [(place: Int, number: Int)] {
    let reads = world.readPlaces.map { ($0, world.number(at: $0, in: world.situation)) }
    world.forget()
    return reads
  }

  private func truth(of condition: Condition, _ record: RecordHandle, at now: Int64) -> Answer {
    guard world.snapshot.presence(of: record) == .present else {
      return Answer(kind: .truth(false))
    }
    let truth = world.interpreter.holds(
      condition, world.snapshot, record, actor: Actor(user: "nobody"), now: now)
    switch truth {
    case .yes: return Answer(kind: .truth(true))
    case .no: return Answer(kind: .truth(false))
    case .cannotTell: return Answer(kind: .truth(nil))
    }
  }

  private func wait(_ moment: Int) -> Answer {
    guard moment + 1 < moments.count else { return Answer(kind: .blocked) }
    return Answer(
      kind: .allowed,
      writes: [Answer.Write(place: Int32(world.clockPlace), number: Int32(moment + 1))])
  }

  private func request(_ question: Int, _ move: Move, _ moment: Int) -> Request {
    if let known = requests[question] { return known }
    let record = world.records[move.record]
    var request = Request(
      recordType: move.recordType, event: move.event,
      target: move.isNew ? .new(id: world.snapshot.id(of: record)) : .record(record),
      inputs: move.inputs, edits: move.edits, isConfirmed: true, actor: move.actor,
      now: moments[moment])
    if move.kind == .expire {
      request.cause = .clock
      request.due = moments[moment]
      let event = world.definition.recordTypes[move.recordType].events[move.event]
      request.expired = event.transitions.first?.expiredEvent
    }
    requests[question] = request
    return request
  }

  private func answer(_ question: Int, _ move: Move, _ moment: Int) -> Answer {
    if move.isNew, !isNextNew(move.record) { return Answer(kind: .blocked) }
    var request = request(question, move, moment)
    if let slot = pendingSlot(of: move),
      world.snapshot.storedWord(of: record(of: move), slot: slot) == 1
    {
      // It waits already: it can be agreed to, and not be asked for again.
      request.approver = move.approver
      request.isAnswer = true
    }
    var outcome = world.interpreter.step(world.snapshot, request, explained: false)
    if case .pending = outcome, let approver = move.approver {
      request.approver = approver
      outcome = world.interpreter.step(world.snapshot, request, explained: false)
    }
    if case .blocked(let refusal) = outcome { note(refusal, of: move) }
    return answer(for: outcome)
  }

  /// A request begins to wait, or ends without being carried out.
  private func turn(_ move: Move) -> Answer {
    let record = record(of: move)
    guard world.snapshot.presence(of: record) == .present, let slot = pendingSlot(of: move) else {
      return Answer(kind: .blocked)
    }
    let place = world.place(of: record, slot: slot)
    if place < 0 { return Answer(kind: .blocked) }
    var changed = Changes()
    let waits = world.snapshot.storedWord(of: record, slot: slot) == 1
    changed.set(world.canonical(waits ? 0 : 1, at: place), at: place)
    return packed(changed)
  }

  private func record(of move: Move) -> RecordHandle { world.records[move.record] }

  private func pendingSlot(of move: Move) -> Int? {
    guard !move.isNew, move.kind != .expire else { return nil }
    return world.definition.recordTypes[move.recordType].events[move.event].pendingSlot
  }

  private func note(_ refusal: Refusal, of move: Move) {
    let event = world.definition.recordTypes[move.recordType].events[move.event]
    guard event.transitions.count == 1, case .guards(let failing, _) = refusal.reason else {
      return
    }
    for (number, use) in event.transitions[0].guards.enumerated()
    where failing & (1 << UInt64(number)) != 0 {
      refusing.insert(use.place)
    }
  }

  /// Of records that may be created the first that is free is: which one makes no difference.
  private func isNextNew(_ index: Int) -> Bool {
    let record = world.records[index]
    let type = world.snapshot.type(of: record).index
    for other in world.recordsOfType[type] {
      if world.snapshot.presence(of: other) == .unknown { return other == record }
    }
    return false
  }

  private func answer(for outcome: Outcome) -> Answer {
    switch outcome {
    case .allowed(let plan): return answer(for: plan)
    case .pending, .invalid: return Answer(kind: .blocked)
    case .blocked(let refusal):
      let broken = refusal.blockers.filter { $0.code == .invariantBroken }.compactMap { blocker in
        world.definition.invariants.firstIndex { $0.name == blocker.name }
      }
      let isByInvariants = refusal.blockers.allSatisfy { $0.code == .invariantBroken }
      return Answer(kind: isByInvariants && !broken.isEmpty ? .broken(broken) : .blocked)
    }
  }

  private func answer(for plan: Plan) -> Answer {
    var changed = Changes()
    for created in plan.created where !created.id.isEmpty {
      guard world.isMember(created.record) else { return Answer(kind: .outside) }
      changed.set(
        RecordPresence.present.word, at: world.presencePlace(of: created.record))
      for place in world.places(of: created.record) { changed.set(Scalar.null, at: place) }
    }
    // Entries of inline lists are made once and never changed: their words are no part of a
    // situation, but what the lists that hold them are told apart by.
    let entries = Set(plan.created.lazy.filter(\.id.isEmpty).map(\.record))
    for change in plan.changes where entries.contains(change.record) {
      world.snapshot.setRaw(change.record, slot: Int(change.slot), to: change.new)
    }
    for change in plan.changes where world.isMember(change.record) {
      let place = world.place(of: change.record, slot: Int(change.slot))
      if place >= 0 { changed.set(world.canonical(change.new, at: place), at: place) }
    }
    for removal in plan.removed {
      let presence: RecordPresence = removal.isErased ? .erased : .deleted
      changed.set(presence.word, at: world.presencePlace(of: removal.record))
      for place in world.places(of: removal.record) { changed.set(nil, at: place) }
    }
    for step in plan.steps {
      if let transition = step.transition { taken.insert(transition.place) }
    }
    return packed(changed)
  }

  private struct Changes {
    var words: [Int: Int64?] = [:]

    mutating func set(_ word: Int64?, at place: Int) { words[place] = .some(word) }
  }

  private func packed(_ changes: Changes) -> Answer {
    var answer = Answer(kind: .allowed)
    for (place, word) in changes.words.sorted(by: { $0.key < $1.key }) {
      // Words of a record that is gone are all the same.
      guard let number = word.map({ world.layout.number(of: $0, at: place) }) ?? 0 else {
        narrowPlace = place
        return answer
      }
      answer.writes.append(Answer.Write(place: Int32(place), number: Int32(number)))
    }
    return answer
  }

  // MARK: The clock

  /// A timer's time is over, and nothing else changes.
  private func passingOver(_ record: RecordHandle, _ slot: Int, _ word: Int64) -> Answer {
    var changed = Changes()
    let place = world.place(of: record, slot: slot)
    if place >= 0 { changed.set(world.canonical(word, at: place), at: place) }
    return packed(changed)
  }

  /// A tick: everything that is due, each timer as a step of its own on what the one before left.
  private func tick(_ moment: Int) -> (Answer, [(place: Int, number: Int)]) {
    let former = moment > 0 ? moments[moment - 1] : Int64.min
    var reads: [(place: Int, number: Int)] = []
    var written: [Int: Answer.Write] = [:]
    var broken: [Int] = []
    let original = world.unpacked(world.situation)
    func note() {
      for place in world.readPlaces
      where written[place] == nil && !reads.contains(where: { $0.place == place }) {
        reads.append((place, original[place]))
      }
      world.forget()
    }
    var turns = ClockTurns(at: moments[moment], after: former)
    while narrowPlace == nil, let turn = turns.next(world.interpreter, in: world.snapshot) {
      let answer =
        switch turn {
        case .fire(let request):
          self.answer(for: world.interpreter.step(world.snapshot, request, explained: false))
        case .passOver(let record, let slot, let word): passingOver(record, slot, word)
        }
      note()
      switch answer.kind {
      case .allowed:
        for write in answer.writes {
          written[Int(write.place)] = write
          world.put(Int(write.number), at: Int(write.place), in: world.situation)
        }
        turns.noteFired()
      case .broken(let found): broken += found
      case .blocked, .outside, .truth: break
      }
    }
    note()
    for (place, number) in original.enumerated() {
      world.put(number, at: place, in: world.situation)
    }
    let writes = written.values.sorted { $0.place < $1.place }
    if !broken.isEmpty { return (Answer(kind: .broken(broken)), reads) }
    return (Answer(kind: writes.isEmpty ? .blocked : .allowed, writes: writes), reads)
  }
}
