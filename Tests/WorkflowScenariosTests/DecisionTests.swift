import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// A line of a bundled workflow that is a decision, another one in its place, and the scenarios that
/// are about it.
struct DecisionLine: CustomTestStringConvertible {
  let code: String
  let workflow: String
  /// What the marked line becomes; without it the line is left out.
  var instead: String?
  let scenarios: Set<String>

  var testDescription: String { "\(code) of \(workflow)" }

  init(_ code: String, _ workflow: String, _ instead: String? = nil, fails: Set<String>) {
    self.code = code
    self.workflow = workflow
    self.instead = instead
    scenarios = fails
  }
}

@Suite("Decisions that an analyst may change")
struct DecisionTests {
  private static let lines: [DecisionLine] = [
    .init("A-01", "customer-account", fails: ["service-21", "service-25"]),
    .init(
      "A-02", "customer-account", "to: {standing: good, status: active}", fails: ["account-35"]),
    .init(
      "A-03", "customer-account", "check: count(account.deactivated_locations) == 0",
      fails: ["service-28"]),
    .init("A-04", "customer-account", "at: end_date", fails: ["service-23", "service-42"]),
    .init("A-05", "customer-account", fails: ["invoice-05"]),
    .init("A-06", "customer-account", fails: ["invoice-12"]),
    .init(
      "A-06b", "customer-account", "- {delete: lines}",
      fails: ["invoice-08", "invoice-09", "invoice-10", "invoice-24", "invoice-28"]),
    .init(
      "A-07", "customer-account", "when: false", fails: ["invoice-09", "invoice-29", "invoice-43"]),
    .init("A-08", "customer-account", fails: ["account-19", "account-28", "return-01"]),
    .init(
      "A-09", "customer-account", "- {for: work_orders, send: cancel}",
      fails: ["account-14", "service-22"]),
    .init("A-10", "customer-account", "notify: customer", fails: ["account-15"]),
    .init("A-11", "customer-account", fails: ["account-29"]),
    .init(
      "A-28", "customer-account", "end_date: =coalesce(end_date, today)", fails: ["account-13"]),
    .init(
      "A-29", "customer-account", "check: end_date == null || end_date > today",
      fails: ["service-19"]),
    .init("A-30", "customer-account", fails: ["billing-04"]),
    .init(
      "A-31", "customer-account", "skip_zero: true",
      fails: ["billing-05", "billing-06", "billing-07"]),
    .init("A-32", "customer-account", "when: false", fails: ["account-11"]),
    .init("A-33", "customer-account", "where: invoice.open > 0", fails: ["group-06"]),
    .init(
      "A-34", "customer-account", "total: {formula: sum(lines.amount) + previous_balance}",
      fails: [
        "billing-01", "invoice-02", "invoice-03", "invoice-08", "payment-01", "payment-04",
        "payment-06",
      ]),
    .init("A-35", "customer-account", fails: ["billing-06"]),
    .init("A-12", "customer-deletion", fails: ["undelete-01", "undelete-03"]),
    .init(
      "A-15", "customer-deletion",
      "- {set: {deleted_at: null, deleted_by: null, credit_hold: false}}", fails: ["undelete-01"]),
    .init("A-16", "customer-deletion", "when: false", fails: ["delete-05", "delete-09"]),
    .init(
      "A-17", "customer-deletion", "- {for: sales, set: {customer: null}}",
      fails: ["edit-04", "cleanup-05"]),
    .init(
      "A-19", "client-inactivation", "guards: [amount_positive, login_enabled]", fails: ["staff-01"]
    ),
    .init("A-20", "client-inactivation", fails: ["back-01", "back-02"]),
    .init("A-21", "client-inactivation", fails: ["inactive-08"]),
    .init("A-22", "client-inactivation", "- visit.start >= now", fails: ["inactive-19"]),
    .init(
      "A-23", "client-inactivation", "with: {client: =client, amount: =invoice_line.amount / 2}",
      fails: ["inactive-13", "inactive-16", "inactive-18"]),
    .init("A-24", "client-inactivation", fails: ["visit-02"]),
    .init("A-32", "client-inactivation", "when: false", fails: ["inactive-07"]),
  ]

  @Test("another decision fails the scenarios about it, and no file", arguments: lines)
  func another(line: DecisionLine) throws {
    let text = try Workflow.text(line.workflow)
    #expect(try Workflow.failing(line.workflow, try changed(text, line)) == line.scenarios)
  }

