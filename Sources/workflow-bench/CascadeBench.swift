import CEL
import WorkflowEngine

/// An account with one location and many services, deactivated and reactivated: nanoseconds for
/// each record that changes.
struct CascadeBench {
  let services: Int
  let rounds: Int

  func run(definition: WorkflowDefinition) {
    let snapshot = Snapshot(definition: definition)
    let records = place(in: snapshot)
    let interpreter = Interpreter(definition)
    let actor = Actor(user: "bench")
    let events = definition.recordTypes.map { type in
      (deactivate: number("deactivate", type), reactivate: number("reactivate", type))
    }
    var changed = 0
    let start = monotonicSeconds()
    for _ in 0..<rounds {
      for (index, (type, record)) in records.enumerated() {
        let event = index == 0 ? events[0].deactivate : events[type].reactivate
        let requests = index == 0 ? [event, events[0].reactivate] : [event]
        for event in requests {
          let request = Request(
            recordType: type, event: event, record: record, actor: actor, now: 0)
          guard case .allowed(let plan) = interpreter.step(snapshot, request, explained: false)
          else { preconditionFailure("an allowed event is refused") }
          changed += plan.steps.count
          snapshot.apply(plan)
        }
      }
    }
    let seconds = monotonicSeconds() - start
    precondition(changed == rounds * 2 * (services + 2), "the cascade reached \(changed) records")
    print("{\"changed\":\(changed),\"ns_per_record\":\(seconds / Double(changed) * 1e9)}")
  }

  private func place(in snapshot: Snapshot) -> [(type: Int, record: RecordHandle)] {
    let account = snapshot.place(type: 0, id: "A")
    let location = snapshot.place(type: 1, id: "L")
    snapshot.set(account, slot: 0, to: .choice("active"))
    snapshot.set(location, slot: 0, to: .choice("active"))
    snapshot.set(location, slot: 1, to: .reference("A"))
    let placed = (0..<services).map { index in
      let service = snapshot.place(type: 2, id: "S\(index)")
      snapshot.set(service, slot: 0, to: .choice("active"))
      snapshot.set(service, slot: 1, to: .reference("L"))
      snapshot.set(service, slot: 2, to: .boolean(false))
      return (type: 2, record: service)
    }
    return [(0, account), (1, location)] + placed
  }

  private func number(_ event: String, _ type: RecordType) -> Int {
    guard let event = type.event(named: event) else {
      preconditionFailure("the benchmark's workflow has no event \(event)")
    }
    return event.index
  }
}
