import Foundation
import Testing
import WorkflowEngine

/// Invariants over every way from one record to another, tried with steps that change any of it.
///
/// A step that is allowed breaks no rule that held: looked at again over all records, from nothing.
/// `SEED=n` repeats a run.
@Suite("Random invariants")
struct RandomInvariantTests {
  @Test("whatever they lead through, no step crashes, and none breaks a rule that held")
  func steps() throws {
    let seed =
      ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init)
      ?? UInt64.random(in: 1...1_000_000_000)
    print("random invariants: SEED=\(seed)")
    var random = SplitMix(state: seed)
    var allowed = 0
    var refused = 0
    for round in 0..<60 {
      var writer = InvariantWriter(random: random)
      let text = writer.workflow()
      random = writer.random
      let bench = try Workbench(text)
      try Self.place(on: bench)
      for step in 0..<30 {
        let before = Self.broken(bench)
        let outcome = try Self.step(bench, &random)
        guard case .allowed(let plan) = outcome else {
          refused += 1
          continue
        }
        allowed += 1
        bench.snapshot.apply(plan)
        let after = Self.broken(bench)
        let new = after.subtracting(before)
        #expect(new.isEmpty, "SEED=\(seed), round \(round), step \(step): \(new)\n\(text)")
      }
    }
    #expect(allowed > 100 && refused > 20, "\(allowed) allowed, \(refused) refused")
  }

  private static let ids = 1...3

  private static func place(on bench: Workbench) throws {
    for number in ids {
      for type in ["bill", "job", "part"] { try bench.given(type, "\(type)\(number)") }
    }
  }

  private static func broken(_ bench: Workbench) -> Set<String> {
    var result: Set<String> = []
    for type in bench.definition.recordTypes where !type.isInline {
      for record in bench.snapshot.all(type: type.index) {
        let broken = bench.interpreter.brokenInvariants(
          bench.snapshot, record, actor: Actor(user: "tester"), now: Workbench.morning)
        result.formUnion(broken.map { "\($0.name) of \(bench.snapshot.id(of: record))" })
      }
    }
    return result
  }

  private static func step(_ bench: Workbench, _ random: inout SplitMix) throws -> Outcome {
    func id(_ type: String) -> StoredValue {
      .reference("\(type)\(Int.random(in: ids, using: &random))")
    }
    let number = Int.random(in: ids, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1:
      return try bench.step(
        "take", "bill", "bill\(number)", inputs: ["what": id("job"), "with_part": id("part")])
    case 2: return try bench.step("drop", "bill", "bill\(number)")
    case 3: return try bench.step("tie", "bill", "bill\(number)", inputs: ["what": id("job")])
    case 4: return try bench.step("untie", "bill", "bill\(number)", inputs: ["what": id("job")])
    case 5:
      return try bench.step(
        "crew", "bill", "bill\(number)", inputs: ["one": id("job"), "two": id("job")])
    case 6:
      return try bench.step(
        "edit", "job", "job\(number)",
        edits: [
          "bill": id("bill"), "boss": id("job"),
          "size": .integer(Int64.random(in: 0...3, using: &random)),
        ])
    case 7:
      let type = ["bill", "job", "part"].randomElement(using: &random) ?? "bill"
      return try bench.step(
        "open", type, "\(type)\(Int.random(in: 4...1_000, using: &random))", isNew: true)
    default:
      return try bench.step(
        "edit", "part", "part\(number)",
        edits: ["maker": id("job"), "weight": .integer(Int64.random(in: 0...3, using: &random))])
    }
  }
}

/// Writes invariants whose paths lead anywhere.
private struct InvariantWriter {
  var random: SplitMix

  mutating func workflow() -> String {
    let rules = (0..<3).map { number in
      let type = ["bill", "job", "part"].randomElement(using: &random) ?? "bill"
      return "  rule_\(number): {record: \(type), check: '\(condition(of: type, type, depth: 2))'}"
    }
    return """
      workflow: bills
      records:
        bill:
          fields:
            note: text?
            crew: {list: job, optional: true}
            weight: {formula: 'lines.map(l, l.job.size).sum()'}
          relations:
            lines: {many: line, inline: true}
            ties: {links: job}
            jobs: {many: job}
            big_jobs: {many: job, where: job.size > 1}
          transitions:
            open: {from: new}
            take:
              inputs: [what: {type: job}, with_part: {type: part}]
              effects:
                - {create: lines, with: {job: =what, part: =with_part}}
                - {set: {what.bill: =bill}}
            drop: {effects: [{delete: lines, where: line.job.size > 0}]}
            tie: {inputs: [what: {type: job}], effects: [{link: ties, with: =what}]}
            untie: {inputs: [what: {type: job}], effects: [{unlink: ties, with: =what}]}
            crew: {inputs: [one: {type: job}, two: {type: job}], effects: [{set: {crew: '=[one, two]'}}]}
        line: {fields: {job: job, part: part?}}
        job:
          fields: {bill: bill?, boss: job?, size: {type: integer, default: 0}}
          relations:
            tied: {linked_by: bill.ties}
            staff: {many: job, by: boss}
            parts: {many: part}
          transitions: {open: {from: new}, edit: {edits: all}}
        part:
          fields: {maker: job?, weight: {type: integer, default: 0}}
          relations:
            all_bills: {many: bill, by: none}
          transitions: {open: {from: new}, edit: {edits: all}}
      invariants:
      \(rules.joined(separator: "\n"))
      """
  }

  /// What leads from a record of a type to one or to several of another.
  private static let ones: [String: [(String, String)]] = [
    "line": [("job", "job"), ("part", "part")], "job": [("bill", "bill"), ("boss", "job")],
    "part": [("maker", "job")], "bill": [],
  ]
  private static let many: [String: [(String, String)]] = [
    "bill": [
      ("lines", "line"), ("ties", "job"), ("jobs", "job"), ("big_jobs", "job"), ("crew", "job"),
    ],
    "job": [("tied", "bill"), ("staff", "job"), ("parts", "part")], "part": [("all_bills", "bill")],
    "line": [],
  ]
  private static let numbers = ["job": "size", "part": "weight", "bill": "weight"]

  private mutating func condition(of type: String, _ name: String, depth: Int) -> String {
    if depth > 0, let (set, member) = Self.many[type]?.randomElement(using: &random),
      Int.random(in: 0..<4, using: &random) > 0
    {
      let loop = "\(["a", "b", "c", "d"].randomElement(using: &random) ?? "a")\(depth)"
      let inner = condition(of: member, loop, depth: depth - 1)
      switch Int.random(in: 0..<6, using: &random) {
      case 0...2: return "\(name).\(set).all(\(loop), \(inner))"
      case 3:
        return "\(name).\(set).size() == 0 || \(name).\(set).exists(\(loop), \(inner))"
      case 4: return "\(name).\(set).size() > 0"
      default: return "\(name).\(set).size() < \(Int.random(in: 1...4, using: &random))"
      }
    }
    if let (reference, target) = Self.ones[type]?.randomElement(using: &random), depth > -2,
      Int.random(in: 0..<3, using: &random) > 0
    {
      return
        "\(name).\(reference) == null || (\(condition(of: target, "\(name).\(reference)", depth: depth - 1)))"
    }
    guard let number = Self.numbers[type] else { return "true" }
    return "\(name).\(number) < \(Int.random(in: 1...4, using: &random))"
  }
}
