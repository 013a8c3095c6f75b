import CEL
import TestSupport
import Testing
import Workflow
import WorkflowEngine
import WorkflowStore

import class Foundation.ProcessInfo

/// Money is conserved: what an account began with, and what was invoiced since, less what was paid
/// or made void, is its balance at every moment.
@Suite("What an account owes")
struct MoneyTests {
  /// How many random stories are tried; `MONEY_STORIES` says otherwise.
  private static let stories =
    ProcessInfo.processInfo.environment["MONEY_STORIES"].flatMap { Int($0) } ?? 300

  @Test("no story of billing and paying makes money or loses it")
  func conserved() throws {
    var random = SeededRandom()
    print("money: SEED=\(SeededRandom.givenSeed), \(Self.stories) stories")
    let definition = try ProjectFiles.definition("customer-account")
    var counts: [String: Int] = [:]
    for number in 0..<Self.stories {
      var story = MoneyStory(definition, random)
      try story.tell(steps: 30, name: "story \(number)")
      random = story.random
      counts.merge(story.done) { $0 + $1 }
    }
    let events = [
      "invoice.create", "invoice.add_line", "invoice.remove_line", "invoice.regenerate",
      "invoice.record_payment", "invoice.apply_credit", "invoice.move_payments_to_credit",
      "invoice.void", "account.bill", "account.deactivate",
    ]
    for event in events { #expect(counts[event, default: 0] > 0, "\(event) was never done") }
  }
}

/// One account and what happens to it; the ledger is kept beside the workflow.
private struct MoneyStory {
  var random: SeededRandom
  private(set) var done: [String: Int] = [:]
  private let definition: WorkflowDefinition
  private let store: MemoryStore
  private let conductor: Conductor
  private var now: Int64 = 1_773_133_200_000_000
  /// In cents, like everything that the ledger holds.
  private var begun = 0
  private var paid = 0

  init(_ definition: WorkflowDefinition, _ random: SeededRandom) {
    self.definition = definition
    self.random = random
    store = MemoryStore(definition: definition)
    conductor = Conductor(store)
  }

  mutating func tell(steps: Int, name: String) throws {
    try begin()
    var told: [String] = []
    for _ in 0..<steps {
      now += Int64.random(in: 1...400_000_000_000, using: &random)
      let (event, answer) = try step()
      told.append("\(event): \(answer.outcome)")
      #expect(!answer.blockers.contains { $0.name == "money_is_conserved" }, "\(name): \(told)")
      if answer.outcome == .allowed { done[event, default: 0] += 1 }
      let balance = try self.balance()
      let ledger = try begun + invoiced() - paid
      #expect(balance == ledger, "\(name): \(told)")
      guard balance == ledger else { return }
    }
  }

  private mutating func begin() throws {
    let (opening, credit) = (amount(0...50), amount(0...30))
    begun = opening - credit
    _ = try ask(
      "account.create", .new(id: "A1"),
      [
        "number": .text("1"), "name": .text("Nordwind"),
        "opening_balance": .decimal(opening.dollars),
        "credit": .decimal(credit.dollars),
      ])
    _ = try ask(
      "location.create", .new(id: "L1"),
      ["account": .reference("A1"), "address": .text("12 Mill Lane")])
    for number in 1...3 {
      _ = try ask(
        "service.create", .new(id: "S\(number)"),
        [
          "location": .reference("L1"), "kind": .choice(number == 1 ? "recurring" : "on_request"),
          "price": .decimal(amount(0...40).dollars), "quantity": .decimal(amount(1...3).dollars),
        ])
    }
  }

  private mutating func step() throws -> (String, Workflow.Answer) {
    let event = MoneyStory.events.randomElement(using: &random) ?? ""
    let type = event.prefix { $0 != "." }
    let ids = try store.read { view in
      let type = try #require(definition.recordType(named: String(type)))
      return view.snapshot.all(type: type.index).map { view.snapshot.id(of: $0) }
    }
    let target: WorkflowRequest.Target =
      event == "invoice.create" ? .new(id: nil) : .one(ids.randomElement(using: &random) ?? "none")
    var inputs = inputs(of: event)
    if event == "invoice.record_payment" {
      let amount = amount(0...60)
      inputs["amount"] = .decimal(amount.dollars)
      let answer = try ask(event, target, inputs)
      if answer.outcome == .allowed { paid += amount }
      return (event, answer)
    }
    return (event, try ask(event, target, inputs))
  }

