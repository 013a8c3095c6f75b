import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// Commands and ticks carried out on a store.
@Suite("Stores as the ground of commands")
struct StoreGroundTests {
  private static let text = """
    workflow: parking
    version: 1
    records:
      permit:
        fields:
          holder: text
          until: date?
          ended_at: timestamp?
        states:
          status: [valid, ended]
        guards:
          is_paid: {check: holder != "debtor", otherwise: Pay first.}
        transitions:
          end: {at: until + days(1), from: valid, to: ended, guards: [is_paid], effects: [{set: {ended_at: =now}}]}
          rename: {from: valid, edits: [holder], guards: [is_paid]}
    """

  private static let day: Int64 = 86_400_000_000

  private func workshop(_ kind: StoreKind) throws -> Workshop {
    let shop = try Workshop(kind, text: Self.text)
    let report = try shop.take([
      shop.row(
        "permit", "P1", ["holder": .text("Ann"), "until": .date(.init(daysSinceEpoch: 20000))]),
      shop.row(
        "permit", "P2", ["holder": .text("debtor"), "until": .date(.init(daysSinceEpoch: 19999))]),
      shop.row("permit", "P3", ["holder": .text("Cem")]),
    ])
    try #require(report.isCommitted)
    return shop
  }

  private func conductor(_ shop: Workshop) -> Conductor<StoreGround> {
    Conductor(shop.session.interpreter, on: StoreGround(shop.store))
  }

  @Test(
    "a list has a result for each record, and refusals are in the history",
    arguments: StoreKind.all)
  func list(kind: StoreKind) throws {
    let shop = try workshop(kind)
    let type = try shop.type("permit")
    let event = try #require(type.event(named: "rename"))
    let answer = try conductor(shop).ask(
      Command(
        recordType: type.index, event: event.index, target: .all,
        edits: [NamedValue("holder", .text("Dan"))], actor: Workshop.clerk, now: Workshop.morning))
    #expect(answer.verdict == .allowed)
    #expect(answer.done.map(\.recordID) == ["P1", "P2", "P3"])
    #expect(try shop.value("permit", "P3", "holder") == .text("Dan"))
    let refused = try conductor(shop).ask(
      Command(
        recordType: type.index, event: event.index, target: .several(["P1", "P9"]),
        edits: [NamedValue("holder", .text("debtor"))], actor: Workshop.clerk, now: Workshop.morning
      ))
    #expect(refused.refusal?.names == ["is_paid"])
    #expect(try shop.history("permit", "P1").last?.refusedBy == ["is_paid"])
    #expect(try shop.value("permit", "P1", "holder") == .text("Dan"))
  }

  @Test(
    "a tick fires what is due, and what is held back leaves no line", arguments: StoreKind.all)
  func tick(kind: StoreKind) throws {
    let shop = try workshop(kind)
    let report = try conductor(shop).tick(at: 20010 * Self.day) { _ in false }
    #expect(report.fired.map(\.recordID) == ["P1"])
    #expect(report.heldBack.map(\.recordID) == ["P2"])
    #expect(try shop.value("permit", "P1", "ended_at") == .timestamp(20001 * Self.day))
    #expect(try shop.history("permit", "P1").last?.cause == .clock)
    #expect(try shop.history("permit", "P2").count == 1)
    // A later tick looks at it again, at its own time.
    let type = try shop.type("permit")
    let event = try #require(type.event(named: "end"))
    _ = try shop.take(
      [
        shop.row(
          "permit", "P2", ["holder": .text("Ben"), "until": .date(.init(daysSinceEpoch: 19999))])
      ], mode: .upsert)
    let later = try conductor(shop).tick(at: 20011 * Self.day) {
      report.heldBackTimers.contains($0)
    }
    #expect(later.fired.map { $0.request.event } == [event.index])
    #expect(try shop.value("permit", "P2", "ended_at") == .timestamp(20011 * Self.day))
  }
}
