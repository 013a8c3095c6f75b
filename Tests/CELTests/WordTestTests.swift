import CEL
import Testing

/// Conditions over words alone, written at random.
private struct RandomCondition {
  var random: SeededRandom

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  mutating func text(_ depth: Int) -> String {
    let kind = Int.random(in: depth <= 0 ? 0...2 : 0...8, using: &random)
    switch kind {
    case 3, 4: return "(\(text(depth - 1)) && \(text(depth - 1)))"
    case 5: return "(\(text(depth - 1)) || \(text(depth - 1)) || \(text(depth - 1)))"
    case 6: return "(\(text(depth - 1)) || \(text(depth - 1)))"
    case 7: return "!(\(text(depth - 1)))"
    case 8: return "(\(text(depth - 1)) ? \(text(depth - 1)) : \(text(depth - 1)))"
    default: return comparison()
    }
  }

  private mutating func comparison() -> String {
    let order = pick(["<", "<=", ">", ">=", "==", "!="])
    return pick([
      "status == \"active\"", "status != \"new\"", "kind == \"recurring\"", "kind == null",
      "has(location)", "location.status == \"closed\"", "location.account.visits \(order) 7",
      "account.status in [\"deactivated\"]", "kind in [\"on_request\", \"recurring\"]",
      "location.account.status != \"active\"", "paused", "quantity \(order) 2",
      "quantity in [1, 4]", "end_date \(order) date(\"2026-02-01\")", "price \(order) 12.50",
      "discount \(order) 0.1", "ratio \(order) 0.5", "true", "account.balance \(order) 100.00",
    ])
  }
}

@Suite("Tests of words")
struct WordTestTests {
  /// Runs the tests on the fixture's words; nil where they ask for the program.
  private func run(_ test: WordTest, _ reader: MemoryReader, on record: Int32) -> Truth? {
    var position = Int16(0)
    repeat {
      position = next(test.tests[Int(position)], reader, record)
    } while position >= 0
    return WordTest.truth(atEnd: position)
  }

  private func next(_ test: WordTest.Test, _ reader: MemoryReader, _ record: Int32) -> Int16 {
    var current = record
    for slot in [test.hop, test.secondHop] where slot >= 0 {
      let word = reader.scalar(of: RecordHandle(raw: current), slot: Int(slot))
      if word <= Scalar.failed { return test.absent(word) }
      current = Int32(word)
    }
    return test.next(reader.scalar(of: RecordHandle(raw: current), slot: Int(test.slot)))
  }

  @Test("agree with the program they are made of, whatever is empty or fails")
  func agree() throws {
    let seed = UInt64(Environment.variable("SEED") ?? "") ?? UInt64.random(in: 0..<1_000_000)
    print("SEED=\(seed)")
    var source = RandomCondition(random: SeededRandom(state: seed))
    let fixture = Fixture()
    var told: [Truth: Int] = [:]
    for _ in 0..<6000 {
      let text = source.text(3)
      let (program, issues) = Fixture.compiler.compile(text, expecting: .bool)
      let compiled = try #require(program, "\(text): \(issues)")
      guard let test = compiled.wordTest(ofVariable: 0) else { continue }
      for record: Int32 in [0, 4, 5] {
        fixture.frame.slots[0] = .record(RecordHandle(raw: record))
        guard let truth = run(test, fixture.reader, on: record) else { continue }
        told[truth, default: 0] += 1
        #expect(truth == compiled.truth(fixture.frame), "\(text) of record \(record)")
      }
    }
    #expect(told.values.allSatisfy { $0 > 500 } && told.count == 3, "\(told)")
  }

  @Test(
    "are made of conditions over words alone",
    arguments: [
      ("location.status == \"active\"", true), ("!paused || end_date == null", true),
      ("location.account.visits > 3", true), ("end_date < today", false),
      ("lines.all(l, l.pieces > 0)", false), ("account.name == \"Nordwind\"", false),
    ])
  func scope(text: String, isTest: Bool) throws {
    let program = try #require(Fixture.compiler.compile(text, expecting: .bool).0)
    #expect((program.wordTest(ofVariable: 0) != nil) == isTest)
  }
}
