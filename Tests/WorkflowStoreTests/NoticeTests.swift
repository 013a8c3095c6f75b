import CEL
import StoreTesting
import Testing
import Workflow
import WorkflowEngine
import WorkflowStore

/// What is rarely walked, over every store.
@Suite("Seldom walked ways of a store")
struct NoticeTests {
  @Test("a field past the 64th is changed, and no other with it", arguments: StoreKind.all)
  func manyFields(kind: StoreKind) throws {
    let names = (0..<70).map { "f\($0)" }
    let shop = try Workshop(
      kind,
      text: """
        workflow: wide
        records:
          row:
            fields: {\(names.map { "\($0): text?" }.joined(separator: ", "))}
            transitions: {edit: {edits: [\(names.joined(separator: ", "))]}}
        """)
    var expected = Dictionary(uniqueKeysWithValues: names.map { ($0, StoredValue.text("old")) })
    try shop.take([shop.row("row", "R", expected)])
    let rounds = [["f69"], ["f3", "f66"], ["f63", "f64"], ["f68"], ["f1", "f67"]]
    for (round, changed) in rounds.enumerated() {
      let edits = changed.map { ($0, StoredValue.text("new \(round)")) }
      expected.merge(edits) { $1 }
      let values = Dictionary(uniqueKeysWithValues: edits)
      if round < 3 {
        try shop.perform("edit", "row", "R", edits: values)
      } else {
        try shop.take([shop.row("row", "R", values)], mode: .upsert)
      }
      for name in names { #expect(try shop.value("row", "R", name) == expected[name], "\(name)") }
      #expect(try shop.history("row", "R").last?.changes.map(\.field).sorted() == changed.sorted())
    }
  }

  @Test("a row that points at a refused row is refused, in any order", arguments: StoreKind.all)
  func pointsAtRefused(kind: StoreKind) throws {
    for isFirst in [true, false] {
      let shop = try Workshop(kind)
      let pointing = try shop.row(
        "order", "O1", ["customer": .reference("C1"), "total": .integer(1)])
      let refused = try shop.row("customer", "C1", ["number": .text("1")])
      let report = try shop.take(
        isFirst ? [pointing, refused] : [refused, pointing], isAtomic: false)
      #expect(report.inserted == 0)
      #expect(
        Set(report.issues.map { "\($0.id): \($0.reason)" })
          == [
            "C1: \(ImportIssue.Reason.missing(field: "name"))",
            "O1: \(ImportIssue.Reason.dangling(field: "customer", type: "customer", id: "C1"))",
          ])
      #expect(try shop.store.count(of: shop.type("order")) == 0)
    }
  }

  @Test(
    "an empty value that is given stands beside a default that is not taken",
    arguments: StoreKind.all)
  func givenNull(kind: StoreKind) throws {
    let shop = try Workshop(
      kind,
      text: """
        workflow: notes
        records:
          note: {fields: {text: {type: text?, default: none}, size: {type: integer, default: 3}}}
        """)
    try shop.take([shop.row("note", "N1", ["text": .null]), shop.row("note", "N2", [:])])
    #expect(try shop.value("note", "N1", "text") == .null)
    #expect(try shop.value("note", "N2", "text") == .text("none"))
    #expect(try shop.value("note", "N1", "size") == .integer(3))
  }

  @Test(
    "a step's line has the time of the step, whenever it is committed", arguments: StoreKind.all)
  func times(kind: StoreKind) throws {
    let shop = try Workshop(kind)
    try shop.fill()
    for delay in [86_400_000_000, 5, -7] as [Int64] {
      var request = try shop.request(
        "edit", "customer", "C1", edits: ["email": .text("a\(delay)")])
      request.now = Workshop.morning + delay
      try shop.perform(request)
      #expect(try shop.history("customer", "C1").last?.at == request.now)
    }
  }

  // MARK: Erasing

