import CEL
import StoreTesting
import TestSupport
import Testing
import WorkflowEngine
import WorkflowStore

/// Files of rows drawn at random, good and bad: what is taken, what is not, and that every store
/// says the same.
@Suite("Random imports")
struct RandomImportTests {
  private static let rounds = 60

  /// The shop, with keys that are computed, of several fields and under a condition.
  private static let keyed = Workshop.shop.replacing(
    "      credit: {type: decimal, default: 0}\n",
    with: """
            sign: {formula: upper(name), unique: {where: level == "gold"}}
            credit: {type: decimal, default: 0}

      """
  )
  .replacing(
    "    relations:\n      lines:",
    with: "    unique: [[customer, total]]\n    relations:\n      lines:")

  private func chance(_ percent: Int, _ random: inout SeededRandom) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private func customer(_ random: inout SeededRandom) -> StoredValue {
    .reference("C\(Int.random(in: 1...6, using: &random))")
  }

  private func row(_ shop: Workshop, _ random: inout SeededRandom) throws -> ImportRow {
    var values: [String: StoredValue] = [:]
    let number = Int.random(in: 1...5, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1:
      if chance(92, &random) { values["number"] = .text("\(number)") }
      if chance(92, &random) { values["name"] = .text("n\(number)") }
      if chance(30, &random) { values["credit"] = .decimal(Decimal(number)) }
      if chance(20, &random) { values["credit"] = chance(50, &random) ? .null : .boolean(true) }
      if chance(30, &random) {
        values["level"] = .choice(["basic", "gold", "none"][Int.random(in: 0..<3, using: &random)])
      }
      if chance(30, &random) { values["status"] = .choice("closed") }
      if chance(20, &random) { values["tags"] = .list([.text("a"), .text("b")]) }
      return try shop.row("customer", "C\(Int.random(in: 1...6, using: &random))", values)
    case 2, 3:
      if chance(80, &random) { values["customer"] = customer(&random) }
      if chance(92, &random) { values["total"] = .decimal(Decimal(number)) }
      if chance(30, &random) {
        values["lines"] = .entries([
          ["text": .text("bolts")], ["text": .text("nuts"), "amount": .integer(Int64(number))],
        ])
      }
      return try shop.row("order", chance(5, &random) ? "" : "O\(number)", values)
    default:
      if chance(80, &random) {
        let members = (0..<Int.random(in: 0...2, using: &random)).map { _ in customer(&random) }
        values["members"] = .list(Array(Set(members)))
      }
      return try shop.row("mailing", "L\(number)", values)
    }
  }

  private func records(_ shop: Workshop) throws -> [String: [String: StoredValue]] {
    var found: [String: [String: StoredValue]] = [:]
    for type in shop.definition.recordTypes where !type.isInline {
      for record in try shop.store.records(of: type, after: nil, limit: 1000) {
        found["\(type.name) \(record.id)"] = Dictionary(
          zip(type.fields.map(\.name), record.values).map { ($0, $1) },
          uniquingKeysWith: { first, _ in first })
      }
    }
    return found
  }

  private func stores(
    _ round: Int
  ) throws -> (isKeyed: Bool, memory: Workshop, sqlite: Workshop) {
    let isKeyed = round % 2 == 1
    let text = isKeyed ? Self.keyed : Workshop.shop
    return (isKeyed, try Workshop(.memory, text: text), try Workshop(.sqlite, text: text))
  }

  private func name(_ row: ImportRow, _ shop: Workshop) -> String {
    "\(shop.definition.recordTypes[row.type].name) \(row.id)"
  }

  /// No value that is to be unique stands twice, and nothing points at what is not there.
  private func expectWhole(
    _ records: [String: [String: StoredValue]], isKeyed: Bool, _ note: Comment
  ) {
    let numbers = records.filter { $0.key.hasPrefix("customer") }.compactMap { $0.value["number"] }
    #expect(Set(numbers).count == numbers.count, note)
    if !isKeyed { return expectNoDangling(records, note) }
    let signs = records.filter { $0.value["level"] == .choice("gold") }.compactMap {
      $0.value["name"]
    }
    #expect(Set(signs).count == signs.count, note)
    let orders = records.filter { $0.key.hasPrefix("order") }.compactMap { _, values in
      values["customer"].flatMap { $0 == .null ? nil : [$0, values["total"] ?? .null] }
    }
    #expect(Set(orders).count == orders.count, note)
    expectNoDangling(records, note)
  }

