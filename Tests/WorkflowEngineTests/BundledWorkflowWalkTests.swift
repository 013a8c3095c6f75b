import CEL
import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowWords

#if canImport(Glibc)
  import Glibc
#endif

/// Random walks over the bundled workflows: what must hold after any sequence of requests.
///
/// Each run draws a seed and prints it; `SEED=n` repeats one.
@Suite("Random walks over the bundled workflows")
struct BundledWorkflowWalkTests {
  static let seed: UInt64 =
    getenv("SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 1...1_000_000_000)

  @Test(
    "every rule holds after every step",
    arguments: [
      "workflows/customer-account", "workflows/customer-deletion",
      "workflows/client-inactivation", "Benchmarks/lifecycle",
    ])
  func walk(workflow: String) throws {
    print("random walk over \(workflow): SEED=\(Self.seed)")
    let walk = try RandomWalk(workflow: workflow, seed: Self.seed)
    try walk.run(steps: 1500)
    #expect(walk.allowed > 50, "the walk hardly moved: \(walk.allowed) steps were allowed")
    #expect(walk.blocked > 50)
  }
}

/// A walk that starts without any record and asks for random events.
private final class RandomWalk {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let interpreter: Interpreter
  private var random: SplitMix
  private var now: Int64 = 1_773_133_200_000_000
  private(set) var allowed = 0
  private(set) var blocked = 0
  private var erased: Set<String> = []

  init(workflow: String, seed: UInt64) throws {
    let path = "\(workflow).yaml"
    let text = try #require(read(path), "the walk runs in the project's folder")
    let (definition, diagnostics) = DefinitionLoader().load(SourceFile(name: path, text: text))
    self.definition = try #require(definition, "\(diagnostics.map(\.message))")
    snapshot = Snapshot(definition: self.definition)
    interpreter = Interpreter(self.definition)
    random = SplitMix(state: seed)
    populate()
  }

  func run(steps: Int) throws {
    for _ in 0..<steps {
      now += Int64.random(in: 0...86_400, using: &random) * 1_000_000
      guard let request = makeRequest() else { continue }
      try check(request)
    }
  }

  private func makeRequest() -> Request? {
    let types = definition.recordTypes.filter { !$0.events.isEmpty }
    let type = types[Int.random(in: 0..<types.count, using: &random)]
    let event = type.events[Int.random(in: 0..<type.events.count, using: &random)]
    let transition = event.transitions[0]
    var target = Request.Target.new(id: nil)
    if !transition.creates {
      let records = snapshot.all(type: type.index)
      guard let record = records.randomElement(using: &random) else { return nil }
      target = .record(record)
    }
    let inputs = transition.inputs.filter { _ in Int.random(in: 0..<10, using: &random) > 0 }
      .map { NamedValue($0.name, value(of: $0.type)) }
    let edits = transition.edits.filter { _ in Bool.random(using: &random) }
      .map {
        NamedValue(
          type.fields[$0].name,
          Bool.random(using: &random) ? .null : value(of: type.fields[$0].type))
      }
    return Request(
      recordType: type.index, event: event.index, target: target, inputs: inputs, edits: edits,
      isConfirmed: Int.random(in: 0..<4, using: &random) > 0, actor: Actor(user: "walker"), now: now
    )
  }

  private func value(of type: FieldType) -> StoredValue {
    let number = Int.random(in: 0..<12, using: &random)
    switch type {
    case .plain(.text): return .text(number < 4 ? "2026-0\(number + 1)" : "text \(number)")
    case .plain(.decimal): return .decimal(Decimal(number * 5))
    case .plain(.boolean): return .boolean(number % 2 == 0)
    case .plain(.date):
      return .date(CivilDate(daysSinceEpoch: Int32(now / 86_400_000_000) + Int32(number) - 6))
    case .plain(.timestamp): return .timestamp(now + Int64(number - 6) * 3_600_000_000)
    case .plain(let type): return .word(Int64(number), type)
    case .choice(let choice):
      let values = definition.choices[choice].values
      return .choice(values[number % values.count])
    case .reference(let target):
      let records = snapshot.all(type: target)
      return records.isEmpty ? .null : .reference(snapshot.id(of: records[number % records.count]))
    case .list(let element): return .list((0..<number % 3).map { _ in value(of: element) })
    case .links, .entries: return .list([])
    }
  }

