import CEL
import Foundation
import Testing

@Suite("Compiled expressions")
struct ProgramTests {
  private func compile(_ text: String, _ type: CELType?) throws -> Program {
    let (program, issues) = Fixture.compiler.compile(text, expecting: type)
    return try #require(program, "\(text): \(issues)")
  }

  @Test(
    "a value is made to fit the type its place needs",
    arguments: [
      ("quantity", CELType.decimal, "4"), ("\"active\"", .choice(Fixture.serviceStatus), "active"),
      ("paused ? \"new\" : \"active\"", .choice(Fixture.serviceStatus), "active"),
      ("status", .string, "deactivated"), ("end_date", .timestamp, "2026-01-31T23:00:00Z"),
      ("null", .nullable(.date), "null"), ("[1, 2]", .list(.decimal), "1, 2"),
      ("discount", .decimal, "null"),
    ])
  func fits(text: String, type: CELType, result: String) throws {
    let fixture = Fixture()
    let program = try compile(text, type)
    let value = program.evaluate(fixture.frame)
    #expect(value.display(in: Fixture.schema, reader: fixture.reader) == result)
    #expect(program.type == type.withoutNull || text == "null")
  }

  @Test("a scalar's word is that of its value")
  func words() throws {
    let fixture = Fixture()
    #expect(try compile("quantity + 1", .int).scalar(fixture.frame) == 5)
    #expect(
      try compile("price * 2", .decimal).scalar(fixture.frame) == Decimal(text: "25")?.packed)
    #expect(try compile("discount", .decimal).scalar(fixture.frame) == Scalar.null)
    #expect(try compile("discount + 1", .decimal).scalar(fixture.frame) == Scalar.failed)
    #expect(try compile("status == \"new\"", .bool).scalar(fixture.frame) == 0)
    #expect(try compile("location", nil).scalar(fixture.frame) == 2)
  }

  @Test("whether a value may be empty is known beforehand")
  func nullability() throws {
    #expect(try compile("end_date", .date).isNullable)
    #expect(try !compile("coalesce(end_date, today)", .date).isNullable)
    #expect(try compile("paused ? null : today", .date).isNullable)
    #expect(try !compile("price", .decimal).isNullable)
  }

  @Test("further variables hide the fields of their names")
  func furtherVariables() throws {
    let compiler = Fixture.compiler.adding(variables: [
      .init(name: "price", type: .int, slot: 7), .init(name: "input.day", type: .date, slot: 8),
    ])
    let program = try #require(
      compiler.compile("price == 3 && input.day == today && quantity == 4", expecting: .bool)
        .program)
    let fixture = Fixture()
    let frame = Frame(reader: fixture.reader, slotCount: 9)
    frame.fill(fixture.frame.slots.first(.max) + [.int(3), fixture.frame.slots[1]])
    #expect(program.truth(frame) == .yes)
    #expect(Set(program.usedVariables) == ["price", "input.day", "today"])
  }

  /// Computes a line's amount with another program that has loops of its own.
  final class ComputingReader: RecordReader {
    let base: MemoryReader
    var formula: Program?
    var frame: Frame?

    init(_ base: MemoryReader) {
      self.base = base
      super.init()
    }

    override func scalar(of record: RecordHandle, slot: Int) -> Int64 {
      guard record.raw >= 6, slot == 0, let formula, let frame else {
        return base.scalar(of: record, slot: slot)
      }
      return formula.scalar(frame)
    }

    override func value(of record: RecordHandle, slot: Int) -> Value {
      base.value(of: record, slot: slot)
    }

    override func members(of record: RecordHandle, set: Int) -> [RecordHandle] {
      base.members(of: record, set: set)
    }

    override func text(of record: RecordHandle) -> String { base.text(of: record) }
  }

  @Test("a reader may evaluate a program while one is being evaluated, in the same frame")
  func nesting() throws {
    let fixture = Fixture()
    let reader = ComputingReader(fixture.reader)
    let frame = Frame(reader: reader, slotCount: 7)
    frame.fill(fixture.frame.slots.first(.max))
    reader.frame = frame
    reader.formula = try compile(
      "decimal(account.services.exists(a, a.paused) ? count(lines.filter(b, b.pieces > 0)) : 9)",
      .decimal)
    let program = try compile(
      "lines.all(l, l.amount == 2 && l.pieces >= 0 && l.amount == 2)", .bool)
    #expect(program.truth(frame) == .yes)
    #expect(program.explain(frame).truth == .yes)
  }

  @Test("every code that the sources use has a page, and every page's code is used")
  func codes() throws {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/CEL")
    var used: Set<String> = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".swift") && !name.hasSuffix("/Issue+Codes.swift") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let codes = text.matches(of: /"((?:[a-z]+-)+[a-z]+)"/).map { String($0.output.1) }
      used.formUnion(codes)
    }
    #expect(used == Set(Issue.codes.map(\.code)))
  }
}

extension CELType {
  fileprivate var withoutNull: CELType {
    if case .nullable(let inner) = self { inner } else { self }
  }
}
