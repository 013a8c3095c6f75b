import CEL
import JSONText
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

@testable import Workflow

/// What a record shows: its menu with every verdict, the rest with every reason, what waits, what
/// the clock will do, and what has happened.
@Suite("Looking at records")
struct LookingTests {
  private static let text = """
    workflow: desk
    version: 3
    time_zone: Europe/Berlin
    records:
      ticket:
        fields: {title: text, amount: {type: integer, default: 1}, due: date?, note: text?}
        relations:
          parts: {many: part}
        states:
          status: [open, {held: {badge: on_hold, row_color: red}}, {gone: {final: true}}]
        badges: {big: amount > 100}
        guards:
          small: {check: amount < 50, otherwise: "{title} is too large."}
        transitions:
          create: {from: new, label: New ticket, inputs: [title, amount, due]}
          hold: {label: Hold, tabs: [Work, All], from: open, to: held}
          free: {label: Free, from: held, to: open}
          agree: {label: Agree, approval: [boss], effects: [{set: {note: agreed}}]}
          remark: {label: Remark, inputs: [{words: {type: text, label: Words}}], effects: [{set: {note: =words}}]}
          rule: {label: Rule, roles: [boss], inputs: [{words: {type: text}}]}
          shrink: {label: Shrink, guards: [small], effects: [{set: {amount: =amount - 1}}]}
          edit: {edits: [title, amount, due]}
          quietly: {guards: [small]}
          second: {approval: true}
          sent: {only_sent: true}
          sweep: {label: Sweep, selection: all, effects: [{set: {note: swept}}]}
          split: {effects: [{create: part, with: {ticket: =ticket, size: =amount}}, {for: parts, send: grow}]}
          end: {at: due, from: [open, held], to: gone, guards: [small]}
          settle: {automatic: true, when: amount == 0, from: open, to: gone}
          call: {not_supported: Write instead., instead: remark}
        lists:
          large: {title: Large, where: amount > 10, order_by: amount, descending: true, columns: [title, parts]}
      part:
        fields: {ticket: ticket?, size: integer}
        transitions:
          grow: {effects: [{set: {size: =size + 1}}]}
    """

  private static let boss = Actor(user: "bo", roles: ["boss"])
  private static let day: Int64 = 86_400_000_000

  private func desk(_ kind: StoreKind) throws -> Workshop {
    let shop = try Workshop(kind, text: Self.text)
    let due = try #require(CivilDate(text: "2026-03-12"))
    let report = try shop.take([
      shop.row("ticket", "T1", ["title": .text("Lamp"), "amount": .integer(7)]),
      shop.row(
        "ticket", "T2", ["title": .text("Roof"), "amount": .integer(200), "due": .date(due)]),
      shop.row(
        "ticket", "T3", ["title": .text("Door"), "amount": .integer(20), "due": .date(due)]),
    ])
    try #require(report.isCommitted, "\(report.issues)")
    return shop
  }

  private func shown(
    _ shop: Workshop, _ id: String, to actor: Actor = Workshop.clerk,
    at now: Int64 = Workshop.morning
  ) throws -> ShowAnswer {
    try shop.conductor.show(shop.type("ticket"), id: id, to: actor, at: now)
  }

  private func menu(_ answer: ShowAnswer) -> [String] {
    answer.menu.map { offer in
      var words = ["\(offer.event) \(offer.verdict.rawValue)"]
      if !offer.blockedBy.isEmpty { words.append("by \(offer.blockedBy.joined(separator: ","))") }
      for ask in offer.asks { words.append("asks \(ask.input) \(ask.label ?? "-")") }
      for role in offer.roles { words.append("needs \(role)") }
      return (words + offer.sentences).joined(separator: "; ")
    }
  }

  // MARK: The menu and the rest