  private static let events = [
    "invoice.create", "invoice.create", "invoice.add_line", "invoice.add_line",
    "invoice.remove_line", "invoice.regenerate", "invoice.record_payment",
    "invoice.record_payment", "invoice.record_payment", "invoice.apply_credit",
    "invoice.move_payments_to_credit", "invoice.void", "invoice.send", "account.bill",
    "account.deactivate", "account.reactivate", "location.reactivate", "service.reactivate",
    "service.deactivate", "service.edit",
  ]

  private mutating func inputs(of event: String) -> [String: StoredValue] {
    let period = StoredValue.text("2026-0\(Int.random(in: 1...9, using: &random))")
    switch event {
    case "invoice.create":
      return ["account": .reference("A1"), "kind": .choice("manual"), "period": period]
    case "invoice.add_line":
      return [
        "kind": .choice(Bool.random(using: &random) ? "fee" : "manual"),
        "description": .text(label()), "amount": .decimal(amount(0...30).dollars),
      ]
    case "invoice.remove_line": return ["description": .text(label())]
    case "account.bill": return ["period": period]
    default: return [:]
    }
  }

  private mutating func label() -> String {
    ["Late", "Key", "Bin"].randomElement(using: &random) ?? ""
  }

  private mutating func amount(_ dollars: ClosedRange<Int>) -> Int {
    Int.random(in: dollars.lowerBound * 100...dollars.upperBound * 100, using: &random)
  }

  private func ask(
    _ event: String, _ target: WorkflowRequest.Target, _ inputs: [String: StoredValue]
  ) throws -> Workflow.Answer {
    let names = event.split(separator: ".").map(String.init)
    let type = try #require(definition.recordType(named: names[0]))
    let found = try #require(type.event(named: names[1]))
    let edits =
      event == "service.reactivate" ? [NamedValue("end_date", .null)] : [NamedValue]()
    return try conductor.perform(
      WorkflowRequest(
        recordType: type.index, event: found.index, target: target,
        inputs: inputs.sorted { $0.key < $1.key }.map { NamedValue($0.key, $0.value) },
        edits: edits, isConfirmed: true, actor: Actor(user: "u17"), now: now))
  }

  // MARK: The ledger

  private func balance() throws -> Int {
    try store.read { view in
      let type = try #require(definition.recordType(named: "account"))
      let account = view.snapshot.known(type: type.index, id: "A1")
      let value = conductor.interpreter.value(
        view.snapshot, account, member: "balance", actor: Actor(user: "u17"), now: now)
      guard case .value(.word(let balance, .decimal))? = value else {
        Issue.record("the balance is \(String(describing: value))")
        return .min
      }
      return Decimal(packed: balance).cents
    }
  }

  /// The lines of every invoice that was issued and is not void.
  private func invoiced() throws -> Int {
    try store.read { view in
      let type = try #require(definition.recordType(named: "invoice"))
      let lines = try #require(type.slot(of: "lines"))
      let status = try #require(type.slot(of: "status"))
      return view.snapshot.all(type: type.index).reduce(0) { sum, invoice in
        let state = view.snapshot.storedValue(of: invoice, slot: status)
        guard [.choice("unpaid"), .choice("paid")].contains(state),
          case .entries(let entries) = view.snapshot.storedValue(of: invoice, slot: lines)
        else { return sum }
        return entries.reduce(sum) { sum, entry in
          guard case .word(let amount, .decimal)? = entry["amount"] else { return sum }
          return sum + Decimal(packed: amount).cents
        }
      }
    }
  }
}

extension Int {
  fileprivate var dollars: Decimal {
    let cents = abs(self) % 100
    return Decimal(text: "\(self / 100).\(cents < 10 ? "0" : "")\(cents)") ?? Decimal(0)
  }
}

extension Decimal {
  fileprivate var cents: Int {
    let parts = description.split(separator: ".")
    let dollars = Int(parts[0]) ?? 0
    let rest = parts.count > 1 ? Int((parts[1] + "0").prefix(2)) ?? 0 : 0
    return description.hasPrefix("-") ? dollars * 100 - rest : dollars * 100 + rest
  }
}
