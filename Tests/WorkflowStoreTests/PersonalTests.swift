import CEL
import JSONText
import StoreTesting
import TestSupport
import Testing
import WorkflowEngine
import WorkflowStore

@testable import Workflow

/// Names that are planted into personal fields, and looked for wherever a step may have left what it
/// made of them.
@Suite("What was made of personal values")
struct PersonalTests {
  static let workflow = """
    workflow: sales
    records:
      customer:
        shown_as: "{name}"
        fields: {name: {type: text, personal: true}, loud: {formula: name + "!"}}
        relations: {sales: {many: sale}}
        transitions:
          create: {from: new, inputs: [name]}
          rename: {edits: [name]}
          spread: {effects: [{for: sales, set: {buyer: =loud}}]}
          fan_out: {effects: [{for: sales, send: take, with: {words: =loud}}]}
          forget: {effects: [{erase: customer}]}
      sale:
        fields:
          customer: customer?
          buyer: {type: text?, personal: true}
          memo: {type: text?, personal: true}
          both: {formula: 'coalesce(buyer, "") + coalesce(memo, "")'}
          total: {type: integer, default: 0}
        relations: {notes: {many: note, inline: true}}
        transitions:
          create: {from: new, inputs: [customer]}
          move: {edits: [customer, total]}
          sell: {effects: [{when: customer != null, set: {buyer: =customer.name}}]}
          copy: {effects: [{set: {memo: =both, total: =total + 1}}]}
          take: {inputs: [words: {type: text}], effects: [{send: keep, with: {words: '=words + "."'}}]}
          keep: {inputs: [words: {type: text}], effects: [{set: {memo: =words}}]}
          hand_on: {effects: [{send: take, with: {words: =both}}]}
          jot: {effects: [{create: notes, with: {text: =both}}]}
          shift: {effects: [{for: notes, set: {text: '=coalesce(note.text, "") + "?"'}}]}
          quote: {effects: [{set: {memo: '=size(notes) > 0 ? notes[0].text : null'}}]}
          tell: {effects: [{emit: told, with: {who: =buyer, total: =total}}]}
          close:
            reminders: [paid: {when: 'true', say: "{both} has paid."}]
            effects: [{set: {total: =total + 1}}]
          ask:
            inputs: [word: {type: text?, default: =both}]
            effects: [{set: {memo: =word}}]
            approval: {roles: [boss], otherwise: "Is {both} known?"}
          begin: {inputs: [word: {type: text?, default: =both}], effects: [{set: {memo: =word}}]}
          hear:
            inputs: [word: {type: text}]
            effects:
              - {when: customer != null, set: {customer.name: =word, memo: =word}}
              - {emit: heard, with: {word: =word}}
          hear_later:
            approval: true
            inputs: [word: {type: text}]
            effects: [{when: customer != null, set: {customer.name: =word, memo: =word}}]
          pass: {effects: [{create: ticket, with: {sale: =sale, text: =both}}]}
          wipe: {effects: [{set: {buyer: null, memo: null}}, {delete: notes}]}
      note: {fields: {text: {type: text?, personal: true}}}
      ticket:
        fields: {sale: sale?, text: {type: text?, personal: true}}
        transitions:
          back: {effects: [{when: sale != null, set: {sale.memo: =text}}]}
          wipe: {effects: [{set: {text: null}}]}

    """

  /// What a store holds beside its records.
  private struct Kept: Equatable {
    var lines: [HistoryLine]
    var messages: [OutboxMessage]
    var waiting: [PendingRequest]
    var answers: [String]
  }

  /// One story on a store.
  private final class Story {
    let shop: Workshop
    private var requests: [WorkflowRequest] = []

    init(_ kind: StoreKind) throws { shop = try Workshop(kind, text: PersonalTests.workflow) }

    @discardableResult
    func ask(
      _ type: String, _ id: String?, _ event: String, _ values: [String: StoredValue] = [:],
      key: String? = nil
    ) throws -> [String] {
      let isNew = event == "create"
      let request = try shop.request(
        event, type, id, inputs: values, isNew: isNew, key: key)
      if key != nil { requests.append(request) }
      return try shop.perform(request)
    }

    func kept() throws -> Kept {
      Kept(
        lines: try shop.store.history(after: 0, limit: 10_000),
        messages: try shop.store.messages(delivered: false, limit: 1000),
        waiting: try shop.store.waitingRequests(after: 0, limit: 1000),
        answers: try requests.map { request in
          guard let key = try shop.key(of: request) else { return "" }
          return "\(try shop.store.knownRequest(key))"
        })
    }
  }

  static let rounds = 40