  private func check(_ request: Request) throws {
    let first = interpreter.step(snapshot, request)
    let second = Interpreter(definition).step(snapshot, request)
    let quick = interpreter.step(snapshot, request, explained: false)
    switch (first, second, quick) {
    case (.allowed(let plan), .allowed(let again), .allowed(let quickly)):
      allowed += 1
      #expect(
        snapshot.changeset(of: plan) == snapshot.changeset(of: quickly),
        "without sentences the plan is another")
      #expect(
        snapshot.changeset(of: plan) == snapshot.changeset(of: again),
        "the same request has two plans")
      checkHistoryIsTrue(plan)
      snapshot.apply(plan)
      for removal in plan.removed where removal.isErased {
        erased.insert(snapshot.id(of: removal.record))
      }
      checkRules(after: request)
    case (.blocked(let refusal), .blocked(let again), .blocked(let quickly)):
      blocked += 1
      checkSame(quickly.reason, as: refusal.reason)
      #expect(refusal.names == again.names)
      #expect(!refusal.names.isEmpty, "a refusal without a reason")
      #expect(
        refusal.blockers.allSatisfy { !$0.sentence.isEmpty },
        "a reason without a sentence: \(refusal.names)")
    case (.invalid, .invalid, .invalid): break
    default: Issue.record("one request, two outcomes: \(request)")
    }
  }

  /// Without sentences the same is decided, by the same guards.
  private func checkSame(_ quick: Refusal.Reason, as reason: Refusal.Reason) {
    if quick != .other { #expect(quick == reason, "a refusal has two reasons") }
  }

  /// Records of types that no event creates, each with references to others.
  private func populate() {
    let types = definition.recordTypes
    if types.contains(where: { $0.events.contains { $0.transitions.contains(where: \.creates) } }) {
      return
    }
    for type in types {
      for number in 0..<6 {
        let record = snapshot.place(type: type.index, id: "\(type.name)-\(number)")
        for region in type.regions {
          snapshot.set(record, slot: region.slot, to: .choice(region.states[0].name))
        }
        for (slot, field) in type.fields.enumerated() {
          switch field.type {
          case .plain(.boolean): snapshot.set(record, slot: slot, to: .boolean(number % 2 == 0))
          case .reference(let target):
            let id = "\(types[target].name)-\(number / 2)"
            snapshot.set(record, slot: slot, to: .reference(id))
          default: continue
          }
        }
      }
    }
  }

  /// The old values of a plan are the stored ones.
  private func checkHistoryIsTrue(_ plan: Plan) {
    var seen: Set<[Int32]> = []
    for change in plan.changes where seen.insert([change.record.raw, change.slot]).inserted {
      let isNew = plan.created.contains { $0.record == change.record }
      let stored =
        isNew ? Int64.min : snapshot.storedWord(of: change.record, slot: Int(change.slot))
      #expect(stored == change.old)
    }
  }

  private func checkRules(after request: Request) {
    for type in definition.recordTypes where !type.isInline {
      for record in snapshot.all(type: type.index) {
        let broken = interpreter.brokenInvariants(
          snapshot, record, actor: Actor(user: "walker"), now: now)
        let event = definition.recordTypes[request.recordType].events[request.event].name
        #expect(
          broken.isEmpty, "after \(event): \(broken.map(\.name)) of \(snapshot.id(of: record))")
        #expect(!erased.contains(snapshot.id(of: record)), "an erased record is back")
      }
    }
  }
}

/// A small random number generator with a seed (SplitMix64, Steele, Lea and Flood 2014).
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

private func read(_ path: String) -> String? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&block, 1, block.count, file)
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += block[0..<count]
  }
}
