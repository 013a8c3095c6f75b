import CEL
import Testing

@Suite("Warnings about values that may be empty")
struct EmptinessTests {
  /// The marked parts of the warnings about a condition of the fixture's service.
  private func warned(_ text: String, expecting: CELType? = .bool) throws -> [String] {
    let (program, issues) = Fixture.compiler.compile(text, expecting: expecting)
    _ = try #require(program, "\(issues)")
    #expect(issues.allSatisfy { $0.severity == .warning && $0.code == "may-be-empty" })
    let bytes = Array(text.utf8)
    return issues.map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  @Test("a use that would answer 'cannot tell' is warned about, with the way to mend it")
  func warns() {
    let (program, issues) = Fixture.compiler.compile("end_date < today", expecting: .bool)
    #expect(program != nil)
    #expect(
      issues == [
        Issue(
          severity: .warning, code: "may-be-empty", range: 0..<8,
          message: "'end_date' may be empty, and then this cannot be told",
          help: "add end_date != null && …, or end_date == null || …")
      ])
  }

  @Test(
    "every use that needs a value is one",
    arguments: [
      ("discount > 5", ["discount"]), ("5 > discount", ["discount"]),
      ("price - discount > 0", ["discount"]), ("-discount < 0", ["discount"]),
      ("round(discount, 2) > 1", ["discount"]), ("days_between(end_date, today) > 3", ["end_date"]),
      ("location.status == \"active\"", ["location"]),
      ("location.services.all(s, s.paused)", ["location"]),
      ("first(lines).amount > 0", ["first(lines)"]),
      ("lines.all(l, l.due < today)", ["l.due"]),
      ("lines.due.all(d, d < today)", ["d"]),
      ("account.note.startsWith(\"a\")", ["account.note"]),
      ("coalesce(discount, location.account.balance) > 0", ["location"]),
      ("end_date < today && discount > 0", ["end_date", "discount"]),
      ("end_date < today && end_date > date(\"2020-01-01\")", ["end_date"]),
      ("end_date == null && end_date < today", ["end_date"]),
      ("end_date != null || end_date < today", ["end_date"]),
      ("end_date == null ? end_date < today : true", ["end_date"]),
      ("end_date != null ? true : end_date < today", ["end_date"]),
      ("(paused ? end_date != null : true) && end_date < today", ["end_date"]),
      ("!(paused ? end_date == null : false) && end_date < today", ["end_date"]),
      ("!(end_date != null) && end_date < today", ["end_date"]),
      ("(paused || end_date != null) && end_date < today", ["end_date"]),
      ("discount != 5 && discount > 3", ["discount"]),
    ])
  func uses(text: String, marked: [String]) throws {
    #expect(try warned(text) == marked)
  }

  @Test(
    "nothing is said where the value is known to be there, or none is needed",
    arguments: [
      "end_date == null", "discount == 5", "end_date != today", "kind in [\"recurring\"]",
      "has(discount)", "end_date == null || end_date < today",
      "end_date < today || end_date == null", "has(end_date) && end_date < today",
      "end_date < today && has(end_date)", "end_date != null && !(end_date < today)",
      "end_date == null ? false : end_date < today", "end_date != null ? end_date < today : true",
      "(paused ? end_date != null : end_date != null) && end_date < today",
      "!(paused ? end_date == null : end_date == null) && end_date < today",
      "(end_date != null ? end_date : today) < today", "coalesce(discount, 0) > 5",
      "discount == 5 && discount > 3", "!(discount == null || paused) && discount > 3",
      "(has(end_date) && has(discount)) && end_date < today && discount > 1",
      "location != null && location.status == \"active\"",
      "has(service.location) && location.status == \"active\"",
      "service.end_date != null && end_date < today",
      "lines.all(l, l.due == null || l.due < today)",
      "lines.filter(l, l.due != null).all(d, d.due < today)",
      "first(lines) != null && first(lines).amount > 0", "price > 0", "paused",
      "location == null || location.address == null || location.address.startsWith(\"1\")",
    ])
  func silent(text: String) throws {
    #expect(try warned(text) == [])
  }

  @Test("a warned use cannot be told, and a silent one can, when the value is empty")
  func honest() throws {
    let fixture = Fixture()
    fixture.reader.records[0].fields[2] = .null
    for text in ["end_date < today", "end_date == null && end_date < today"] {
      let program = try #require(Fixture.compiler.compile(text, expecting: .bool).program)
      #expect(program.truth(fixture.frame) == .cannotTell, "\(text)")
    }
    for text in [
      "has(end_date) && end_date < today", "end_date < today || end_date == null",
      "end_date == null ? false : end_date < today",
    ] {
      let program = try #require(Fixture.compiler.compile(text, expecting: .bool).program)
      #expect(program.truth(fixture.frame) != .cannotTell, "\(text)")
    }
  }

  @Test("what one condition proves can be assumed for another")
  func assumed() throws {
    let when = try #require(Fixture.compiler.compile("end_date != null").program)
    let check = "end_date < today"
    #expect(Fixture.compiler.assuming(when).compile(check).issues.isEmpty)
    #expect(!Fixture.compiler.assuming(when, holds: false).compile(check).issues.isEmpty)
    let time = try #require(Fixture.compiler.compile("end_date + days(1)").program)
    #expect(Fixture.compiler.assuming(valueOf: time).compile(check).issues.isEmpty)
  }

  @Test("CEL without the workflow extension warns about nothing")
  func standard() {
    let environment = Environment(
      variables: [.init(name: "x", type: .int, nullable: true, slot: 0)])
    #expect(Compiler(environment: environment).compile("x > 1").issues.isEmpty)
  }
}
