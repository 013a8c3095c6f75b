import CEL
import WorkflowEngine

/// Looks for the cheapest way from the records as they are to a goal.
///
/// Situations are taken up by their cost, each once. Nothing but the interpreter's own step decides
/// what a move leads to.
struct RouteSearch {
  enum Goal {
    case holds(Condition, RecordHandle)
    case done(Request)
  }

  private struct Node {
    var situation: RouteSituation
    var parent: Int
    var step: RouteStep?
    var cost: RouteCost
    var people: Set<String>
    var waits = 0
    /// How many of the moves were tried in it.
    var tried = 0
    var hasWaited = false
    var isGoal = false
  }

  /// How a situation came to be from the one before.
  struct RouteStep {
    var move: RouteMove?
    /// How many second persons it takes.
    var approvals = 0
    var isIrreversible = false

    var approvers: [Actor] { approvals == 0 ? [] : move?.approver?.peers(approvals) ?? [] }
  }

  private let world: RouteWorld
  private let goal: Goal
  private let actor: Actor
  private var candidates: RouteCandidates
  private let sinks: SinkTable
  private let moments: MomentUse
  private let goalLooksAtTime: Bool
  private var nodes: [Node] = []
  private var heap = NodeHeap()
  private var seen: [SituationKey: Int] = [:]
  private var memory = RefusalMemory()
  private var started: Set<Int> = []
  /// Whether what an allowed step has read is followed too, and not only what stood in the way.
  private var followsAll = false

  /// The measure of work: words, records and sets that are read.
  var maximumReads = 2_000_000
  var maximumSituations = 20_000
  var deadline: ContinuousClock.Instant?
  var isInterrupted: () -> Bool = { false }
  private var rejected = 0
  /// Whether something was refused that looks at the time.
  private var isHeldByTime = false
  private(set) var isCut = false

  private static let mostWaits = 2
  private static let mostMoments = 8
  private static let mostRejected = 8

  init(
    _ world: RouteWorld, to goal: Goal, _ table: WriterTable, _ sinks: SinkTable,
    by actor: Actor, formulas: [Formula]
  ) {
    self.world = world
    self.goal = goal
    self.actor = actor
    self.sinks = sinks
    let definition = world.definition
    moments = table.moments
    goalLooksAtTime = table.moments.looksAtTime(formulas)
    candidates = RouteCandidates(
      world, table,
      RouteFilling(definition, actor: actor, goal: formulas, now: world.situation.now))
  }

  var situations: Int { nodes.count }

  /// Whether anything that stood in the way could come out otherwise later, or a timer may help.
  private var looksAtTime: Bool {
    goalLooksAtTime || !candidates.timers.isEmpty || isHeldByTime
  }

  /// Whether values, people or moments may have been left out that would have helped.
  ///
  /// What waits for a second person may stand in the way, and no request is left waiting here.
  var isSampled: Bool {
    candidates.isSampled || candidates.isBounded || looksAtTime
      || world.definition.tellsWhatWaits
  }

  // MARK: Searching

  /// The cheapest way that is accepted; nil where there is none, or the search was given up.
  ///
  /// - Parameter isAccepted: whether it gets there when it is carried out.
  mutating func run(isAccepted: (Route) throws -> Bool) rethrows -> Route? {
    if case .done(let request) = goal { candidates.addGoal(request) }
    add(Node(situation: world.situation, parent: -1, cost: RouteCost(), people: []))
    while true {
      while let index = heap.pop() {
        if nodes[index].isGoal {
          let route = route(to: index)
          if try isAccepted(route) { return route }
          rejected += 1
          if rejected > Self.mostRejected {
            isCut = true
            return nil
          }
          continue
        }
        guard expand(index) else {
          isCut = true
          return nil
        }
      }
      if followsAll { return nil }
      // Nothing that stood in the way is left: what else a step depends on is followed, too.
      followsAll = true
      seen = [:]
      for index in started.sorted() {
        nodes[index].tried = 0
        heap.push(index, nodes[index].cost)
      }
    }
  }

  private var isOver: Bool {
    if world.reads > maximumReads || nodes.count > maximumSituations || isInterrupted() {
      return true
    }
    if let deadline, ContinuousClock.now > deadline { return true }
    return false
  }

  /// Tries every move in a situation; false where the search is given up.
  private mutating func expand(_ index: Int) -> Bool {
    let count = candidates.moves.count
    started.insert(index)
    world.enter(nodes[index].situation)
    while nodes[index].tried < candidates.moves.count {
      let number = nodes[index].tried
      nodes[index].tried += 1
      if !memory.isRefused(number, in: world) { attempt(number, from: index) }
      if isOver { return false }
    }
    if looksAtTime, nodes[index].waits < Self.mostWaits, !nodes[index].hasWaited {
      nodes[index].hasWaited = true
      wait(from: index)
    }
    if candidates.moves.count > count {
      for other in started.sorted() where nodes[other].tried < candidates.moves.count {
        heap.push(other, nodes[other].cost)
      }
    }
    return true
  }

