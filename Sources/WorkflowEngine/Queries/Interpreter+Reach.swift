public import CEL

/// What the states of a record tell about what may still happen to it.
extension Interpreter {
  /// Why an event can never again be asked of a record; nil where it may, now or later.
  ///
  /// Only the ways between states are looked at, not their conditions: what is said never to happen
  /// does not, whatever becomes of the record's fields.
  public func never(
    _ event: Event, of record: RecordHandle, in snapshot: Snapshot
  ) -> Blocker? {
    let type = snapshot.type(of: record)
    let asked = event.transitions.filter {
      !$0.creates && $0.notSupported == nil && $0.occasion.isAsked
    }
    let reach = StateReach(of: record, in: snapshot)
    if asked.isEmpty || asked.contains(where: reach.mayTake) { return nil }
    return Blocker(
      code: .wrongState,
      cause: .neverAgain(
        event: event.name, NamedRecord(recordType: type.name, id: snapshot.id(of: record)),
        states: reach.states),
      place: event.transitions.first?.place)
  }
}

/// The states of the regions at the top to which ways lead from those that a record is in.
///
/// What is inside a state counts as reached with it.
private struct StateReach {
  let type: RecordType
  /// The names of the states that the record is in.
  private(set) var states: [String] = []
  /// By region, as bits; none for a region inside a state.
  private var reached: [UInt64]

  init(of record: RecordHandle, in snapshot: Snapshot) {
    type = snapshot.type(of: record)
    let ways = type.events.flatMap(\.transitions)
    reached = Array(repeating: 0, count: type.regions.count)
    for (number, region) in type.regions.enumerated() where region.parent == nil {
      let word = snapshot.cell(record, region.slot)
      states.append(region.states[Int(word)].name)
      var waiting = [Int(word)]
      while let state = waiting.popLast() {
        let bit = UInt64(1) << UInt64(state)
        if reached[number] & bit != 0 { continue }
        reached[number] |= bit
        if region.states[state].isFinal { continue }
        for way in ways where leaves(way, StateID(region: number, state: state)) {
          waiting += entered(by: way, in: number)
        }
      }
    }
  }

  /// Whether the states in which a way is possible may be reached.
  func mayTake(_ way: Transition) -> Bool {
    let fits = way.from.allSatisfy { test in
      let states = top(of: test)
      return reached[states.region] & states.bits != 0
    }
    // A way that does not say what it leaves does not leave a final state.
    return fits
      && way.entryTargets.allSatisfy { target in
        let region = top(of: target.region)
        if way.from.contains(where: { top(of: $0).region == region }) { return true }
        let inside = entered(by: way, in: region)
        return type.regions[region].states.indices.contains { state in
          reached[region] & (1 << UInt64(state)) != 0
            && (!type.regions[region].states[state].isFinal || inside.contains(state))
        }
      }
  }

  private func leaves(_ way: Transition, _ state: StateID) -> Bool {
    way.notSupported == nil && !way.creates
      && way.from.allSatisfy { test in
        let states = top(of: test)
        return states.region != state.region || states.bits & (1 << UInt64(state.state)) != 0
      }
  }

  /// The states of a region at the top into which a way may lead.
  private func entered(by way: Transition, in region: Int) -> [Int] {
    way.entryTargets.flatMap { target -> [Int] in
      guard top(of: target.region) == region else { return [] }
      if target.region != region { return [outermost(around: target.region).state] }
      if case .state(let id) = target { return [id.state] }
      return Array(type.regions[region].states.indices)
    }
  }

  private func top(of test: StateTest) -> (region: Int, bits: UInt64) {
    if type.regions[test.slot].parent == nil { return (test.slot, test.states) }
    let around = outermost(around: test.slot)
    return (around.region, 1 << UInt64(around.state))
  }

  private func top(of region: Int) -> Int {
    type.regions[region].parent == nil ? region : outermost(around: region).region
  }

  /// The state of a region at the top in which an inner region lies.
  private func outermost(around region: Int) -> StateID {
    guard var state = type.regions[region].parent else {
      preconditionFailure("a region at the top lies in no state")
    }
    while let around = type.regions[state.region].parent { state = around }
    return state
  }
}
