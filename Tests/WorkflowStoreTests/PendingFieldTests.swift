import CEL
import StoreTesting
import Testing
import Workflow
import WorkflowEngine
import WorkflowStore

/// What a record tells of requests that wait for it, in a store.
@Suite("A record that tells what waits")
struct PendingFieldTests {
  private static let text = """
    workflow: refunds
    records:
      customer:
        fields: {name: text}
        transitions:
          forget: {effects: [{erase: customer}]}
          leave: {after: 1d, from: here, effects: [{erase: customer}]}
        states: {status: [here]}
      refund:
        fields: {amount: decimal, note: text?}
        states: {status: [open, paid, lost]}
        guards: {calm: {check: "!pending.pay", otherwise: It waits.}}
        transitions:
          pay: {from: open, to: paid, inputs: [{to: customer}], approval: {expires: 2d}}
          edit: {edits: [note], guards: [calm]}
          lose: {expired: pay, from: open, to: lost}
    """
  private static let name = PendingRequest.Name(recordType: "refund", event: "pay", recordID: "R")
  private static let mia = Actor(user: "mia")

  private func workshop(_ kind: StoreKind, _ text: String = text) throws -> Workshop {
    let shop = try Workshop(kind, text: text)
    let report = try shop.take([
      shop.row("customer", "C", ["name": .text("Nordwind")]),
      shop.row("refund", "R", ["amount": .decimal(Decimal(100))]),
    ])
    try #require(report.isCommitted)
    return shop
  }

  private func ask(_ shop: Workshop) throws {
    let request = try shop.request("pay", "refund", "R", inputs: ["to": .reference("C")])
    try #require(try Conductor(shop.store).perform(request).outcome == .pending)
  }

  private func waits(_ shop: Workshop) throws -> StoredValue {
    try shop.value("refund", "R", RecordType.pendingName(of: "pay"))
  }

  @Test("begins and ceases with the request", arguments: StoreKind.all)
  func turns(kind: StoreKind) throws {
    let shop = try workshop(kind)
    #expect(try waits(shop) == .boolean(false))
    try ask(shop)
    #expect(try waits(shop) == .boolean(true))
    #expect(try shop.version("refund", "R") == 2)
    _ = try Conductor(shop.store).reject(Self.name, by: Self.mia, at: Workshop.morning)
    #expect(try waits(shop) == .boolean(false))
    try ask(shop)
    _ = try Conductor(shop.store).approve(Self.name, by: Self.mia, at: Workshop.morning)
    #expect(try waits(shop) == .boolean(false))
    #expect(try shop.value("refund", "R", "status") == .choice("paid"))
  }

  @Test("what was decided before it waited is decided again", arguments: StoreKind.all)
  func conflict(kind: StoreKind) throws {
    let shop = try workshop(kind)
    let edit = try shop.request("edit", "refund", "R", edits: ["note": .text("late")])
    let (plan, view) = try shop.plan(edit)
    try ask(shop)
    let result = try shop.store.commit(plan, decidedOn: view, as: shop.attempt(edit))
    #expect(result == .conflict(.record(type: "refund", id: "R")))
    #expect(try shop.value("refund", "R", "note") == .null)
    #expect(try Conductor(shop.store).perform(edit).outcome == .blocked)
  }

  @Test("a request that is forgotten with another record waits no longer", arguments: StoreKind.all)
  func forgotten(kind: StoreKind) throws {
    let shop = try workshop(kind)
    try ask(shop)
    let forget = try shop.request("forget", "customer", "C")
    #expect(try Conductor(shop.store).perform(forget).outcome == .allowed)
    #expect(try shop.store.waitingRequest(Self.name) == nil)
    #expect(try waits(shop) == .boolean(false))
    let edit = try shop.request("edit", "refund", "R", edits: ["note": .text("late")])
    #expect(try Conductor(shop.store).perform(edit).outcome == .allowed)
  }

  @Test(
    "a request whose sentence was made of somebody erased waits no longer", arguments: StoreKind.all
  )
  func forgottenSentence(kind: StoreKind) throws {
    let text = """
      workflow: refunds
      records:
        customer:
          fields: {name: {type: text, personal: true}}
          transitions: {forget: {effects: [{erase: customer}]}}
        refund:
          fields: {amount: decimal, customer: customer?, payee: {type: text?, personal: true}}
          guards: {calm: {check: "!pending.pay", otherwise: It waits.}}
          transitions:
            address: {effects: [{when: customer != null, set: {payee: =customer.name}}]}
            pay: {approval: {otherwise: "Is {payee} right?"}}
            edit: {edits: [amount], guards: [calm]}
      """
    let shop = try Workshop(kind, text: text)
    let report = try shop.take([
      shop.row("customer", "C", ["name": .text("Nordwind")]),
      shop.row("refund", "R", ["amount": .decimal(Decimal(100)), "customer": .reference("C")]),
    ])
    try #require(report.isCommitted)
    let conductor = Conductor(shop.store)
    #expect(try conductor.perform(shop.request("address", "refund", "R")).outcome == .allowed)
    #expect(try conductor.perform(shop.request("pay", "refund", "R")).outcome == .pending)
    #expect(try waits(shop) == .boolean(true))
    #expect(try conductor.perform(shop.request("forget", "customer", "C")).outcome == .allowed)
    #expect(try shop.store.waitingRequest(Self.name) == nil)
    #expect(try waits(shop) == .boolean(false))
  }

  @Test(
    "a request that was forgotten earlier in a tick does not expire in it", arguments: StoreKind.all
  )
  func forgottenByTheClock(kind: StoreKind) throws {
    let shop = try workshop(kind)
    try ask(shop)
    let answer = try Conductor(shop.store).tick(at: Workshop.morning + 10 * 86_400_000_000)
    #expect(answer.entries.map(\.event) == ["leave"])
    #expect(answer.ended.isEmpty)
    #expect(try shop.presence("customer", "C") == .erased)
    #expect(try shop.value("refund", "R", "status") == .choice("open"))
    #expect(try waits(shop) == .boolean(false))
    let lines = try shop.store.history(ofType: "refund", id: "R", after: 0, limit: 100)
    #expect(lines.map(\.outcome) == [.imported, .requested])
  }

  @Test("a store that forgets begins with what waits below", arguments: StoreKind.all)
  func forgetting(kind: StoreKind) throws {
    let shop = try workshop(kind)
    try ask(shop)
    let edit = try shop.request("edit", "refund", "R", edits: ["note": .text("late")])
    try shop.store.read { view in
      let trial = MemoryStore(over: shop.store, view)
      #expect(try Conductor(trial).perform(edit).outcome == .blocked)
      _ = try Conductor(trial).reject(Self.name, by: Self.mia, at: Workshop.morning)
      #expect(try Conductor(trial).perform(edit).outcome == .allowed)
    }
    #expect(try waits(shop) == .boolean(true))
    #expect(try Conductor(shop.store).perform(edit).outcome == .blocked)
  }

  @Test("a definition that begins to ask is told what waits", arguments: StoreKind.lasting)
  func newlyAsked(kind: StoreKind) throws {
    let plain = Self.text.replacing("\"!pending.pay\"", with: "amount > 0")
    let shop = try workshop(kind, plain)
    try ask(shop)
    let store = shop.again(try Workshop.load(Self.text))
    let edit = try shop.request("edit", "refund", "R", edits: ["note": .text("late")])
    #expect(try Conductor(store).perform(edit).outcome == .blocked)
    _ = try Conductor(store).reject(Self.name, by: Self.mia, at: Workshop.morning)
    #expect(try Conductor(store).perform(edit).outcome == .allowed)
  }
}