  private mutating func attempt(_ number: Int, from index: Int) {
    let move = candidates.moves[number]
    if case .new(let id) = move.target,
      world.isPresent(world.snapshot.known(type: move.type, id: id))
    {
      return
    }
    var request = move.request(at: nodes[index].situation.now)
    var outcome = world.interpreter.step(world.snapshot, request, explained: false)
    var approvals = 0
    if case .pending(let pending) = outcome, let approver = move.approver {
      approvals = pending.count
      request.approver = approver
      outcome = world.interpreter.step(world.snapshot, request, explained: false)
    }
    guard case .allowed(let plan) = outcome else {
      let event = [move.type, move.event]
      memory.note(number, world, looksAtTime: moments.readers.contains(event))
      candidates.noteReads()
      if moments.events.contains(event) { isHeldByTime = true }
      return
    }
    if followsAll { candidates.noteReads() } else { world.forget() }
    guard move.isGoal || !plan.isEmpty else { return }
    var node = Node(
      situation: world.situation(after: plan), parent: index,
      step: RouteStep(
        move: move, approvals: approvals,
        isIrreversible: sinks.isIrreversible(plan, world)),
      cost: nodes[index].cost, people: nodes[index].people, waits: nodes[index].waits)
    if move.actor != actor { node.people.insert(Self.name(move.actor)) }
    for person in node.step?.approvers ?? [] { node.people.insert(Self.name(person)) }
    node.cost.irreversible += node.step?.isIrreversible == true ? 1 : 0
    node.cost.people = node.people.count
    node.cost.steps += 1 + approvals
    node.cost.filled += move.filled
    node.isGoal = move.isGoal
    add(node)
    world.enter(nodes[index].situation)
  }

  private static func name(_ actor: Actor) -> String {
    ([actor.user] + actor.roles).joined(separator: ":")
  }

  /// Takes a situation up that was not there before, or was dearer.
  private mutating func add(_ node: Node) {
    var node = node
    if !node.isGoal {
      // What nothing in the way has read makes no difference yet.
      let key = SituationKey(node.situation, followsAll ? nil : candidates.words)
      if let known = seen[key], !(node.cost < nodes[known].cost) { return }
      seen[key] = nodes.count
      if case .holds(let condition, let record) = goal {
        world.enter(node.situation)
        node.isGoal = holds(condition, record)
      }
    }
    nodes.append(node)
    heap.push(nodes.count - 1, node.cost)
  }

  private mutating func holds(_ condition: Condition, _ record: RecordHandle) -> Bool {
    guard world.isPresent(record) else { return false }
    world.forget()
    let truth = world.interpreter.holds(
      condition, world.snapshot, record, actor: actor, now: world.situation.now)
    candidates.noteReads()
    return truth == .yes
  }

  // MARK: Waiting

  private mutating func wait(from index: Int) {
    for moment in laterMoments(from: index) {
      world.enter(nodes[index].situation)
      var node = Node(
        situation: nodes[index].situation, parent: index, step: RouteStep(),
        cost: nodes[index].cost, people: nodes[index].people, waits: nodes[index].waits + 1)
      fire(until: moment, &node)
      node.situation.now = moment
      node.cost.steps += 1
      node.cost.waiting += moment - nodes[index].situation.now
      add(node)
    }
    world.enter(nodes[index].situation)
  }

  /// The timers of records that matter, each a request of its own, as the clock fires them.
  private mutating func fire(until moment: Int64, _ node: inout Node) {
    var tried: Set<DueTimer> = []
    while tried.count < 100 {
      let due = due(until: moment).filter { !tried.contains($0) }
      world.forget()
      guard let timer = due.first else { return }
      tried.insert(timer)
      let request = Request(
        recordType: timer.recordType, event: timer.event, target: .record(timer.record),
        isConfirmed: true, actor: MoveMaker.clock, now: max(timer.due, node.situation.now),
        cause: .clock, due: timer.due)
      let outcome = world.interpreter.step(world.snapshot, request, explained: false)
      guard case .allowed(let plan) = outcome else {
        candidates.noteReads()
        continue
      }
      world.forget()
      if sinks.isIrreversible(plan, world) {
        node.step?.isIrreversible = true
        node.cost.irreversible += 1
      }
      node.situation = world.situation(after: plan)
      world.enter(node.situation)
    }
  }

  private func due(until moment: Int64) -> [DueTimer] {
    let records = Set(candidates.timers.map(\.record)).sorted { $0.raw < $1.raw }
    guard !records.isEmpty else { return [] }
    let wanted = Set(candidates.timers.map { "\($0.record.raw) \($0.event)" })
    return world.interpreter.dueTimers(world.snapshot, until: moment, records: records)
      .filter { wanted.contains("\($0.record.raw) \($0.event)") }
  }

