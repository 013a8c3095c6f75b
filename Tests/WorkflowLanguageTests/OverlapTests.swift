import Testing
import WorkflowEngine

@testable import WorkflowLanguage

/// Two conditions over a ticket, and whether both can hold for one.
private struct Pair: CustomTestStringConvertible, Sendable {
  let first: String
  let second: String
  let answer: String

  init(_ first: String, _ second: String, _ answer: String) {
    self.first = first
    self.second = second
    self.answer = answer
  }

  var testDescription: String { "\(first) / \(second)" }
}

@Suite("Two ways of an event")
struct OverlapTests {
  @Test("are told apart by what their conditions read", arguments: disjoint)
  private func excluding(_ pair: Pair) throws {
    let found = try answer(pair.first, pair.second)
    #expect(found == "disjoint")
  }

  private static let disjoint: [Pair] = [
    Pair("amount > 100", "amount <= 100", ""),
    Pair("amount > 100", "amount < 100.5 && amount <= 99.99", ""),
    Pair("amount > 100.01", "amount < 100.02 && amount < 100.01", ""),
    Pair("count > 1 && count < 3", "count != 2", ""),
    Pair("count >= 5", "count < 2 || count == 3 || count in [4]", ""),
    Pair("priority == \"high\"", "priority in [\"low\", \"normal\"]", ""),
    Pair("priority == \"high\"", "priority != \"high\"", ""),
    Pair("urgent", "!urgent", ""),
    Pair("assignee == null", "assignee != null", ""),
    Pair("assignee != null && assignee == \"a\"", "assignee == \"b\"", ""),
    Pair("due != null && due < today", "due == null || due >= today", ""),
    Pair("due + days(30) < today", "due >= today", ""),
    Pair("due + days(30) < today", "due + days(20) >= today", ""),
    Pair("start < due", "due < start", ""),
    Pair("start < due && due < today", "today <= start", ""),
    Pair("customer.tier == \"gold\"", "customer.tier == \"silver\"", ""),
    Pair("customer.credit > amount", "amount >= customer.credit", ""),
    Pair("count(lines) > 0", "count(lines) == 0", ""),
    Pair("sum(lines.price) > 100", "sum(lines.price) <= 100", ""),
    Pair("sum(lines.price) > amount", "amount >= sum(lines.price)", ""),
    Pair(
      "lines.exists(l, l.price > 10)", "lines.all(l, l.price <= 10)", ""),
    Pair("lines.exists(l, l.price > 10)", "!lines.exists(x, x.price > 10)", ""),
    Pair("lines.exists(l, l.kind == \"part\")", "count(lines) == 0", ""),
    Pair("size(lines) < 1", "lines.exists(l, l.kind == \"part\")", ""),
    Pair("is_big", "amount <= 1000", ""),
    Pair("is_big", "!is_big", ""),
    Pair("doubled > 10", "doubled <= 10", ""),
    Pair("amount * 2 > 10", "amount * 2 <= 10", ""),
    Pair("deadline < today", "due + days(14) >= today", ""),
    Pair("\"manager\" in actor.roles", "!(\"manager\" in actor.roles)", ""),
    Pair("\"a\" in labels", "!(\"a\" in labels)", ""),
    Pair("cause == \"clock\"", "cause != \"clock\"", ""),
    Pair("name.startsWith(\"x\")", "!name.startsWith(\"x\")", ""),
    Pair("name == customer.name", "name != customer.name", ""),
    Pair("amount > 5 ? urgent : false", "amount <= 5", ""),
    Pair("start == end", "start < end", ""),
    Pair("now < opened", "now >= opened", ""),
    Pair("amount > parameters.limit", "amount < 500", ""),
    Pair("has(assignee)", "assignee == null", ""),
    Pair("customer.region.code == \"n\"", "customer.region.code != \"n\"", ""),
    Pair("start == due && due == end", "start != end", ""),
    Pair("customer == payer", "customer != payer", ""),
    Pair("payer == null", "customer == payer && payer != null", ""),
    Pair("deadline == null", "due != null", ""),
    Pair("due < now", "!(due < now)", ""),
  ]

  @Test("are shown a record that fits both", arguments: overlapping)
  private func overlap(_ pair: Pair) throws {
    let found = try answer(pair.first, pair.second)
    #expect(found == pair.answer)
  }

