/// The W3C's SCXML recommendation, appendix D, word by word.
///
/// The procedures have the names and the order of the recommendation's; `invoke` and `donedata` are
/// left out, and time is a number that the test sets.
final class Oracle {
  private let scxml: OracleState
  private(set) var configuration: [OracleState] = []
  private var internalQueue: [String] = []
  private var externalQueue: [String] = []
  private var historyValue: [String: [OracleState]] = [:]
  private(set) var running = true
  private(set) var text = ""
  private(set) var number = 0
  private var pending: [(due: Int, number: Int, event: String, id: String)] = []
  private var sends = 0
  private var now = 0
  /// How many transitions and internal events one macrostep has seen: beyond it goes on for ever.
  private(set) var steps = 0
  static let maximumSteps = 900

  /// - Parameter scxml: the root; its children are the states at the top.
  init(_ scxml: OracleState) { self.scxml = scxml }

  var isEndless: Bool { steps > Oracle.maximumSteps }

  // MARK: interpret

  func interpret() {
    let initial = OracleTransition()
    initial.source = scxml
    initial.targets = scxml.initial?.targets ?? [scxml.states[0]]
    steps = 0
    enterStates([initial])
    mainEventLoop()
  }

  /// An event from outside.
  func send(_ event: String) {
    guard running else { return }
    steps = 0
    externalQueue.append(event)
    mainEventLoop()
  }

  /// Lets time pass; delayed events come when they are due, those sent first at one time first.
  func advance(_ milliseconds: Int) {
    let end = now + milliseconds
    while let next = pending.filter({ $0.due <= end }).min(by: {
      ($0.due, $0.number) < ($1.due, $1.number)
    }) {
      pending.removeAll { $0.number == next.number }
      now = next.due
      send(next.event)
    }
    now = end
  }

  // MARK: mainEventLoop

  private func mainEventLoop() {
    while running {
      var macrostepDone = false
      while running, !macrostepDone, !isEndless {
        var enabledTransitions = selectEventlessTransitions()
        if enabledTransitions.isEmpty {
          if internalQueue.isEmpty {
            macrostepDone = true
          } else {
            let internalEvent = internalQueue.removeFirst()
            steps += 1
            enabledTransitions = selectTransitions(internalEvent)
          }
        }
        if !enabledTransitions.isEmpty {
          steps += 1
          microstep(enabledTransitions)
        }
      }
      if !running || isEndless { break }
      if !internalQueue.isEmpty { continue }
      // Here the interpreter would wait.
      if externalQueue.isEmpty { return }
      let enabledTransitions = selectTransitions(externalQueue.removeFirst())
      steps += 1
      if !enabledTransitions.isEmpty { microstep(enabledTransitions) }
    }
    if !running { exitInterpreter() }
  }

  private func exitInterpreter() {
    for s in configuration.sorted(by: exitOrder) {
      for content in s.onExit { executeContent(content) }
    }
    pending = []
  }

  // MARK: selectTransitions

  private func selectEventlessTransitions() -> [OracleTransition] {
    select { t in t.event.isEmpty && self.conditionMatch(t) }
  }

  private func selectTransitions(_ event: String) -> [OracleTransition] {
    select { t in !t.event.isEmpty && self.nameMatch(t.event, event) && self.conditionMatch(t) }
  }

  private func select(_ matches: (OracleTransition) -> Bool) -> [OracleTransition] {
    var enabledTransitions: [OracleTransition] = []
    let atomicStates = configuration.filter(\.isAtomic).sorted(by: documentOrder)
    for state in atomicStates {
      loop: for s in [state] + getProperAncestors(state, nil) {
        for t in s.transitions where matches(t) {
          if !enabledTransitions.contains(where: { $0 === t }) { enabledTransitions.append(t) }
          break loop
        }
      }
    }
    return removeConflictingTransitions(enabledTransitions)
  }

  private func nameMatch(_ descriptor: String, _ event: String) -> Bool {
    descriptor == event || event.hasPrefix(descriptor + ".") || descriptor == "*"
  }

  private func conditionMatch(_ t: OracleTransition) -> Bool { t.condition.map(holds) ?? true }