  /// When something could be different: timers, and days of dates that matter.
  private func laterMoments(from index: Int) -> [Int64] {
    let now = nodes[index].situation.now
    var later: Set<Int64> = []
    for timer in due(until: .max - 1) where timer.due > now { later.insert(timer.due) }
    for timer in due(until: now) where timer.due <= now { later.insert(now + Scope.day) }
    world.forget()
    let definition = world.definition
    if goalLooksAtTime || isHeldByTime {
      let zone = definition.timeZone
      func add(_ day: CivilDate) {
        for further in 0...1 {
          let start = zone.startOfDay(
            CivilDate(daysSinceEpoch: day.daysSinceEpoch &+ Int32(further))
          ).microseconds
          if start > now { later.insert(start) }
        }
      }
      for word in candidates.words {
        let type = world.snapshot.type(of: word.record)
        guard !type.isInline else { continue }
        switch world.snapshot.storedValue(world.peek(word), as: type.fields[word.slot].type) {
        case .word(let days, .date): add(CivilDate(daysSinceEpoch: Int32(days)))
        case .word(let time, .timestamp): if time > now { later.insert(time) }
        default: break
        }
      }
      for days in [1, 31, 366] as [Int64] { later.insert(now + days * Scope.day) }
    }
    return Array(later.sorted().prefix(Self.mostMoments))
  }

  // MARK: The answer

  private func route(to index: Int) -> Route {
    var path: [Int] = []
    var current = index
    while nodes[current].parent >= 0 {
      path.append(current)
      current = nodes[current].parent
    }
    let steps = path.reversed().map { index -> Route.Step in
      let node = nodes[index]
      let before = nodes[node.parent].situation.now
      guard let step = node.step, let move = step.move else {
        return Route.Step(
          kind: .wait, recordType: 0, event: 0, recordID: "", isNew: false, inputs: [], edits: [],
          actor: MoveMaker.clock, at: node.situation.now,
          isIrreversible: node.step?.isIrreversible ?? false)
      }
      let id: String
      let isNew: Bool
      switch move.target {
      case .record(let record): (id, isNew) = (world.snapshot.id(of: record), false)
      case .new(let given): (id, isNew) = (given, true)
      }
      return Route.Step(
        kind: .ask, recordType: move.type, event: move.event, recordID: id, isNew: isNew,
        inputs: move.inputs, edits: move.edits, actor: move.actor,
        approvers: step.approvers, at: before,
        isIrreversible: step.isIrreversible)
    }
    return Route(steps: steps, others: nodes[index].people.count)
  }

  // MARK: Why not

  private static let mostLookedAt = 60
  private static let mostObstacles = 6

  /// The operations that would help, with what stands in their way wherever they were tried.
  func obstacles() -> [NoRoute.Obstacle] {
    var tried: [Tried] = []
    for move in candidates.moves {
      if case .done = goal, !move.isGoal { continue }
      guard case .record(let record) = move.target else { continue }
      if let one = tried.firstIndex(where: { $0.record == record && $0.event == move.event }) {
        tried[one].moves.append(move)
      } else if tried.count < Self.mostObstacles {
        tried.append(Tried(record: record, event: move.event, type: move.type, moves: [move]))
      }
    }
    for node in nodes.prefix(Self.mostLookedAt) {
      world.enter(node.situation)
      for index in tried.indices { look(at: &tried[index], node.situation.now) }
    }
    world.enter(nodes[0].situation)
    return tried.compactMap(obstacle)
  }

  private struct Tried {
    let record: RecordHandle
    let event: Int
    let type: Int
    var moves: [RouteMove]
    /// What it was refused for everywhere; nil before it was tried.
    var common: Set<String>?
    /// The shortest refusal.
    var shortest: [Blocker] = []
    var isAllowed = false
  }

  private func look(at tried: inout Tried, _ now: Int64) {
    for move in tried.moves.prefix(8) where !tried.isAllowed {
      let outcome = world.interpreter.step(world.snapshot, move.request(at: now))
      world.forget()
      guard case .blocked(let refusal) = outcome else {
        tried.isAllowed = true
        return
      }
      let names = Set(refusal.names)
      if tried.common == nil || refusal.blockers.count < tried.shortest.count {
        tried.shortest = refusal.blockers
      }
      tried.common = tried.common?.intersection(names) ?? names
    }
  }

  private func obstacle(_ tried: Tried) -> NoRoute.Obstacle? {
    guard !tried.isAllowed, let common = tried.common else { return nil }
    let blockers = tried.shortest.filter { common.contains($0.reportedName) }
    guard !blockers.isEmpty else { return nil }
    let type = world.definition.recordTypes[tried.type]
    let name = world.interpreter.name(
      world.snapshot, of: tried.record, actor: actor, now: nodes[0].situation.now)
    world.forget()
    return NoRoute.Obstacle(
      event: "\(type.name).\(type.events[tried.event].name)", record: name, blockers: blockers)
  }
}