  @Test("every marked line is tried")
  func complete() throws {
    for name in ProjectFiles.workflowNames {
      let marks = try Workflow.text(name).matches(of: #/\# (A-[0-9]+b?): /#).map { String($0.1) }
      let tried = Self.lines.filter { $0.workflow == name }.map(\.code)
      #expect(marks.sorted() == tried.sorted(), "\(name)")
    }
  }

  /// What the interpreter decides for every workflow: no line of a file says it.
  private static let own: Set<String> = ["A-13", "A-14", "A-18", "A-25", "A-26", "A-27"]

  @Test("each decision is a marked line, or the interpreter's own with a scenario")
  func covered() throws {
    var (lines, covers): (Set<String>, Set<String>) = ([], [])
    for name in ProjectFiles.workflowNames {
      let text = try Workflow.text(name)
      lines.formUnion(text.matches(of: #/\# (A-[0-9]+): /#).map { String($0.1) })
      let definition = try ProjectFiles.definition(name)
      covers.formUnion(try ProjectFiles.own(name, of: definition).scenarios.flatMap(\.covers))
    }
    let all = Set((1...35).map { "A-\($0 < 10 ? "0" : "")\($0)" })
    #expect(lines.union(Self.own) == all)
    #expect(lines.isDisjoint(with: Self.own))
    #expect(Self.own.subtracting(covers) == [])
  }

  /// The text with another decision: what the line names in place of the marked one, or what stands
  /// behind `or:` in the marked remark, or nothing.
  private func changed(_ text: String, _ decision: DecisionLine) throws -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let marked = lines.indices.filter { lines[$0].contains("# \(decision.code): ") }
    #expect(marked.count == 1, "\(decision.code) is marked \(marked.count) times")
    var number = try #require(marked.first)
    let isRemark = lines[number].drop { $0 == " " }.hasPrefix("#")
    if isRemark, let other = lines[number].firstRange(of: " or: ") {
      lines[number] = margin(lines[number]) + String(lines[number][other.upperBound...])
      return lines.joined(separator: "\n")
    }
    // A remark is about the line below it.
    if isRemark { number += 1 }
    if let instead = decision.instead {
      lines[number] = margin(lines[number]) + instead
    } else {
      lines.remove(at: number)
    }
    return lines.joined(separator: "\n")
  }

  private func margin(_ line: String) -> String { String(line.prefix { $0 == " " }) }

  // MARK: Rules that are dropped

  @Test(
    "a guard, a warning or a reminder that is dropped fails a scenario, and no file",
    arguments: ProjectFiles.workflowNames)
  func dropped(name: String) throws {
    let text = try Workflow.text(name)
    let drops = RuleDrop.all(in: text)
    #expect(drops.count > 2)
    for drop in drops {
      #expect(
        try !Workflow.failing(name, drop.text).isEmpty,
        "\(drop.rule), line \(drop.line), of \(name)")
    }
  }
}

/// A bundled workflow, changed, against its own scenarios.
private enum Workflow {
  static func text(_ name: String) throws -> String {
    try String(
      contentsOf: ProjectFiles.root.appending(path: "workflows/\(name).yaml"), encoding: .utf8)
  }

  /// The scenarios that fail under another text of the workflow; both files must stay readable.
  static func failing(_ name: String, _ text: String) throws -> Set<String> {
    let source = SourceFile(name: "\(name).yaml", text: text)
    let (loaded, diagnostics) = DefinitionLoader().load(source)
    let definition = try #require(loaded, "\(ProjectFiles.render(diagnostics))")
    let file = try ProjectFiles.own(name, of: definition)
    return Set(ScenarioRunner(definition).run(file).filter { !$0.passed }.map(\.id))
  }
}

/// A workflow's text without one use of a rule.
private struct RuleDrop {
  let rule: String
  let line: Int
  let text: String

  static func all(in text: String) -> [RuleDrop] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.indices.flatMap { number -> [RuleDrop] in
      let key = lines[number].trimmingPrefix { $0 == " " }
      if key.hasPrefix("guards: [") { return flow(lines, number) }
      return ["guards:", "warnings:", "reminders:"].contains { key.hasPrefix($0) }
        && margin(lines[number]) >= 8 ? block(lines, number) : []
    }
  }

  /// `guards: [a, b]`.
  private static func flow(_ lines: [String], _ number: Int) -> [RuleDrop] {
    guard let list = lines[number].firstMatch(of: /guards: \[([^\]]*)\]/) else { return [] }
    let names = list.1.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init)
    return names.map { name in
      var others = lines
      let rest = names.filter { $0 != name }
      others[number] =
        rest.isEmpty
        ? "" : lines[number].replacing(/\[([^\]]*)\]/, with: "[\(rest.joined(separator: ", "))]")
      // `{from: new, guards: [a]}` stands within braces.
      if rest.isEmpty, lines[number].contains("{") {
        others[number] = lines[number].replacing(/,? ?guards: \[([^\]]*)\]/, with: "")
      }
      // A transition that says nothing else is `{}`.
      if rest.isEmpty, margin(lines[number - 1]) < margin(lines[number]),
        number + 1 == lines.count || margin(lines[number + 1]) < margin(lines[number])
      {
        let key = lines[number - 1]
        others[number - 1] = key.prefix(through: key.firstIndex(of: ":") ?? key.startIndex) + " {}"
      }
      return RuleDrop(rule: name, line: number + 1, text: others.joined(separator: "\n"))
    }
  }

  /// A list below its key; its only entry goes with the key.
  private static func block(_ lines: [String], _ number: Int) -> [RuleDrop] {
    let inner = margin(lines[number]) + 2
    var end = number + 1
    while end < lines.count, lines[end].isEmpty || margin(lines[end]) >= inner { end += 1 }
    let starts = (number + 1..<end).filter {
      margin(lines[$0]) == inner && lines[$0].dropFirst(inner).hasPrefix("- ")
    }
    return starts.enumerated().map { place, start in
      let next = place + 1 < starts.count ? starts[place + 1] : end
      var others = lines
      others.removeSubrange(start..<next)
      if starts.count == 1 { others.remove(at: number) }
      return RuleDrop(
        rule: String(lines[start].dropFirst(inner + 2)), line: start + 1,
        text: others.joined(separator: "\n"))
    }
  }

  private static func margin(_ line: String) -> Int { line.prefix { $0 == " " }.count }
}
