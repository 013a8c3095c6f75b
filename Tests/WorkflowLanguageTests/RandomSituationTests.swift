import CEL
import Glibc
import Testing
import WorkflowEngine

@testable import WorkflowLanguage

/// Conditions over computed fields, sets, and both behind references, at random.
@Suite("Random conditions over other records")
struct RandomSituationTests {
  @Test("a computed field behind a reference that counts can be read", arguments: pairs)
  func counting(first: String, second: String) throws {
    let boats = try Boats(first, second)
    _ = boats.decide()
  }

  private static let pairs = [
    ("harbour.free >= 0", "harbour.free <= 0"),
    ("harbour.town.room > 1", "harbour.town.room < 3"),
    ("harbour.is_full", "harbour.town.room > 1"),
    ("harbour.busy_days > 1", "harbour.twice > 1"),
    ("count(calm_trips) > 0", "quiet_trips.exists(t, t.days > 1)"),
    ("guest_of.free > 0", "harbour.free <= guest_of.free"),
  ]

  @Test("whatever is shown is so, and nothing ends the check")
  func random() throws {
    let seed = getenv("SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0...9999)
    print("SEED=\(seed)")
    var random = Mixer(state: seed)
    for _ in 0..<60 {
      let first = condition(depth: 2, &random)
      let second = condition(depth: 2, &random)
      let boats = try Boats(first, second)
      switch boats.decide() {
      case .disjoint, .undecided: break
      case .overlap(let witness):
        let interpreter = Interpreter(boats.definition)
        let world = witness.world
        for condition in boats.type.lists.compactMap(\.condition) {
          let truth = interpreter.holds(
            condition, world.snapshot, world.own, actor: world.actor, now: world.now)
          #expect(truth == .yes, "SEED=\(seed): \(first) / \(second): \(witness.text)")
        }
      }
    }
  }

  private static let numbers = [
    "length", "harbour.free", "harbour.places", "harbour.twice", "harbour.town.room",
    "harbour.busy_days", "guest_of.free", "guest_of.town.size", "twin.own_free", "own_free",
    "twin.length", "total_days", "count(trips)", "count(calm_trips)", "count(quiet_trips)",
    "sum(trips.days)", "count(harbour.boats)", "count(harbour.big_boats)", "count(friends)",
    "count(harbour.town.harbours)", "sum(harbour.boats.length)", "twin.total_days",
  ]

  private static let truths = [
    "harbour.is_full", "!harbour.is_full", "guest_of.is_full", "twin.is_long", "is_long",
    "harbour.town.is_big", "trips.exists(t, t.is_calm)", "calm_trips.all(t, t.days > 1)",
    "harbour.boats.exists(b, b.is_long)", "guest_of == null", "twin != null", "guest_of == harbour",
    "friends.exists(b, b.harbour == harbour)", "twin == null || twin.is_long",
    "crew.exists(c, c.wage > 2)", "sum(crew.wage) > 2",
  ]

  private func condition(depth: Int, _ random: inout Mixer) -> String {
    if depth > 0 {
      let inner = { (random: inout Mixer) in condition(depth: depth - 1, &random) }
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return "!(\(inner(&random)))"
      case 1: return "(\(inner(&random)) || \(inner(&random)))"
      case 2: return "(\(inner(&random)) && \(inner(&random)))"
      default: break
      }
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      return RandomSituationTests.truths.randomElement(using: &random) ?? "true"
    }
    let left = RandomSituationTests.numbers.randomElement(using: &random) ?? "1"
    let isConstant = Bool.random(using: &random)
    let right =
      isConstant
      ? "\(Int.random(in: 0...3, using: &random))"
      : RandomSituationTests.numbers.randomElement(using: &random) ?? "1"
    let test = ["==", "!=", "<", "<=", ">", ">="].randomElement(using: &random) ?? "=="
    return "\(left) \(test) \(right)"
  }
}

/// A workflow in which nearly everything is computed from other records.
private struct Boats {
  let definition: WorkflowDefinition
  let type: RecordType

  init(_ first: String, _ second: String) throws {
    definition = try WorkflowLanguageTests.definition(
      Boats.text.replacing("FIRST", with: first).replacing("SECOND", with: second))
    type = try #require(definition.recordType(named: "boat"))
  }

  func decide() -> OverlapDecider.Answer {
    let ways = type.lists.map { list in
      Way(
        conditions: list.condition.map { [.condition($0)] } ?? [], from: [], inputs: [],
        creates: false, edits: [])
    }
    var budget = 300_000
    return OverlapDecider(definition: definition).decide(ways, of: type, budget: &budget)
  }

  static let text = """
    workflow: boats
    records:
      town:
        fields:
          size: integer
          is_big: {formula: size > 2}
          room: {formula: size - count(harbours)}
        relations: {harbours: {many: harbour}}
      harbour:
        fields:
          town: town
          places: integer
          free: {formula: places - count(boats)}
          twice: {formula: 2 * free}
          is_full: {formula: 'free <= 0 && count(big_boats) > 0'}
          busy_days: {formula: sum(boats.total_days)}
        relations:
          boats: {many: boat, by: harbour}
          guests: {many: boat, by: guest_of}
          big_boats: {many: boat, by: harbour, where: boat.is_long}
      trip:
        fields: {boat: boat, days: integer, is_calm: {formula: days < 3}}
      sailor:
        fields: {wage: integer}
      boat:
        fields:
          length: integer
          harbour: harbour
          guest_of: harbour?
          twin: boat?
          is_long: {formula: length > 2}
          total_days: {formula: sum(calm_trips.days) + count(quiet_trips)}
          own_free: {formula: harbour.free + length}
        relations:
          trips: {many: trip}
          calm_trips: {many: trip, where: trip.is_calm}
          quiet_trips: {many: trip, where: trip.days < length}
          friends: {links: boat}
          crew: {many: sailor, inline: true}
          twins: {many: boat, by: twin}
        states: {status: [moored, out]}
        lists:
          first: {where: 'FIRST'}
          second: {where: 'SECOND'}
    """
}
