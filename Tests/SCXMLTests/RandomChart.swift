/// A random chart: for the oracle a tree, for the converter a document.
struct RandomChart {
  private var random: SplitMix
  let root = OracleState("", .state)
  private var all: [OracleState] = []
  private var sends = 0
  private var words = 0

  private static let maximumStates = 14
  private static let external = ["e1", "e2", "e3"]
  private static let raised = ["i1", "i2"]
  private static let delayed = ["d1", "d2"]

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    let count = number(2...3)
    for _ in 0..<count { addState(to: root, depth: 1) }
    if chance(60) { make("s\(all.count + 1)", .final, in: root) }
    var order = 0
    func place(_ state: OracleState) {
      for child in state.children {
        order += 1
        child.order = order
        place(child)
      }
    }
    place(root)
    for state in all where state.isHistory || state.isCompound { setInitial(of: state) }
    for state in all where !state.isHistory { fill(state) }
  }

  /// What happens to it: events, and milliseconds before each.
  mutating func story() -> [(event: String, after: Int)] {
    (0..<number(3...8)).map { _ in
      (pick(RandomChart.external), chance(40) ? number(1...6) * 500 : 0)
    }
  }

  // MARK: Choosing

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[number(0...list.count - 1)]
  }

  // MARK: States

  @discardableResult
  private mutating func make(_ id: String, _ kind: OracleState.Kind, in parent: OracleState)
    -> OracleState
  {
    let state = OracleState(id, kind)
    parent.add(state)
    all.append(state)
    return state
  }

  private mutating func addState(to parent: OracleState, depth: Int) {
    let id = "s\(all.count + 1)"
    let mayNest = depth < 4 && all.count < RandomChart.maximumStates
    if mayNest, chance(depth == 1 ? 45 : 25) {
      let parallel = make(id, .parallel, in: parent)
      addHistory(to: parallel)
      for _ in 0..<number(2...3) { addState(to: parallel, depth: depth + 1) }
      addHistory(to: parallel)
    } else {
      let state = make(id, .state, in: parent)
      guard mayNest, chance(depth == 1 || parent.isParallel ? 75 : 35) else { return }
      addHistory(to: state)
      for _ in 0..<number(1...3) { addState(to: state, depth: depth + 1) }
      if chance(40) { make("s\(all.count + 1)", .final, in: state) }
      addHistory(to: state)
    }
  }

  private mutating func addHistory(to state: OracleState) {
    if chance(25) {
      make("h\(all.count + 1)", chance(50) ? .deepHistory : .shallowHistory, in: state)
    }
  }

  private func inside(_ state: OracleState) -> [OracleState] {
    state.children.flatMap { [$0] + inside($0) }
  }

  private func contains(_ outer: OracleState, _ inner: OracleState) -> Bool {
    var current = inner.parent
    while let state = current {
      if state === outer { return true }
      current = state.parent
    }
    return false
  }

  /// Where a state begins or a history leads; histories lead to no histories, so that there are no
  /// circles.
  private mutating func setInitial(of state: OracleState) {
    guard let outer = state.isHistory ? state.parent : state, chance(60) else { return }
    let transition = OracleTransition()
    transition.source = outer
    let own = state.isHistory ? outer : state
    var choices = inside(own).filter { !$0.isHistory }
    if !state.isHistory, chance(20) {
      choices += inside(own).filter { $0.isHistory && $0.initial != nil }
    }
    transition.targets = [pick(choices)]
    if chance(50) { transition.content = content(depth: 0) }
    state.initial = transition
  }

  private mutating func fill(_ state: OracleState) {
    state.onEntry = blocks()
    if state.kind == .final {
      state.onExit = blocks()
      return
    }
    state.onExit = blocks()
    for _ in 0..<number(state.isAtomic ? 1...3 : 0...2) {
      state.transitions.append(transition(from: state))
    }
    if chance(12) { addTimer(to: state) }
  }

  private mutating func blocks() -> [[OracleContent]] {
    var blocks: [[OracleContent]] = []
    if chance(75) { blocks.append([note()] + (chance(35) ? content(depth: 0) : [])) }
    if chance(10) { blocks.append(content(depth: 0)) }
    return blocks
  }

  /// A delayed event that is sent on entry and taken back on exit.
  private mutating func addTimer(to state: OracleState) {
    sends += 1
    let id = "t\(sends)"
    state.onEntry.append([
      .send(pick(RandomChart.delayed), milliseconds: number(1...4) * 500, id: id)
    ])
    state.onExit.append([.cancel(id)])
  }

  // MARK: Transitions

  private mutating func transition(from source: OracleState) -> OracleTransition {
    let transition = OracleTransition()
    transition.source = source
    transition.event = event()
    if transition.event.isEmpty {
      // Bounded, so that most charts come to rest.
      transition.condition = .less(number(1...6))
      transition.content = [.count]
    } else if chance(30) {
      transition.condition = condition(isInContent: false)
    }
    transition.targets = targets(source)
    transition.isInternal = chance(25)
    if chance(70) { transition.content += [note()] }
    if chance(40) { transition.content += content(depth: 0) }
    return transition
  }

  private mutating func event() -> String {
    let choice = number(1...100)
    if choice <= 55 { return pick(RandomChart.external) }
    if choice <= 70 { return pick(RandomChart.raised) }
    if choice <= 78 { return pick(RandomChart.delayed) }
    if choice <= 84 { return "" }
    if choice <= 88 { return "error.execution" }
    let ends = all.filter {
      $0.isParallel || $0.isCompound && $0.states.contains { $0.kind == .final }
    }
    return ends.isEmpty ? "e1" : "done.state.\(pick(ends).id)"
  }

  private mutating func targets(_ source: OracleState) -> [OracleState] {
    if chance(15) { return [] }
    let parallels = all.filter(\.isParallel)
    if chance(15), !parallels.isEmpty {
      let children = pick(parallels).states
      return children.prefix(2).map { child in
        pick([child] + inside(child))
      }
    }
    let near = source.parent.map { inside($0) } ?? []
    return [pick(chance(50) ? near : all)]
  }

  // MARK: Content

  private mutating func note() -> OracleContent {
    words += 1
    return .note("w\(words)")
  }

  private mutating func content(depth: Int) -> [OracleContent] {
    (0..<number(1...2)).map { _ in piece(depth: depth) }
  }

  private mutating func piece(depth: Int) -> OracleContent {
    switch number(1...100) {
    case ...45: return note()
    case ...60: return bounded(.raise(pick(RandomChart.raised)))
    case ...63: return .count
    case ...70: return bounded(.send(pick(RandomChart.delayed), milliseconds: 0, id: ""))
    case 71 where chance(30):
      sends += 1
      return .send(pick(RandomChart.delayed), milliseconds: number(1...4) * 500, id: "t\(sends)")
    case ...76: return bounded(.fail)
    case ...78 where sends > 0: return .cancel("t\(number(1...sends))")
    default:
      guard depth < 2 else { return note() }
      let other = chance(50) ? content(depth: depth + 1) : []
      return .choose(condition(isInContent: true), content(depth: depth + 1), other)
    }
  }

  /// What could follow itself for ever happens a few times.
  private mutating func bounded(_ piece: OracleContent) -> OracleContent {
    .choose(.less(number(2...9)), [.count, piece], [])
  }

  /// - Parameter isInContent: there, a question for a state is often answered otherwise on purpose.
  private mutating func condition(isInContent: Bool) -> OracleCondition {
    let states = all.filter { !$0.isHistory }
    switch number(isInContent ? 38...100 : 1...100) {
    case ...40: return .isIn(pick(states).id)
    case ...60: return chance(20) || !isInContent ? .isNotIn(pick(states).id) : .less(number(0...9))
    case ...96: return .less(number(0...9))
    default: return .failing
    }
  }
}

/// Random numbers that can be had again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