  @Test("goes with the record, and nothing else does, in memory as on SQLite")
  func story() throws {
    var random = SeededRandom()
    print("personal values: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds {
      let stories = try StoreKind.all.map { try Story($0) }
      var words: [String: [String]] = [:]
      var customers: [String: String] = [:]
      var tickets = 0
      func word(of customer: String?, _ number: Int) -> StoredValue {
        let names = ["C1": "ann", "C2": "bob", "C3": "cyd"]
        let word = "planted-\(number)-\(customer.flatMap { names[$0] } ?? "none")-"
        if let customer { words[customer, default: []].append(word) }
        return .text(word)
      }
      func all(
        _ type: String, _ id: String?, _ event: String, _ values: [String: StoredValue] = [:],
        key: String? = nil
      ) throws -> [String] {
        let answers = try stories.map { try $0.ask(type, id, event, values, key: key) }
        try #require(answers[0] == answers[1], "round \(round): \(event) of \(type) \(id ?? "")")
        return answers[0]
      }
      for id in ["C1", "C2", "C3"] {
        _ = try all("customer", id, "create", ["name": word(of: id, 0)])
      }
      for (number, id) in ["S1", "S2", "S3"].enumerated() {
        customers[id] = "C\(number + 1)"
        _ = try all("sale", id, "create", ["customer": .reference("C\(number + 1)")])
      }
      var alive = ["C1", "C2", "C3"]
      for number in 1...40 {
        let key = Bool.random(using: &random) ? "k\(number)" : nil
        let sale = ["S1", "S2", "S3"].randomElement(using: &random) ?? "S1"
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
          guard let id = alive.randomElement(using: &random) else { break }
          _ = try all("customer", id, "rename", ["name": word(of: id, number)], key: key)
        case 1:
          guard let id = alive.randomElement(using: &random) else { break }
          let event = Bool.random(using: &random) ? "spread" : "fan_out"
          _ = try all("customer", id, event, key: key)
        case 2:
          guard let id = alive.randomElement(using: &random) else { break }
          if try all("sale", sale, "move", ["customer": .reference(id)]).isEmpty {
            customers[sale] = id
          }
        case 3...5:
          let event = Bool.random(using: &random) ? "hear" : "hear_later"
          let value = word(of: customers[sale], number)
          _ = try all("sale", sale, event, ["word": value], key: key)
        case 6:
          if try all("sale", sale, "pass", key: key).isEmpty { tickets += 1 }
        case 7 where tickets > 0:
          let ticket = "ticket-\(Int.random(in: 1...tickets, using: &random))"
          _ = try all("ticket", ticket, "back", key: key)
        default:
          let events = [
            "sell", "copy", "jot", "shift", "quote", "tell", "close", "ask", "begin", "wipe",
            "hand_on",
          ]
          _ = try all("sale", sale, events.randomElement(using: &random) ?? "sell", key: key)
        }
        guard number % 13 == 0, let gone = alive.randomElement(using: &random) else { continue }
        // What the records hold now is the definition's to empty.
        for sale in customers.keys.sorted() { _ = try all("sale", sale, "wipe") }
        if tickets > 0 {
          for ticket in 1...tickets { _ = try all("ticket", "ticket-\(ticket)", "wipe") }
        }
        let before = try stories.map { try $0.kept() }
        #expect(try all("customer", gone, "forget") == [])
        alive.removeAll { $0 == gone }
        for sale in customers.keys where customers[sale] == gone { customers[sale] = nil }
        for (story, before) in zip(stories, before) {
          let after = try story.kept()
          let place = "round \(round), deed \(number), \(story.shop.kind)"
          try expect(after, before, without: words[gone] ?? [], record: gone, place)
          for word in words[gone] ?? [] where !story.shop.folder.files(containing: word).isEmpty {
            Issue.record("\(place): \(word) stands in the file")
          }
        }
        let kept = try stories.map { try $0.kept() }
        try #require(kept[0].lines == kept[1].lines, "round \(round), deed \(number)")
        try #require(kept[0].answers == kept[1].answers, "round \(round), deed \(number)")
        #expect(kept[0].messages.map(\.payload) == kept[1].messages.map(\.payload))
        #expect(kept[0].waiting.map(\.name) == kept[1].waiting.map(\.name))
      }
    }
  }

  /// What tells of the words is gone, and everything else is as it was.
  private func expect(
    _ after: Kept, _ before: Kept, without words: [String], record: String, _ place: String
  ) throws {
    func tells(_ text: String) -> Bool { words.contains { text.contains($0) } }
    for (former, line) in zip(before.lines, after.lines) {
      try #require(former.line == line.line, "\(place)")
      if line.recordID == record { continue }
      for (old, new) in zip(former.changes, line.changes) {
        if tells("\(old)") {
          #expect(new.values == nil, "\(place): \(old) of line \(line.line) is left")
        } else if new != old, old.field != "customer" {
          Issue.record("\(place): \(old) of line \(line.line) went without need")
        }
      }
    }
    for text in after.messages.map({ "\($0)" }) + after.waiting.map({ "\($0)" }) + after.answers
    where tells(text) {
      Issue.record("\(place): \(text)")
    }
    for (old, new) in zip(before.messages, after.messages)
    where old != new && !tells("\(old)") && !old.payload.contains("\"\(record)\"") {
      Issue.record("\(place): \(old) went without need")
    }
    for request in before.waiting where !after.waiting.contains(request) {
      #expect(tells("\(request)"), "\(place): \(request) went without need")
    }
  }
}