  private func expectNoDangling(
    _ records: [String: [String: StoredValue]], _ note: Comment
  ) {
    for (_, values) in records {
      for case .reference(let id)? in [values["customer"]] {
        #expect(records["customer \(id)"] != nil, note)
      }
      guard case .list(let members)? = values["members"] else { continue }
      for case .reference(let id) in members { #expect(records["customer \(id)"] != nil, note) }
    }
  }

  @Test("what is good is taken as it is given, and what is refused is so by itself too")
  func inserts() throws {
    var random = SeededRandom()
    print("imports: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds {
      let note = Comment(rawValue: "round \(round)")
      let (isKeyed, memory, sqlite) = try stores(round)
      for _ in 0..<2 {
        let rows = try (0..<Int.random(in: 1...12, using: &random)).map { _ in
          try row(memory, &random)
        }
        let before = try records(memory)
        let whole = try memory.take(rows)
        #expect(try sqlite.take(rows) == whole, note)
        if whole.isCommitted { continue }
        #expect(try records(memory) == before && records(sqlite) == before, note)
        let report = try memory.take(rows, isAtomic: false)
        #expect(try sqlite.take(rows, isAtomic: false) == report, note)
        let after = try records(memory)
        #expect(try records(sqlite) == after, note)
        #expect(report.isCommitted && report.inserted + report.issues.count == rows.count, note)
        expectWhole(after, isKeyed: isKeyed, note)
        let refused = Set(report.issues.map(\.row))
        for (place, row) in rows.enumerated() where !refused.contains(place + 1) {
          #expect(before[name(row, memory)] == nil, note)
          let stored = try #require(after[name(row, memory)], note)
          for (slot, value) in row.values {
            let field = memory.definition.recordTypes[row.type].fields[slot]
            if case .list(let list) = value, case .list(let other)? = stored[field.name] {
              #expect(Set(list) == Set(other), note)
            } else if value != .list([]) {
              #expect(stored[field.name] == value, note)
            }
          }
        }
        for issue in report.issues {
          if case .taken(_, _, let other) = issue.reason, after["\(issue.type) \(other)"] == nil {
            continue
          }
          if issue.reason == .duplicateID, after["\(issue.type) \(issue.id)"] == nil { continue }
          let again = try memory.take([rows[issue.row - 1]])
          #expect(again.issues.count == 1, "round \(round): \(issue)")
        }
      }
    }
  }

  @Test("the same rows once more change nothing, others what they say")
  func updates() throws {
    var random = SeededRandom()
    print("updates: SEED=\(SeededRandom.givenSeed)")
    for round in 0..<Self.rounds {
      let note = Comment(rawValue: "round \(round)")
      let (isKeyed, memory, sqlite) = try stores(round)
      for _ in 0..<3 {
        let rows = try (0..<Int.random(in: 1...12, using: &random)).map { _ in
          try row(memory, &random)
        }
        let before = try records(memory)
        let report = try memory.take(rows, mode: .upsert, isAtomic: false)
        #expect(try sqlite.take(rows, mode: .upsert, isAtomic: false) == report, note)
        let after = try records(memory)
        #expect(try records(sqlite) == after, note)
        expectWhole(after, isKeyed: isKeyed, note)
        #expect(report.inserted == after.count - before.count, note)
        let moved = after.count { key, values in
          before[key].map { $0["status"] != values["status"] } ?? false
        }
        #expect(report.statesChanged >= moved, note)
        if !report.issues.isEmpty { continue }
        // Of several rows about one record, none need have the last word in all.
        let stable = rows.filter { row in rows.count { name($0, memory) == name(row, memory) } == 1
        }
        let again = try memory.take(stable, mode: .upsert, isAtomic: false)
        #expect(again.issues.isEmpty && again.updated == 0, note)
        #expect(again.unchanged == stable.count, note)
        #expect(try records(memory) == after, note)
        _ = try sqlite.take(stable, mode: .upsert, isAtomic: false)
        #expect(try records(sqlite) == after, note)
      }
    }
  }
}
