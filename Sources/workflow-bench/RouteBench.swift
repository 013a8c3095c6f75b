import CEL
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import WorkflowStore

/// From a deactivated service back to an active one, among some locations with services each.
struct RouteBench {
  let locations: Int
  let services: Int
  let rounds: Int

  func run(definition: WorkflowDefinition) throws {
    let store = MemoryStore(holding: records(definition)) { _ in Self.now }
    guard let type = definition.recordType(named: "service"),
      let event = type.event(named: "reactivate")
    else { return complain("the definition has no service that is reactivated\n") }
    let request = WorkflowRequest(
      recordType: type.index, event: event.index, target: .one("S1"), isConfirmed: true,
      actor: Actor(user: "clerk"), now: Self.now)
    var seconds: [Double] = []
    var steps = 0
    for _ in 0..<rounds {
      let start = monotonicSeconds()
      let finding = try Router(Conductor(store)).route(
        to: .done(request), by: request.actor, at: Self.now)
      seconds.append(monotonicSeconds() - start)
      if case .found(let route) = finding { steps = route.steps.count }
    }
    let sorted = seconds.sorted()
    print(
      "{\"peer\":\"workflow\",\"records\":\(1 + locations * (1 + services)),\"steps\":\(steps),"
        + "\"first_ms\":\(seconds[0] * 1e3),\"median_ms\":\(sorted[rounds / 2] * 1e3)}")
  }

  /// 2026-03-10T09:00:00Z.
  private static let now: Int64 = 1_773_133_200_000_000

  private func records(_ definition: WorkflowDefinition) -> Snapshot {
    let snapshot = Snapshot(definition: definition)
    let interpreter = Interpreter(definition)
    func place(_ name: String, _ id: String, _ values: [String: StoredValue]) {
      guard let type = definition.recordType(named: name) else { return }
      let record = snapshot.place(type: type.index, id: id)
      interpreter.fillPlainDefaults(snapshot, record)
      let known = values.merging(["status": .choice("deactivated")]) { first, _ in first }
      for (name, value) in known {
        if let slot = type.slot(of: name) { snapshot.set(record, slot: slot, to: value) }
      }
      interpreter.fillStates(
        snapshot, record, except: Set(known.keys.compactMap { type.slot(of: $0) }))
    }
    place("account", "A1", ["number": .text("101"), "name": .text("Nordwind")])
    for location in 1...locations {
      place(
        "location", "L\(location)",
        ["account": .reference("A1"), "address": .text("\(location) Mill Lane")])
      for service in 1...services {
        place(
          "service", "S\((location - 1) * services + service)",
          [
            "location": .reference("L\(location)"), "kind": .choice("recurring"),
            "end_date": .date(CivilDate(daysSinceEpoch: 20_485)),
            "deactivate_on_end_date": .boolean(true),
          ])
      }
    }
    return snapshot
  }
}
