import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// What every store does.
@Suite("Stores")
struct StoreTests {
  @Test("a committed plan is there, with versions and lines", arguments: StoreKind.all)
  func commit(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    #expect(try shop.perform("close", "customer", "C1") == [])
    #expect(try shop.value("customer", "C1", "status") == .choice("closed"))
    #expect(try shop.value("order", "O1", "status") == .choice("cancelled"))
    #expect(try shop.version("customer", "C1") == 2)
    #expect(try shop.version("customer", "C2") == 1)

    let line = try #require(shop.history("customer", "C1").last)
    #expect(line.event == "close")
    #expect(line.actor == Workshop.clerk)
    #expect(line.at == Workshop.morning)
    #expect(line.outcome == .done)
    #expect(line.fromState == "active" && line.toState == "closed")
    #expect(line.version == 2)
    #expect(line.warnings == ["has_credit"])
    #expect(line.definition == shop.definition.hash)
    let cancelled = try #require(shop.history("order", "O2").last)
    #expect(cancelled.cause == .cascade)
    #expect(cancelled.causedBy == line.line && cancelled.step == line.line)
    #expect(
      cancelled.changes == [
        HistoryLine.Change(
          field: "status", isState: true,
          values: HistoryLine.Values(old: .choice("open"), new: .choice("cancelled")))
      ])
  }

  @Test("a refused attempt leaves one line and changes nothing else", arguments: StoreKind.all)
  func refusal(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    try shop.perform("edit", "customer", "C1", edits: ["credit": .integer(500)])
    let before = try shop.store.records(of: shop.type("customer"), after: nil, limit: 10)
    let lines = try shop.store.history(after: 0, limit: 100).count
    #expect(try shop.perform("close", "customer", "C1") == ["is_poor"])
    #expect(try shop.store.records(of: shop.type("customer"), after: nil, limit: 10) == before)
    let history = try shop.store.history(after: 0, limit: 100)
    #expect(history.count == lines + 1)
    #expect(history.last?.outcome == .refused)
    #expect(history.last?.refusedBy == ["is_poor"])
    #expect(history.last?.changes == [])
    #expect(try shop.store.messages(delivered: false, limit: 10) == [])
  }

  @Test("values of every type come back as they were", arguments: StoreKind.all)
  func values(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    let edits: [String: StoredValue] = [
      "name": .text("Nord \"wind\" 'ü' 🌬 \u{0} end"),
      "credit": .decimal(try #require(Decimal(text: "-12.3050"))),
      "born": .date(try #require(CivilDate(text: "1979-02-28"))),
      "seen": .timestamp(1_773_133_200_123_456),
      "vip": .boolean(true), "level": .choice("gold"), "tags": .list([.text("a"), .text("b\nc")]),
      "email": .text(""),
    ]
    #expect(try shop.perform("edit", "customer", "C1", edits: edits) == [])
    for (field, value) in edits {
      #expect(try shop.value("customer", "C1", field) == value, "\(field)")
    }
    #expect(
      try shop.value("order", "O2", "lines")
        == .entries([["text": .text("bolts")], ["text": .text("nuts"), "amount": .integer(3)]]))
    #expect(
      try shop.value("mailing", "L1", "members") == .list([.reference("C1"), .reference("C2")]))
    let changes = try #require(shop.history("customer", "C1").last?.changes)
    for change in changes { #expect(change.values?.new == edits[change.field], "\(change.field)") }
    #expect(changes.count == edits.count)
  }

  @Test("records are created, numbered, linked and deleted", arguments: StoreKind.all)
  func creation(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    #expect(try shop.perform("order_more", "customer", "C2") == [])
    #expect(try shop.perform("order_more", "customer", "C2") == [])
    #expect(try shop.value("order", "order-2", "total") == .decimal(Decimal(5)))
    #expect(try shop.history("order", "order-1").first?.kind == .created)
    #expect(try shop.perform("add", "order", "order-1", inputs: ["text": .text("washers")]) == [])
    #expect(try shop.value("order", "order-1", "lines") == .entries([["text": .text("washers")]]))
    #expect(
      try shop.perform(
        "create", "customer", "C3", inputs: ["number": .text("103"), "name": .text("West")],
        isNew: true)
        == [])
    #expect(try shop.perform("join", "mailing", "L1", inputs: ["who": .reference("C3")]) == [])
    #expect(
      try shop.value("mailing", "L1", "members")
        == .list([.reference("C1"), .reference("C2"), .reference("C3")]))
    #expect(try shop.perform("drop_orders", "customer", "C2") == [])
    #expect(try shop.presence("order", "order-1") == .deleted)
    #expect(try shop.history("order", "order-1").last?.kind == .deleted)
    #expect(try shop.store.count(of: shop.type("order")) == 2)
  }

  @Test("messages wait until they are acknowledged", arguments: StoreKind.all)
  func messages(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    try shop.perform("close", "customer", "C1")
    let message = try #require(shop.store.messages(delivered: false, limit: 10).first)
    #expect(message.name == "closed")
    #expect(message.payload.contains("\"name\":\"Nordwind\""))
    #expect(try shop.store.acknowledge(messageKey: message.key, at: Workshop.morning))
    #expect(try !shop.store.acknowledge(messageKey: message.key, at: Workshop.morning))
    #expect(try !shop.store.acknowledge(messageKey: "none", at: Workshop.morning))
    #expect(try shop.store.messages(delivered: false, limit: 10) == [])
    #expect(
      try shop.store.messages(delivered: true, limit: 10).first?.deliveredAt == Workshop.morning)
  }

  @Test(
    "the same request is answered again, another one under its key is refused",
    arguments: StoreKind.all)
  func repeats(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    #expect(try shop.perform(shop.request("close", "customer", "C2", key: "k1")) == [])
    #expect(
      try shop.perform(shop.request("close", "customer", "C2", key: "k1")) == ["repeated", ""])
    #expect(try shop.perform(shop.request("close", "customer", "C1", key: "k1")) == ["key used"])
    #expect(try shop.version("customer", "C2") == 2)
    #expect(try shop.perform(shop.request("close", "customer", "C2", key: "k2")) == ["wrong_state"])
    #expect(
      try shop.perform(shop.request("close", "customer", "C2", key: "k2")) == ["wrong_state"],
      "it may be asked again")
    #expect(try shop.history("customer", "C2").last?.requestKey == "k2")
  }

  @Test("ids are read in order, in batches and by state", arguments: StoreKind.all)
  func ids(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    let ids = ["a", "B", "ä", "Z", "10", "9"]
    try shop.take(ids.map { try shop.row("order", $0, ["total": .integer(1)]) })
    try shop.perform("cancel", "order", "Z")
    let order = try shop.type("order")
    var reader = shop.session.idReader(of: order, batch: 2)
    var read: [String] = []
    while let id = try reader.next() { read.append(id) }
    #expect(read == ["10", "9", "B", "Z", "a", "ä"])
    let open = StateTest(slot: try #require(order.slot(of: "status")), states: 1)
    #expect(try shop.store.ids(of: order, in: open, after: "9", limit: 10) == ["B", "a", "ä"])
  }

  @Test("the last tick and the definition's text are kept", arguments: StoreKind.all)
  func rest(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    #expect(try shop.store.lastTick() == nil)
    try shop.store.setLastTick(42)
    #expect(try shop.store.lastTick() == 42)
    try shop.store.noteDefinition(text: Workshop.shop, at: Workshop.morning)
    #expect(try shop.store.definitions().map(\.text) == [Workshop.shop])
    #expect(try shop.store.definitions().map(\.hash) == [shop.definition.hash])
  }

  @Test("a view cannot be read after its end or committed twice", arguments: StoreKind.all)
  func ended(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    let (plan, view) = try shop.plan(shop.request("close", "customer", "C2"))
    let attempt = try shop.request("close", "customer", "C2").attempt()
    #expect(try shop.store.commit(plan, decidedOn: view, as: attempt).isCommitted)
    #expect(throws: StoreError.self) { try shop.store.commit(plan, decidedOn: view, as: attempt) }
    let (other, late) = try shop.plan(shop.request("close", "customer", "C1"))
    _ = late.snapshot.find(type: 0, id: "C9")
    #expect(late.failure?.kind == .viewEnded)
    #expect(throws: StoreError.self) { try shop.store.commit(other, decidedOn: late, as: attempt) }
  }
}
