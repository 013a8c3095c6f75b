import CEL
import Diagnostics
import Glibc
import WorkflowEngine
import WorkflowLanguage

/// The customer lifecycle in memory: 22 attempts a cycle, 9 of them refused, every outcome
/// compared.
struct LifecycleBench {
  let cycles: Int
  let customers: Int

  private let script: [Attempt]

  /// One attempt of the cycle: which of a customer's nine records, which event, and whether it is
  /// allowed.
  private struct Attempt {
    var offset: Int
    var event: String
    var isAllowed: Bool
  }

  /// The same in the definition's numbers.
  private struct Numbered {
    var offset: Int32
    var type: Int
    var event: Int
    var isAllowed: Bool
  }

  init(cycles: Int, customers: Int) {
    self.cycles = cycles
    self.customers = customers
    var script = [
      Attempt(offset: 0, event: "reactivate", isAllowed: false),
      Attempt(offset: 0, event: "deactivate", isAllowed: true),
      Attempt(offset: 0, event: "deactivate", isAllowed: false),
      Attempt(offset: 1, event: "reactivate", isAllowed: false),
      Attempt(offset: 2, event: "reactivate", isAllowed: false),
      Attempt(offset: 3, event: "reactivate", isAllowed: false),
      Attempt(offset: 0, event: "reactivate", isAllowed: true),
      Attempt(offset: 3, event: "reactivate", isAllowed: false),
      Attempt(offset: 1, event: "reactivate", isAllowed: true),
      Attempt(offset: 2, event: "reactivate", isAllowed: true),
    ]
    for service in 0..<6 {
      if service % 2 == 0 {
        script.append(Attempt(offset: 3 + service, event: "reactivate", isAllowed: false))
        script.append(Attempt(offset: 3 + service, event: "clear_end_date", isAllowed: true))
      }
      script.append(Attempt(offset: 3 + service, event: "reactivate", isAllowed: true))
    }
    self.script = script
  }

  func run(definition: WorkflowDefinition) {
    let before = residentBytes()
    let snapshot = Snapshot(definition: definition)
    let firstRecords = (0..<customers).map { Self.addCustomer($0, to: snapshot) }
    let memory = residentBytes() - before
    let interpreter = Interpreter(definition)
    let actor = Actor(user: "bench")
    let types = [0, 1, 1, 2, 2, 2, 2, 2, 2]
    let attempts = script.map { attempt in
      let type = definition.recordTypes[types[attempt.offset]]
      guard let event = type.event(named: attempt.event) else {
        preconditionFailure("the benchmark's workflow has no event \(attempt.event)")
      }
      return Numbered(
        offset: Int32(attempt.offset), type: type.index, event: event.index,
        isAllowed: attempt.isAllowed)
    }
    var wrong = 0
    var request = Request(
      recordType: 0, event: 0, record: RecordHandle(raw: 0), actor: actor, now: 0)
    let start = monotonicSeconds()
    for _ in 0..<cycles {
      for first in firstRecords {
        for attempt in attempts {
          request.aim(
            at: RecordHandle(raw: first + attempt.offset), recordType: attempt.type,
            event: attempt.event)
          switch interpreter.step(snapshot, request, explained: false) {
          case .allowed(let plan):
            if !attempt.isAllowed { wrong += 1 }
            snapshot.apply(plan)
          case .blocked: if attempt.isAllowed { wrong += 1 }
          case .pending, .invalid: wrong += 1
          }
        }
      }
    }
    let seconds = monotonicSeconds() - start
    let total = cycles * customers * script.count
    precondition(wrong == 0, "\(wrong) outcomes differ from the specification")
    Self.checkEnd(of: snapshot, firstRecords)
    let figures = [
      "\"attempts\":\(total)", "\"secs\":\(seconds)",
      "\"attempts_per_s\":\(Int(Double(total) / seconds))", "\"peak_kb\":\(peakKilobytes())",
      "\"bytes_per_customer\":\(memory / max(customers, 1))",
    ]
    print("{\"peer\":\"workflow\",\(figures.joined(separator: ","))}")
  }

  /// Only attempts that are refused, by guards and by states in turn: what they allocate is counted
  /// from outside.
  static func refuse(_ attempts: Int, definition: WorkflowDefinition) {
    let snapshot = Snapshot(definition: definition)
    let account = addCustomer(0, to: snapshot)
    let interpreter = Interpreter(definition)
    let types = definition.recordTypes
    guard let deactivate = types[0].event(named: "deactivate")?.index,
      let reactivate = types[1].event(named: "reactivate")?.index
    else { preconditionFailure("the benchmark's workflow has other events") }
    var request = Request(
      recordType: 0, event: deactivate, record: RecordHandle(raw: account),
      actor: Actor(user: "bench"), now: 0)
    if case .allowed(let plan) = interpreter.step(snapshot, request, explained: false) {
      snapshot.apply(plan)
    }
    var refused = 0
    for attempt in 0..<attempts {
      let isOfLocation = attempt % 2 == 0
      request.aim(
        at: RecordHandle(raw: account + (isOfLocation ? 1 : 0)), recordType: isOfLocation ? 1 : 0,
        event: isOfLocation ? reactivate : deactivate)
      if case .blocked = interpreter.step(snapshot, request, explained: false) { refused += 1 }
    }
    precondition(refused == attempts, "an attempt was not refused")
  }

  /// An account, two locations and six services, numbered one after another.
  private static func addCustomer(_ number: Int, to snapshot: Snapshot) -> Int32 {
    let account = snapshot.place(type: 0, id: "A\(number)")
    snapshot.set(account, slot: 0, to: .choice("active"))
    let locations = (0..<2).map { index in
      let location = snapshot.place(type: 1, id: "L\(number)-\(index)")
      snapshot.set(location, slot: 0, to: .choice("active"))
      snapshot.set(location, slot: 1, to: .reference("A\(number)"))
      return location
    }
    for index in 0..<6 {
      let service = snapshot.place(type: 2, id: "S\(number)-\(index)")
      snapshot.set(service, slot: 0, to: .choice("active"))
      snapshot.set(service, slot: 1, to: .reference(snapshot.id(of: locations[index / 3])))
      snapshot.set(service, slot: 2, to: .boolean(index % 2 == 0))
    }
    return account.raw
  }

  private static func checkEnd(of snapshot: Snapshot, _ firstRecords: [Int32]) {
    for first in firstRecords {
      for offset in 0..<9 {
        let record = RecordHandle(raw: first + Int32(offset))
        precondition(
          snapshot.storedValue(of: record, slot: 0) == .choice("active"),
          "a record is not active at the end")
        if offset > 2 {
          precondition(snapshot.storedValue(of: record, slot: 3) == .null, "an end date is left")
        }
      }
    }
  }
}
