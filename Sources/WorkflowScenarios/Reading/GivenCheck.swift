import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowWords

/// Looks at the records that are given as they would be when the scenario begins: whether they say
/// what is so, and whether they would stay so.
struct GivenCheck {
  let given: [GivenRecord]
  let steps: [ScenarioStep]
  let clock: Int64
  let findings: Findings
  let world: World

  init(
    _ definition: WorkflowDefinition, _ given: [GivenRecord], steps: [ScenarioStep], clock: Int64,
    _ findings: Findings
  ) {
    (self.given, self.steps, self.clock, self.findings) = (given, steps, clock, findings)
    world = World(definition: definition, given: given, clock: clock)
  }

  func run() {
    checkClaims()
    for record in given {
      checkSettled(record)
      checkTimers(record)
    }
  }

  // MARK: Computed values

  private func checkClaims() {
    for record in given {
      for claim in record.claims {
        let found = world.now.found(record.name, claim.member, at: clock)
        if found.matches(claim.value) { continue }
        let computed = found.text(in: world.definition)
        let given = claim.value.text(in: world.definition)
        findings.add(
          .computedValue,
          "\(claim.member) of \(record.name.id) is computed: it is \(computed), not \(given)",
          at: claim.range, label: "leave it out, or change what it follows from")
      }
    }
  }

  // MARK: What would not stay so

  private func checkSettled(_ record: GivenRecord) {
    let now = world.now
    let unsettled = now.interpreter.unsettled(
      now.snapshot, now.handle(of: record.name), actor: World.tester, now: clock)
    for finding in unsettled {
      switch finding {
      case .reaction(let field, let value):
        findings.add(
          .unsettledGiven,
          "a reaction would change \(field) of \(record.name.id) as soon as anything changes it",
          at: record.range, label: "give \(field): \(value == .null ? "null" : value.phrase)",
          severity: .warning)
      case .automatic(let event):
        findings.add(
          .unsettledGiven,
          "\(record.name.id) would not stay as it is given: '\(event)' follows by itself",
          at: record.range, label: "give it as it is after that", severity: .warning)
      case .invariant(let invariant):
        findings.add(
          .unsettledGiven,
          "\(record.name.id) breaks the invariant '\(invariant.name)' as it is given",
          at: record.range, label: "give it as it can come to be", severity: .warning)
      }
    }
  }

  // MARK: Timers

  /// 9999-12-31, in microseconds.
  private static let endOfTime: Int64 = 253_402_214_400_000_000

  /// Timers that count from when a state was entered, which is not said, and that no tick reaches.
  private func checkTimers(_ record: GivenRecord) {
    let ticks = steps.filter(\.isTick).map(\.at)
    guard let last = ticks.max() else { return }
    let type = world.definition.recordTypes[record.name.type]
    let unsaid = Set(type.regions.compactMap(\.enteredSlot)).subtracting(record.values.map(\.slot))
    guard !unsaid.isEmpty else { return }
    let now = world.now
    let due = now.interpreter.dueTimers(
      now.snapshot, until: GivenCheck.endOfTime, records: [now.handle(of: record.name)],
      isForeseen: true)
    for timer in due where timer.due > last {
      let event = type.events[timer.event]
      let counting = event.transitions.compactMap(\.countedSlot).first(where: unsaid.contains)
      guard let counting, let region = type.regions.first(where: { $0.enteredSlot == counting })
      else { continue }
      let zone = world.definition.timeZone
      findings.add(
        .idleTimer,
        "'\(type.name).\(event.name)' of \(record.name.id) is due at "
          + "\(LocalTime.text(timer.due, zone)), after the last tick: it counts from the file's clock",
        at: record.range,
        label: "add 'entered: {\(region.name): …}' if it is to fire", severity: .warning)
    }
  }
}

extension ScenarioStep {
  var isTick: Bool {
    if case .tick = action { true } else { false }
  }
}

extension Transition {
  /// The slot with the time from which its timer counts.
  fileprivate var countedSlot: Int? {
    if case .clock(let timer) = occasion { timer.enteredSlot } else { nil }
  }
}