  private func removeConflictingTransitions(
    _ enabledTransitions: [OracleTransition]
  ) -> [OracleTransition] {
    var filteredTransitions: [OracleTransition] = []
    for t1 in enabledTransitions {
      var t1Preempted = false
      var transitionsToRemove: [OracleTransition] = []
      for t2 in filteredTransitions {
        let one = computeExitSet([t1])
        let two = computeExitSet([t2])
        if one.contains(where: { s in two.contains { $0 === s } }) {
          if let s1 = t1.source, let s2 = t2.source, isDescendant(s1, s2) {
            transitionsToRemove.append(t2)
          } else {
            t1Preempted = true
            break
          }
        }
      }
      if !t1Preempted {
        filteredTransitions.removeAll { t in transitionsToRemove.contains { $0 === t } }
        filteredTransitions.append(t1)
      }
    }
    return filteredTransitions
  }

  // MARK: microstep

  private func microstep(_ enabledTransitions: [OracleTransition]) {
    exitStates(enabledTransitions)
    for t in enabledTransitions { executeContent(t.content) }
    enterStates(enabledTransitions)
  }

  private func exitStates(_ enabledTransitions: [OracleTransition]) {
    let statesToExit = computeExitSet(enabledTransitions).sorted(by: exitOrder)
    for s in statesToExit {
      for h in s.children where h.isHistory {
        historyValue[h.id] = configuration.filter { s0 in
          h.kind == .deepHistory ? s0.isAtomic && isDescendant(s0, s) : s0.parent === s
        }
      }
    }
    for s in statesToExit {
      for content in s.onExit { executeContent(content) }
      configuration.removeAll { $0 === s }
    }
  }

  private func computeExitSet(_ transitions: [OracleTransition]) -> [OracleState] {
    var statesToExit: [OracleState] = []
    for t in transitions where !t.targets.isEmpty {
      let domain = getTransitionDomain(t)
      for s in configuration where domain.map({ isDescendant(s, $0) }) ?? false {
        if !statesToExit.contains(where: { $0 === s }) { statesToExit.append(s) }
      }
    }
    return statesToExit
  }

  private func enterStates(_ enabledTransitions: [OracleTransition]) {
    var entry = Entry()
    computeEntrySet(enabledTransitions, &entry)
    for s in entry.statesToEnter.sorted(by: documentOrder) {
      configuration.append(s)
      for content in s.onEntry { executeContent(content) }
      if entry.statesForDefaultEntry.contains(where: { $0 === s }) {
        executeContent(s.initial?.content ?? [])
      }
      if let content = entry.defaultHistoryContent[s.id] { executeContent(content) }
      if s.kind == .final {
        guard let parent = s.parent, parent !== scxml else {
          running = false
          continue
        }
        internalQueue.append("done.state.\(parent.id)")
        if let grandparent = parent.parent, grandparent.isParallel,
          grandparent.states.allSatisfy(isInFinalState)
        {
          internalQueue.append("done.state.\(grandparent.id)")
        }
      }
    }
  }

  private struct Entry {
    var statesToEnter: [OracleState] = []
    var statesForDefaultEntry: [OracleState] = []
    var defaultHistoryContent: [String: [OracleContent]] = [:]

    mutating func add(_ s: OracleState) {
      if !statesToEnter.contains(where: { $0 === s }) { statesToEnter.append(s) }
    }
  }

  private func computeEntrySet(_ transitions: [OracleTransition], _ entry: inout Entry) {
    for t in transitions {
      for s in t.targets { addDescendantStatesToEnter(s, &entry) }
      let ancestor = getTransitionDomain(t)
      for s in getEffectiveTargetStates(t) { addAncestorStatesToEnter(s, ancestor, &entry) }
    }
  }

  private func addDescendantStatesToEnter(_ state: OracleState, _ entry: inout Entry) {
    if state.isHistory {
      if let value = historyValue[state.id] {
        for s in value { addDescendantStatesToEnter(s, &entry) }
        for s in value { addAncestorStatesToEnter(s, state.parent, &entry) }
      } else {
        if let parent = state.parent {
          entry.defaultHistoryContent[parent.id] = state.initial?.content ?? []
        }
        for s in defaultTargets(state) { addDescendantStatesToEnter(s, &entry) }
        for s in defaultTargets(state) { addAncestorStatesToEnter(s, state.parent, &entry) }
      }
      return
    }
    entry.add(state)
    if state.isCompound {
      if !entry.statesForDefaultEntry.contains(where: { $0 === state }) {
        entry.statesForDefaultEntry.append(state)
      }
      for s in defaultTargets(state) { addDescendantStatesToEnter(s, &entry) }
      for s in defaultTargets(state) { addAncestorStatesToEnter(s, state, &entry) }
    } else if state.isParallel {
      addChildren(of: state, &entry)
    }
  }

