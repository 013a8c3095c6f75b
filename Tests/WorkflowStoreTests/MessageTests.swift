import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// Messages in the outbox: none is lost, none is sent twice.
@Suite("Messages in a store")
struct MessageTests {
  private static let text = """
    workflow: bells
    records:
      bell:
        fields: {tone: text?, twin: bell?}
        transitions:
          create: {from: new, inputs: [tone]}
          ring: {effects: [{emit: rung, with: {bell: =bell}}, {emit: rung, with: {bell: =bell}}]}
          call: {effects: [{emit: called, key: "call-{tone}", with: {bell: =bell}}]}
          forget: {effects: [{erase: bell}]}
    """

  private func bells(_ kind: StoreKind) throws -> Workshop {
    let shop = try Workshop(kind, text: Self.text)
    try shop.take([shop.row("bell", "B", ["tone": .text("planted-tone")])])
    return shop
  }

  private func waiting(_ shop: Workshop) throws -> [OutboxMessage] {
    try shop.store.messages(delivered: false, limit: 100)
  }

  @Test(
    "a step that changes nothing of its record sends its messages each time",
    arguments: StoreKind.all)
  func repeated(kind: StoreKind) throws {
    let shop = try bells(kind)
    for round in 1...5 {
      #expect(try shop.perform("ring", "bell", "B") == [])
      #expect(try waiting(shop).count == 2 * round)
    }
    let first = try #require(try waiting(shop).first)
    #expect(try shop.store.acknowledge(messageKey: first.key, at: Workshop.morning))
    #expect(try shop.perform("ring", "bell", "B") == [])
    #expect(try waiting(shop).count == 11, "a delivered message does not swallow a new one")
    #expect(Set(try waiting(shop).map(\.key)).count == 11)
  }

  @Test(
    "the plan of the same step has the same keys until it is committed", arguments: StoreKind.all)
  func stable(kind: StoreKind) throws {
    let shop = try bells(kind)
    let request = try shop.request("ring", "bell", "B")
    let keys = try shop.plan(request).plan.messages.map(\.key)
    #expect(try shop.plan(request).plan.messages.map(\.key) == keys)
    try shop.perform(request)
    #expect(try waiting(shop).map(\.key) == keys)
    #expect(Set(try shop.plan(request).plan.messages.map(\.key)).isDisjoint(with: keys))
  }

  @Test("a given key that was used is said to be repeated, and sent once", arguments: StoreKind.all)
  func given(kind: StoreKind) throws {
    let shop = try bells(kind)
    let request = try shop.request("call", "bell", "B")
    #expect(try shop.plan(request).plan.messages.map(\.isRepeated) == [false])
    try shop.perform(request)
    #expect(try shop.plan(request).plan.messages.map(\.isRepeated) == [true])
    #expect(try shop.perform(request) == [])
    #expect(try waiting(shop).map(\.key) == ["call-planted-tone"])
  }

  @Test("two that are decided at once are both sent", arguments: StoreKind.all)
  func atOnce(kind: StoreKind) throws {
    let shop = try bells(kind)
    let request = try shop.request("ring", "bell", "B")
    let (plan, view) = try shop.plan(request)
    try shop.perform(request)
    let result = try shop.store.commit(plan, decidedOn: view, as: request.attempt())
    guard case .conflict(.messageKey) = result else {
      Issue.record("\(result)")
      return
    }
    try shop.perform(request)
    #expect(try waiting(shop).count == 4)
  }

  @Test("many steps in one transaction send all their messages", arguments: StoreKind.all)
  func bulk(kind: StoreKind) throws {
    let shop = try bells(kind)
    let interpreter = Interpreter(shop.definition)
    let request = try shop.request("ring", "bell", "B")
    var left = 7
    _ = try shop.store.bulk(BulkOptions(stepsPerTransaction: 3)) { writer in
      let outcome = interpreter.step(writer.snapshot, request.request(on: writer.snapshot))
      guard case .allowed(let plan) = outcome else { throw Mishap("\(outcome)") }
      try writer.write(plan, as: request.attempt())
      left -= 1
      return left == 0 ? .finished : .more
    }
    #expect(try waiting(shop).count == 14)
  }

  @Test("messages come in pages with their number among all", arguments: StoreKind.all)
  func pages(kind: StoreKind) throws {
    let shop = try bells(kind)
    for _ in 0..<5 { try shop.perform("ring", "bell", "B") }
    #expect(try shop.store.messageCount(delivered: false) == 10)
    #expect(try shop.store.messageCount(delivered: true) == 0)
    var found: [String] = []
    var after = 0
    while true {
      let page = try shop.store.messages(delivered: false, after: after, limit: 3)
      guard let last = page.last else { break }
      found += page.map(\.key)
      after = last.number
    }
    #expect(try found == waiting(shop).map(\.key))
  }

  @Test("erasing takes the values out of keys too", arguments: StoreKind.all)
  func erasedKey(kind: StoreKind) throws {
    let shop = try bells(kind)
    try shop.perform("call", "bell", "B")
    try shop.perform("forget", "bell", "B")
    let messages = try waiting(shop)
    #expect(messages.map(\.payload) == ["{}"])
    #expect(!messages.contains { $0.key.contains("planted") })
    #expect(shop.folder.files(containing: "planted-tone") == [])
  }
}