  private static let overlapping: [Pair] = [
    Pair("amount > 100", "amount < 200", "ticket T1 {amount: 101}"),
    Pair("amount >= 100", "amount <= 100", "ticket T1 {amount: 100}"),
    Pair("priority == \"high\"", "urgent", "ticket T1 {priority: high, urgent: true}"),
    Pair("priority != \"high\"", "priority != \"low\"", "ticket T1 {priority: normal}"),
    Pair("assignee == null", "amount > 0", "ticket T1 {assignee: empty, amount: 1}"),
    Pair(
      "due < today", "due < today + days(3)",
      "ticket T1 {due: 2026-03-07}, when today is 2026-03-10"),
    Pair("count(lines) > 0", "count(lines) < 3", "ticket T1 {lines: [L1]}"),
    Pair(
      "count(lines) >= 3", "lines.exists(l, l.price > 10)",
      "ticket T1 {lines: [L1 {price: 11}, L2 {price: 11}, L3 {price: 11}]}"),
    Pair(
      "lines.all(l, l.kind == \"part\")", "sum(lines.price) > 100",
      "ticket T1 {lines: [L1 {price: 101, kind: part}]}"),
    Pair("is_big", "doubled < 3000", "ticket T1 {amount: 1001}"),
    Pair(
      "deadline < today", "start > today",
      "ticket T1 {due: 2026-01-27, start: 2026-03-10}, when today is 2026-02-24"),
    Pair(
      "customer.tier == \"gold\"", "customer.credit > amount",
      "ticket T1 {customer: C1 {tier: gold, credit: 100}, amount: 99.99}"),
    Pair(
      "customer.region.code == \"n\"", "name != \"x\"",
      "ticket T1 {customer: C1 {region: R1 {code: n}}, name: \"text 1\"}"),
    Pair(
      "\"manager\" in actor.roles", "actor.user == \"eva\"",
      "ticket T1, when actor.user is eva and actor.roles is [manager]"),
    Pair("\"a\" in labels", "!(\"b\" in labels)", "ticket T1 {labels: [a]}"),
    Pair(
      "now < opened", "opened < timestamp(\"2026-01-01T00:00:00Z\")",
      "ticket T1 {opened: 2025-12-31T23:59:59Z}, when now is 2025-12-31T23:59:58Z"),
    Pair(
      "now > opened", "due < today",
      "ticket T1 {opened: 2026-03-10T08:59:59Z, due: 2026-03-09}, when now is 2026-03-10T09:00:00Z"),
    Pair("amount * count > 1000", "count < 20", "ticket T1 {amount: 1000, count: 19}"),
    Pair("name.contains(\"x\")", "urgent", "ticket T1 {name: x, urgent: true}"),
    Pair("customer == payer", "urgent", "ticket T1 {customer: C1, payer: C1, urgent: true}"),
    Pair(
      "due < now", "due + days(1) > today",
      "ticket T1 {due: 2026-03-10}, when now is 2026-03-10T09:00:00Z"),
    Pair("name.contains(\"x\")", "name.startsWith(\"y\")", "ticket T1 {name: yx}"),
    Pair(
      "start < due && due < end", "end < today",
      "ticket T1 {start: 2026-03-07, due: 2026-03-08, end: 2026-03-09}, when today is 2026-03-10"),
    Pair(
      "due + months(1) < today", "!urgent",
      "ticket T1 {due: 2026-02-07, urgent: false}, when today is 2026-03-10"),
  ]

  @Test("are undecided where nothing is known of what they read", arguments: undecided)
  private func unknown(_ pair: Pair) throws {
    let found = try answer(pair.first, pair.second)
    #expect(found == "undecided: \(pair.answer)")
  }

  private static let undecided: [Pair] = [
    Pair(
      "name.matches(\"^[0-9]+$\")", "name.startsWith(\"x\")",
      "name.matches(\"^[0-9]+$\"), name.startsWith(\"x\")"),
    Pair("amount * amount < 0", "urgent", "amount * amount < 0"),
    Pair(
      "lines.exists(l, l.price < 0)", "lines.all(l, l.price > 0 || l.price == 0)",
      "lines.exists(l, l.price < 0), lines.all(l, l.price > 0 || l.price == 0)"),
  ]

  private func answer(_ first: String, _ second: String) throws -> String {
    switch try Tickets(first, second).decide() {
    case .disjoint: return "disjoint"
    case .overlap(let witness): return witness.text
    case .undecided(let conditions):
      return "undecided: \(conditions.joined(separator: ", "))"
    }
  }
}

/// A workflow of tickets with two conditions over them.
struct Tickets {
  let definition: WorkflowDefinition
  let type: RecordType

  init(_ first: String, _ second: String) throws {
    func quoted(_ formula: String) -> String { "'\(formula.replacing("'", with: "''"))'" }
    definition = try WorkflowLanguageTests.definition(
      Tickets.text.replacing("FIRST", with: quoted(first))
        .replacing("SECOND", with: quoted(second)))
    type = try #require(definition.recordType(named: "ticket"))
  }

  func decide() -> OverlapDecider.Answer {
    let ways = type.lists.map { list in
      Way(
        conditions: list.condition.map { [.condition($0)] } ?? [], from: [], inputs: [],
        creates: false, edits: [])
    }
    var budget = OverlapDecider.maximumTotal
    return OverlapDecider(definition: definition).decide(ways, of: type, budget: &budget)
  }
  static let text = """
    workflow: tickets
    parameters: {limit: 500}
    records:
      region:
        fields: {code: text}
      customer:
        fields:
          name: text
          tier: {choice: [gold, silver, bronze]}
          credit: decimal
          region: region?
      line:
        fields: {ticket: ticket, price: decimal, kind: {choice: [part, work]}}
      ticket:
        fields:
          name: text
          amount: decimal
          count: integer
          urgent: boolean
          assignee: text?
          priority: {choice: [low, normal, high]}
          start: date
          due: date?
          end: date
          opened: timestamp
          labels: {list: text}
          customer: customer
          payer: customer?
          is_big: {formula: amount > 1000}
          doubled: {formula: amount * 2}
          deadline: {formula: due + days(14)}
        relations: {lines: {many: line}}
        states: {status: [open, closed]}
        lists:
          first: {where: FIRST}
          second: {where: SECOND}
    """

}