  private static let sales = """
    workflow: sales
    records:
      person:
        fields: {name: text}
        states: {status: [here, leaving]}
        relations: {sales: {many: sale}}
        transitions:
          leave: {from: here, to: leaving, effects: [{set: {name: =name + '!'}}]}
          forget: {effects: [{for: sales, set: {buyer: null, person: null}}, {erase: person}]}
      sale:
        fields: {person: person?, buyer: text?, note: text?}
        transitions:
          announce: {effects: [{emit: sold, key: "sold-{buyer}", with: {buyer: =buyer, number: 1}}]}
          report: {effects: [{emit: told, with: {who: =person}}]}
          write: {edits: [note], approval: [manager]}
          swap: {inputs: [{who: {type: person}}], approval: [manager]}
    """

  private func sales(_ kind: StoreKind) throws -> Workshop {
    let shop = try Workshop(kind, text: Self.sales)
    try shop.take([
      shop.row("person", "P1", ["name": .text("planted-name")]),
      shop.row(
        "sale", "S1", ["person": .reference("P1"), "buyer": .text("planted-name")]),
      shop.row("sale", "S2", ["buyer": .text("Somebody")]),
    ])
    return shop
  }

  @Test(
    "erasing reaches the copies in messages and waiting requests of others",
    arguments: StoreKind.all)
  func copies(kind: StoreKind) throws {
    let shop = try sales(kind)
    for sale in ["S1", "S2"] { #expect(try shop.perform("announce", "sale", sale) == []) }
    #expect(try shop.perform("report", "sale", "S1") == [])
    let note: [String: StoredValue] = ["note": .text("call planted-name")]
    #expect(try shop.perform("write", "sale", "S1", edits: note).first == "pending")
    #expect(
      try shop.perform("write", "sale", "S2", edits: ["note": .text("call")]).first == "pending")
    #expect(
      try shop.perform("swap", "sale", "S2", inputs: ["who": .reference("P1")]).first == "pending")
    #expect(try shop.perform("forget", "person", "P1") == [])

    let messages = try shop.store.messages(delivered: false, limit: 9)
    #expect(messages.map(\.recordID) == ["S1", "S2", "S1"])
    #expect(messages.last?.payload == "{}", "it names the erased record")
    #expect(messages.first?.payload == "{}" && messages.first?.key.contains("planted") == false)
    #expect(
      messages[1].key == "sold-Somebody" && messages[1].payload.contains("Some"))
    let waiting = try shop.store.waitingRequests(after: 0, limit: 9)
    #expect(waiting.map { "\($0.name.event) \($0.name.recordID)" } == ["write S2"])
    #expect(shop.folder.files(containing: "planted-name") == [])
    #expect(try !shop.store.isScrubPending)
  }

  @Test("erasing leaves the states that the history tells", arguments: StoreKind.all)
  func states(kind: StoreKind) throws {
    let shop = try sales(kind)
    try shop.perform("leave", "person", "P1")
    try shop.perform("forget", "person", "P1")
    let line = try #require(try shop.history("person", "P1").first { $0.event == "leave" })
    #expect(line.fromState == "here" && line.toState == "leaving")
    #expect(line.changes.first { $0.isState }?.values?.new == .choice("leaving"))
    let name = try #require(line.changes.first { $0.field == "name" })
    #expect(name.values == nil)
  }

  @Test(
    "an answer over two records goes with either of them", arguments: StoreKind.all, ["P1", "P2"])
  func answer(kind: StoreKind, erased: String) throws {
    let shop = try sales(kind)
    try shop.take([shop.row("person", "P2", ["name": .text("other")])])
    let key = RequestKey(key: "k", content: "both leave")
    for (place, id) in ["P1", "P2"].enumerated() {
      let request = try shop.request("leave", "person", id)
      let (plan, view) = try shop.plan(request)
      var attempt = try shop.attempt(request, answer: "planted-name leaves")
      attempt.request = key
      attempt.isFollowUp = place > 0
      #expect(try shop.store.commit(plan, decidedOn: view, as: attempt).isCommitted)
    }
    #expect(try shop.store.knownRequest(key) == .answered("planted-name leaves"))
    try shop.perform("forget", "person", erased)
    #expect(try shop.store.knownRequest(key) == .answered(nil))
  }
}
