import Testing
import WorkflowEngine

@testable import WorkflowAnalysis

@Suite("What looks at the time")
struct MomentUseTests {
  @Test("an event looks at the time through whatever leads to one that does")
  func events() throws {
    let definition = try load(
      """
      workflow: shops
      records:
        shop:
          fields: {opens: date, note: text?}
          relations: {doors: {many: door}}
          states:
            status:
              - closed
              - open
          transitions:
            create: {from: new, inputs: [opens]}
            plain: {effects: [{set: {note: x}}]}
            sending: {effects: [{for: doors, send: unlock}]}
            inside: {effects: [{when: note != null, do: [{for: doors, send: unlock}]}]}
            looking: {effects: [{when: today > opens, set: {note: x}}]}
            picking: {effects: [{for: doors, where: door.since < today, send: lock}]}
            noting: {effects: [{set: {opens: =today}}]}
        door:
          fields: {shop: shop, since: {type: date, default: =today}}
          states: {status: [locked, unlocked]}
          guards:
            daytime: {check: today >= since, otherwise: Not yet.}
          transitions:
            unlock: {from: locked, to: unlocked, guards: [daytime]}
            lock: {from: unlocked, to: locked}
      """)
    let use = MomentUse(definition)
    let shop = try #require(definition.recordType(named: "shop"))
    func names(_ events: Set<[Int]>) -> [String] {
      shop.events.filter { events.contains([shop.index, $0.index]) }.map(\.name)
    }
    #expect(names(use.events) == ["sending", "inside", "picking"])
    #expect(names(use.readers) == ["sending", "inside", "looking", "picking", "noting"])
  }
}
