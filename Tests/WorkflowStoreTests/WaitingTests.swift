import CEL
import StoreTesting
import Testing
import Workflow
import WorkflowEngine
import WorkflowStore

/// Requests that wait for a second person, in a store.
@Suite("Requests that wait in a store")
struct WaitingTests {
  private static let text = """
    workflow: refunds
    records:
      refund:
        fields: {amount: decimal, note: text?}
        states: {status: [open, paid]}
        transitions:
          pay: {from: open, to: paid, edits: [note], inputs: [{fee: decimal}], approval: [manager], effects: [{set: {amount: =amount - fee}}]}
          forget: {effects: [{erase: refund}]}
    """

  private static let mia = Actor(user: "mia", roles: ["manager"])
  private static let name = PendingRequest.Name(recordType: "refund", event: "pay", recordID: "R")

  private func workshop(_ kind: StoreKind) throws -> Workshop {
    let shop = try Workshop(kind, text: Self.text)
    let report = try shop.take([shop.row("refund", "R", ["amount": .decimal(Decimal(100))])])
    try #require(report.isCommitted)
    return shop
  }

  private func request(_ shop: Workshop, _ event: String) throws -> WorkflowRequest {
    let type = try shop.type("refund")
    return WorkflowRequest(
      recordType: type.index, event: try #require(type.event(named: event)).index,
      target: .one("R"),
      inputs: event == "pay" ? [NamedValue("fee", .decimal(Decimal(5)))] : [],
      edits: event == "pay" ? [NamedValue("note", .text("late"))] : [], actor: Workshop.clerk,
      now: Workshop.morning)
  }

  @Test("it waits, is carried out, and the history tells both", arguments: StoreKind.all)
  func approved(kind: StoreKind) throws {
    let shop = try workshop(kind)
    #expect(try Conductor(shop.store).perform(request(shop, "pay")).outcome == .pending)
    let waiting = try #require(try shop.store.waitingRequests(after: 0, limit: 10).first)
    #expect(waiting.name == Self.name)
    #expect(waiting.inputs == [NamedValue("fee", .decimal(Decimal(5)))])
    #expect(waiting.edits == [NamedValue("note", .text("late"))])
    #expect(waiting.actor == Workshop.clerk)
    #expect(waiting.at == Workshop.morning)
    #expect(try shop.value("refund", "R", "amount") == .decimal(Decimal(100)))
    let twice = try Conductor(shop.store).perform(request(shop, "pay"))
    #expect(twice.outcome == .blocked)
    let answer = try Conductor(shop.store).approve(Self.name, by: Self.mia, at: Workshop.morning + 60)
    #expect(answer.outcome == .allowed)
    #expect(try shop.value("refund", "R", "amount") == .decimal(Decimal(95)))
    #expect(try shop.value("refund", "R", "note") == .text("late"))
    #expect(try shop.store.waitingRequests(after: 0, limit: 10).isEmpty)
    let lines = try shop.store.history(ofType: "refund", id: "R", after: 0, limit: 100)
    #expect(
      lines.map(\.outcome) == [.imported, .requested, .refused, .approved, .done])
    #expect(lines.map(\.actor.user) == ["u17", "u17", "u17", "mia", "u17"])
    #expect(lines[3].at == Workshop.morning + 60)
  }

  @Test("it is rejected", arguments: StoreKind.all)
  func rejected(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try Conductor(shop.store).perform(request(shop, "pay"))
    let answer = try Conductor(shop.store).reject(Self.name, by: Self.mia, at: Workshop.morning)
    #expect(answer.outcome == .allowed)
    #expect(try shop.store.waitingRequest(Self.name) == nil)
    let lines = try shop.store.history(ofType: "refund", id: "R", after: 0, limit: 100)
    #expect(lines.map(\.outcome) == [.imported, .requested, .rejected])
  }

  @Test("an agreement to what does not wait any more is a conflict", arguments: StoreKind.all)
  func gone(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try Conductor(shop.store).perform(request(shop, "pay"))
    let waiting = try #require(try shop.store.waitingRequest(Self.name))
    #expect(try shop.store.reject(waiting, by: Self.mia, at: Workshop.morning))
    #expect(try !shop.store.reject(waiting, by: Self.mia, at: Workshop.morning))
    let forget = try shop.request("forget", "refund", "R")
    let (plan, view) = try shop.plan(forget)
    var attempt = forget.attempt()
    attempt.agreement = Agreement(number: waiting.number, second: Self.mia)
    #expect(try shop.store.commit(plan, decidedOn: view, as: attempt) == .conflict(.waiting))
    #expect(try shop.value("refund", "R", "amount") == .decimal(Decimal(100)))
  }

  @Test("an erased record takes what was asked of it along", arguments: StoreKind.all)
  func erased(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try Conductor(shop.store).perform(request(shop, "pay"))
    #expect(try Conductor(shop.store).perform(request(shop, "forget")).outcome == .allowed)
    #expect(try shop.store.waitingRequests(after: 0, limit: 10).isEmpty)
  }

  @Test("it outlives the process", arguments: StoreKind.lasting)
  func restart(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try Conductor(shop.store).perform(request(shop, "pay"))
    let again = shop.again()
    let answer = try Conductor(again).approve(
      Self.name, by: Self.mia, at: Workshop.morning)
    #expect(answer.outcome == .allowed)
    #expect(try shop.again().waitingRequests(after: 0, limit: 10).isEmpty)
  }
}