  private func addAncestorStatesToEnter(
    _ state: OracleState, _ ancestor: OracleState?, _ entry: inout Entry
  ) {
    for anc in getProperAncestors(state, ancestor) {
      entry.add(anc)
      if anc.isParallel { addChildren(of: anc, &entry) }
    }
  }

  private func addChildren(of parallel: OracleState, _ entry: inout Entry) {
    for child in parallel.states
    where !entry.statesToEnter.contains(where: { isDescendant($0, child) }) {
      addDescendantStatesToEnter(child, &entry)
    }
  }

  /// The targets of `initial` or of a history. Where there is none, the first child; a history
  /// without a transition, which the recommendation does not allow, leads where its parent begins.
  private func defaultTargets(_ state: OracleState) -> [OracleState] {
    if let initial = state.initial { return initial.targets }
    guard state.isHistory, let parent = state.parent else { return [state.states[0]] }
    return parent.isParallel ? parent.states : defaultTargets(parent)
  }

  // MARK: Procedures on states

  private func isInFinalState(_ s: OracleState) -> Bool {
    if s.isCompound {
      return s.states.contains { s in
        s.kind == .final && configuration.contains { $0 === s }
      }
    }
    return s.isParallel && s.states.allSatisfy(isInFinalState)
  }

  private func getTransitionDomain(_ t: OracleTransition) -> OracleState? {
    let tstates = getEffectiveTargetStates(t)
    guard let source = t.source, !tstates.isEmpty else { return nil }
    if t.isInternal, source.isCompound, tstates.allSatisfy({ isDescendant($0, source) }) {
      return source
    }
    return findLCCA([source] + tstates)
  }

  private func findLCCA(_ stateList: [OracleState]) -> OracleState? {
    if stateList[0] === scxml { return scxml }
    return getProperAncestors(stateList[0], nil).first { anc in
      (anc.isCompound || anc === scxml)
        && stateList.dropFirst().allSatisfy { isDescendant($0, anc) }
    }
  }

  private func getEffectiveTargetStates(_ transition: OracleTransition) -> [OracleState] {
    effective(transition.targets)
  }

  private func effective(_ list: [OracleState]) -> [OracleState] {
    var targets: [OracleState] = []
    for s in list {
      let found = s.isHistory ? historyValue[s.id] ?? effective(defaultTargets(s)) : [s]
      for state in found where !targets.contains(where: { $0 === state }) {
        targets.append(state)
      }
    }
    return targets
  }

  /// From the parent outwards, up to and without `state2`; the root comes last.
  private func getProperAncestors(
    _ state1: OracleState, _ state2: OracleState?
  ) -> [OracleState] {
    var ancestors: [OracleState] = []
    var current = state1.parent
    while let s = current, s !== state2 {
      ancestors.append(s)
      current = s.parent
    }
    return state2 == nil ? ancestors : ancestors.filter { $0 !== scxml }
  }

  private func isDescendant(_ state1: OracleState, _ state2: OracleState) -> Bool {
    var current = state1.parent
    while let s = current {
      if s === state2 { return true }
      current = s.parent
    }
    return false
  }

  private func documentOrder(_ a: OracleState, _ b: OracleState) -> Bool { a.order < b.order }

  /// Reverse document order.
  private func exitOrder(_ a: OracleState, _ b: OracleState) -> Bool { a.order > b.order }

  // MARK: Content

  /// An error ends the rest of the block.
  private func executeContent(_ content: [OracleContent]) { _ = execute(content) }

  private func execute(_ content: [OracleContent]) -> Bool {
    for piece in content {
      switch piece {
      case .note(let word): text += word + " "
      case .count: number += 1
      case .raise(let event): internalQueue.append(event)
      case .send(let event, let milliseconds, let id):
        if milliseconds == 0 {
          externalQueue.append(event)
        } else {
          pending.append((now + milliseconds, sends, event, id))
          sends += 1
        }
      case .cancel(let id): pending.removeAll { $0.id == id }
      case .choose(let condition, let yes, let no):
        if !execute(holds(condition) ? yes : no) { return false }
      case .fail:
        internalQueue.append("error.execution")
        return false
      }
    }
    return true
  }

  private func holds(_ condition: OracleCondition) -> Bool {
    switch condition {
    case .isIn(let id): return configuration.contains { $0.id == id }
    case .isNotIn(let id): return !configuration.contains { $0.id == id }
    case .less(let limit): return number < limit
    case .failing:
      internalQueue.append("error.execution")
      return false
    }
  }

  /// The ids of the active states without states inside.
  var active: Set<String> { Set(configuration.filter(\.isAtomic).map(\.id)) }
}