  @Test("the menu says of each event whether it can be asked for", arguments: StoreKind.all)
  func verdicts(kind: StoreKind) throws {
    let shop = try desk(kind)
    #expect(
      try menu(shown(shop, "T1")) == [
        "hold allowed", "agree needs_second", "remark asks; by input_missing; asks words Words",
        "rule blocked; by not_permitted; needs boss; This needs the role boss; u17 has clerk.",
        "shrink allowed",
      ])
    #expect(
      try menu(shown(shop, "T2", to: Self.boss)) == [
        "hold allowed", "agree needs_second", "remark asks; by input_missing; asks words Words",
        "rule asks; by input_missing; asks words -",
        "shrink blocked; by small; Roof is too large.",
      ])
    let first = try #require(try shown(shop, "T1").menu.first)
    #expect(first.label == "Hold" && first.tabs == ["Work", "All"])
  }

  @Test("an event that no menu offers has its reason", arguments: StoreKind.all)
  func reasons(kind: StoreKind) throws {
    let shop = try desk(kind)
    func reasons(_ id: String, _ now: Int64 = Workshop.morning) throws -> [String: String] {
      let answer = try shown(shop, id, at: now)
      return Dictionary(
        answer.notOffered.map { ($0.event, $0.reason) }, uniquingKeysWith: { _, last in last })
    }
    let small = try reasons("T1")
    #expect(
      small == [
        "create": "It makes a new record.",
        "free": "ticket T1 is open; 'free' needs it to be held.",
        "edit": "It has no label; it can be asked for by name.",
        "quietly": "It has no label; it can be asked for by name.",
        "second": "It has no label; it can be asked for by name.",
        "sent": "It follows from other events only.",
        "sweep": "It is for all records at once.",
        "split": "It has no label; it can be asked for by name.",
        "end": "The clock fires it.",
        "settle": "It follows by itself.",
        "call": "Write instead.",
      ])
    let large = try reasons("T2")
    #expect(
      large["quietly"] == "It has no label; asked for by name it is blocked by small.")
    #expect(large["end"] == "The clock fires it at 2026-03-12 00:00 Europe/Berlin.")
    let late = try reasons("T2", Workshop.morning + 4 * Self.day)
    #expect(
      late["end"]
        == "It is due since 2026-03-12 00:00 Europe/Berlin; the clock fires it as soon as it may.")
  }

  @Test("what a record is and holds is shown as its states say", arguments: StoreKind.all)
  func look(kind: StoreKind) throws {
    let shop = try desk(kind)
    try shop.perform("hold", "ticket", "T2")
    try shop.perform("split", "ticket", "T2")
    let answer = try shown(shop, "T2")
    #expect(
      answer.record.version == 2 && answer.record.id == "T2" && answer.record.type == "ticket")
    #expect(answer.badges.sorted() == ["big", "on_hold"])
    #expect(answer.rowColor == "red")
    #expect(
      answer.fields.compact
        == #"{"status":"held","title":"Roof","amount":200,"due":"2026-03-12","note":null}"#)
    #expect(answer.computed.compact == #"{"parts":["part-1"]}"#)
    #expect(answer.sets == ["parts"])
    #expect(answer.definition?.version == "3")
    #expect(answer.lastTick == nil)
    #expect(try shown(shop, "T1").badges == [])
    #expect(try shown(shop, "T1").rowColor == nil)
    #expect(throws: AbsentRecord(type: "ticket", id: "T9", presence: .unknown)) {
      try shown(shop, "T9")
    }
  }

  @Test("a timer is shown before it is due, and with what holds it back", arguments: StoreKind.all)
  func timers(kind: StoreKind) throws {
    let shop = try desk(kind)
    let before = try shown(shop, "T2").timers
    #expect(before.map(\.event) == ["end"] && before.map(\.isHeld) == [false])
    #expect(before.map(\.due) == ["2026-03-11T23:00:00Z"])
    #expect(before.flatMap(\.blockedBy) == [])
    let due: Int64 = 1_773_270_000_000_000
    #expect(try shown(shop, "T2", at: due - 1).timers.map(\.isHeld) == [false])
    let held = try shown(shop, "T2", at: due).timers
    #expect(held.map(\.isHeld) == [true] && held.flatMap(\.blockedBy) == ["small"])
    #expect(held.flatMap(\.sentences) == ["Roof is too large."])
    #expect(try shown(shop, "T3", at: due).timers.map(\.isHeld) == [false])
    _ = try shop.conductor.tick(at: due)
    #expect(try shown(shop, "T3").lastTick == "2026-03-11T23:00:00Z")
    #expect(try shop.value("ticket", "T3", "status") == .choice("gone"))
  }

  @Test(
    "what waits is shown to whom it concerns, and blocks its own event", arguments: StoreKind.all)
  func waiting(kind: StoreKind) throws {
    let shop = try desk(kind)
    #expect(try shop.perform("agree", "ticket", "T1") == ["pending"])
    #expect(try shop.perform("second", "ticket", "T1") == ["pending"])
    #expect(try shop.perform("agree", "ticket", "T3") == ["pending"])
    let answer = try shown(shop, "T1", to: Self.boss)
    #expect(answer.waiting.map(\.event) == ["agree", "second"])
    #expect(answer.waiting.map(\.roles) == [["boss"], []])
    #expect(answer.waiting.map(\.mayAnswer) == [true, true])
    #expect(answer.waiting.map(\.isNeeded) == [true, true])
    #expect(answer.waiting.map(\.isGone) == [false, false])
    #expect(answer.waiting.flatMap(\.blockedBy) == [])
    #expect(try shown(shop, "T1").waiting.map(\.mayAnswer) == [false, false])
    #expect(menu(answer)[1] == "agree waits; by already_pending")
    #expect(
      answer.notOffered.first { $0.event == "second" }?.reason
        == "It has no label; it waits for a second person.")
    #expect(try shown(shop, "T2").waiting.isEmpty)
    let all = try shop.conductor.pending(to: Self.boss).requests
    #expect(
      all.map { "\($0.type) \($0.id) \($0.event)" } == [
        "ticket T1 agree", "ticket T1 second", "ticket T3 agree",
      ])
    #expect(all.map(\.version) == [1, 1, 1] && all.map(\.creates) == [false, false, false])
    #expect(all.map(\.label) == ["Agree", nil, "Agree"])
    #expect(try shop.conductor.pending(to: nil).requests.map(\.mayAnswer) == [nil, nil, nil])
    #expect(
      try shop.conductor.pending(to: nil, until: Workshop.morning - 1).requests.isEmpty)
    #expect(try shop.conductor.pending(to: nil, until: Workshop.morning).requests.count == 3)
  }

  // MARK: What has happened

  @Test(
    "the history is the latest lines, each with what it followed from", arguments: StoreKind.all)
  func history(kind: StoreKind) throws {
    let shop = try desk(kind)
    let ticket = try shop.type("ticket")
    let part = try shop.type("part")
    for number in 0..<4 {
      var request = try shop.request("split", "ticket", "T1")
      request.now += Int64(number) * Self.day
      try shop.perform(request)
    }
    let all = try shop.conductor.history(of: part, id: "part-1", tellsWhy: true)
    #expect(all.total == all.lines.count)
    #expect(all.lines.map(\.event) == [nil, "grow", "grow", "grow", "grow"])
    for line in all.lines {
      #expect(line.follows == HistoryAnswer.Followed(event: "split", type: "ticket", id: "T1"))
      #expect(line.why?.map(\.event) == ["split"] && line.why?.map(\.line) == [line.step])
      #expect(line.why?.map(\.cause) == [.asked] && line.why?.map(\.id) == ["T1"])
      #expect(line.causedBy == line.step && line.type == "part" && line.id == "part-1")
    }
    for limit in 0...6 {
      let some = try shop.conductor.history(of: part, id: "part-1", limit: limit)
      #expect(some.total == 5)
      #expect(some.lines.map(\.line) == all.lines.suffix(limit).map(\.line))
      #expect(some.lines.allSatisfy { $0.why == nil })
    }
    for number in 0..<4 {
      let until = Workshop.morning + Int64(number) * Self.day
      #expect(
        try shop.conductor.history(of: part, id: "part-1", until: until).total == number + 2)
      #expect(
        try shop.conductor.history(of: part, id: "part-1", until: until - 1).total
          == (number == 0 ? 0 : number + 1))
    }
    let own = try shop.conductor.history(of: ticket, id: "T1", tellsWhy: true)
    #expect(own.lines.map(\.outcome) == ["imported", "done", "done", "done", "done"])
    #expect(own.lines.allSatisfy { $0.why == [] && $0.follows == nil && $0.causedBy == nil })
    #expect(throws: AbsentRecord(type: "ticket", id: "T9", presence: .unknown)) {
      try shop.conductor.history(of: ticket, id: "T9")
    }
    #expect(try shop.conductor.history(of: ticket, id: "T9", until: 0).lines.isEmpty)
  }

  // MARK: Lists

  @Test(
    "a list is in its order, with its columns and as many rows as asked", arguments: StoreKind.all)
  func lists(kind: StoreKind) throws {
    let shop = try desk(kind)
    try shop.perform("split", "ticket", "T3")
    let ticket = try shop.type("ticket")
    func list(_ query: ListQuery) throws -> ListAnswer {
      try shop.conductor.list(ticket, query, to: Workshop.clerk, at: Workshop.morning)
    }
    let large = try list(ListQuery(list: #require(ticket.list(named: "large"))))
    #expect(large.title == "Large" && large.count == 2)
    #expect(large.columns.map(\.name) == ["title", "parts"])
    #expect(large.columns.map(\.isSet) == [false, true])
    #expect(
      large.rows.map(\.compact) == [
        #"{"id":"T2","title":"Roof","parts":[],"badges":["big"],"row_color":null}"#,
        #"{"id":"T3","title":"Door","parts":["part-1"],"badges":[],"row_color":null}"#,
      ])
    let all = try list(ListQuery(limit: 2))
    #expect(all.count == 3 && all.rows.count == 2)
    #expect(all.columns.map(\.name) == ["status", "title", "amount", "due", "note"])
    #expect(all.menu.map(\.event) == ["sweep"])
    #expect(all.menu.map(\.label) == ["Sweep"])
    #expect(try list(ListQuery(limit: -1)).rows.isEmpty)
    #expect(try list(ListQuery()).rows.count == 3)
    let parts = try shop.conductor.list(
      shop.type("part"), ListQuery(parent: (type: ticket, id: "T3")), to: Workshop.clerk,
      at: Workshop.morning)
    #expect(parts.count == 1)
    let none = try shop.conductor.list(
      shop.type("part"), ListQuery(parent: (type: ticket, id: "T1")), to: Workshop.clerk,
      at: Workshop.morning)
    #expect(none.count == 0)
  }
}
