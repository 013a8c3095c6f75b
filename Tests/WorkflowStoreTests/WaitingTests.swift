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
          edit: {edits: [amount, note]}
          pass: {approval: {when: amount > 50}}
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
    event == "pay"
      ? try shop.request(
        event, "refund", "R", inputs: ["fee": .decimal(Decimal(5))],
        edits: ["note": .text("late")])
      : try shop.request(event, "refund", "R")
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
    let answer = try Conductor(shop.store).approve(
      Self.name, by: Self.mia, at: Workshop.morning + 60)
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

  @Test("it is withdrawn by the one who asked", arguments: StoreKind.all)
  func withdrawn(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try Conductor(shop.store).perform(request(shop, "pay"))
    let first = try #require(try shop.store.waitingRequest(Self.name)).actor
    let refused = try Conductor(shop.store).withdraw(
      Self.name, by: Self.mia, at: Workshop.morning)
    #expect(refused.blockers.map(\.code) == [.notPermitted])
    let answer = try Conductor(shop.store).withdraw(Self.name, by: first, at: Workshop.morning)
    #expect(answer.outcome == .allowed && answer.isWritten == true)
    #expect(try shop.store.waitingRequest(Self.name) == nil)
    let lines = try shop.store.history(ofType: "refund", id: "R", after: 0, limit: 100)
    #expect(lines.map(\.outcome) == [.imported, .requested, .withdrawalRefused, .withdrawn])
  }

  @Test("an agreement to what does not wait any more is a conflict", arguments: StoreKind.all)
  func gone(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try Conductor(shop.store).perform(request(shop, "pay"))
    let waiting = try #require(try shop.store.waitingRequest(Self.name))
    #expect(try shop.store.end(waiting, as: .rejected, by: Self.mia, at: Workshop.morning))
    #expect(try !shop.store.end(waiting, as: .rejected, by: Self.mia, at: Workshop.morning))
    let forget = try shop.request("forget", "refund", "R")
    let (plan, view) = try shop.plan(forget)
    var attempt = try shop.attempt(forget)
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

  // MARK: What has changed since

  private func change(_ shop: Workshop, to amount: Int) throws {
    let request = try shop.request(
      "edit", "refund", "R", edits: ["amount": .decimal(Decimal(amount))])
    try #require(try shop.conductor.perform(request).outcome == .allowed)
  }

  private func approve(_ shop: Workshop, seen: SeenRecord? = nil) throws -> Answer {
    try shop.conductor.approve(Self.name, by: Self.mia, at: Workshop.morning, seen: seen)
  }

  @Test(
    "a record that has changed since is shown, and is to be seen first", arguments: StoreKind.all)
  func changed(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try shop.conductor.perform(request(shop, "pay"))
    try change(shop, to: 300)
    try change(shop, to: 99_999)
    let waiting = try #require(try shop.conductor.pending(to: Self.mia).requests.first)
    #expect(waiting.changes.map(\.field) == ["amount"])
    let refused = try approve(shop)
    #expect(Workshop.names(refused) == ["unseen_changes"])
    #expect(
      refused.blockers.map(\.sentence) == [
        "refund R has changed since u17 asked for this: amount 100 → 99999."
      ])
    #expect(try shop.value("refund", "R", "amount") == .decimal(Decimal(99_999)))
    // Another change was not seen.
    let version = try #require(waiting.version)
    try change(shop, to: 5_000)
    #expect(Workshop.names(try approve(shop, seen: .version(version))) == ["unseen_changes"])
    #expect(try approve(shop, seen: .version(version + 1)).outcome == .allowed)
    #expect(try shop.value("refund", "R", "amount") == .decimal(Decimal(4_995)))
  }

  @Test("what is as it was again has not changed", arguments: StoreKind.all)
  func back(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try shop.conductor.perform(request(shop, "pay"))
    try change(shop, to: 300)
    try change(shop, to: 100)
    #expect(try approve(shop).outcome == .allowed)
  }

  @Test("a change that an import made is one, too", arguments: StoreKind.all)
  func imported(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try shop.conductor.perform(request(shop, "pay"))
    try shop.take([shop.row("refund", "R", ["amount": .decimal(Decimal(7))])], mode: .upsert)
    #expect(Workshop.names(try approve(shop)) == ["unseen_changes"])
    #expect(try approve(shop, seen: .present).outcome == .allowed)
  }

  @Test("what cannot be done at all need not be seen", arguments: StoreKind.all)
  func beside(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try shop.conductor.perform(request(shop, "pay"))
    try shop.take([shop.row("refund", "R", ["status": .choice("paid")])], mode: .upsert)
    #expect(Workshop.names(try approve(shop)) == ["wrong_state"])
  }

  @Test("it is seen through a store that forgets, too", arguments: StoreKind.all)
  func forgetting(kind: StoreKind) throws {
    let shop = try workshop(kind)
    _ = try shop.conductor.perform(request(shop, "pay"))
    try change(shop, to: 300)
    let refused = try shop.conductor.forgetting {
      try $0.approve(
        Self.name, by: Self.mia, at: Workshop.morning)
    }
    #expect(Workshop.names(refused) == ["unseen_changes"])
  }

  @Test(
    "what needs no second person any more is not done beside the one that waits",
    arguments: StoreKind.all)
  func overtaken(kind: StoreKind) throws {
    let shop = try workshop(kind)
    let pass = try shop.request("pass", "refund", "R")
    #expect(try shop.conductor.perform(pass).outcome == .pending)
    try change(shop, to: 1)
    #expect(Workshop.names(try shop.conductor.perform(pass)) == ["already_pending"])
    #expect(Workshop.names(try shop.conductor.dryRun(pass)) == ["already_pending"])
    let many = try shop.request("pass", "refund", .all)
    #expect(try shop.conductor.perform(many).counts?.blocked == 1)
    let shown = try shop.conductor.show(
      shop.type("refund"), id: "R", to: Self.mia, at: Workshop.morning)
    #expect(shown.waiting.map(\.isNeeded) == [false])
  }
}
