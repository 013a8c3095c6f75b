import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Scenarios with examples")
struct ExampleTests {
  private static func read(_ scenario: String, tables: [String: String] = [:]) throws -> (
    file: ScenarioFile?, diagnostics: [Diagnostic]
  ) {
    let definition = try Lending.definition()
    let text = "workflow: lending\nclock: '2026-03-10T09:00:00Z'\nscenarios:\n\(scenario)\n"
    return ScenarioFile.read(
      SourceFile(name: "x.scenarios.yaml", text: text), tables: PartSource(tables)
    ) { _ in definition }
  }

  private static func run(
    _ scenario: String, tables: [String: String] = [:]
  ) throws -> [ScenarioResult] {
    let (file, diagnostics) = try read(scenario, tables: tables)
    let read = try #require(file, "\(ProjectFiles.render(diagnostics))")
    return ScenarioRunner(read.definition).run(read)
  }

  private static let paying = """
    - id: pay-{fees}
      title: Of {fees}, {paid} is paid
      examples: ROWS
      given: {A: {type: reader, number: 1, name: 'Ann {{1}}', fees: '{fees}'}}
      when: [{event: reader.pay, record: A, input: {amount: {paid}}}]
      then: {changes: {A.fees: {left}}, keeps: {A.name: Ann {1}}}
    """

  private static let rows = """

      - {fees: 5, paid: 2, left: 3}
      - {fees: 7.50, paid: 7.50, left: 0}
      - {fees: 9, paid: 1, left: 7}
    """

  @Test("run once for each row, and are reported by it")
  func rows() throws {
    let results = try Self.run(
      Self.paying.replacing("ROWS", with: Self.rows).replacing("Ann {1}", with: "'Ann {{1}}'"))
    #expect(results.map(\.passed) == [true, true, false])
    #expect(results.map(\.id) == ["pay-5", "pay-7.50", "pay-9"])
    let text = try #require(results.last).text
    #expect(
      text.hasPrefix(
        """
        failed: pay-9, row 3 (fees: 9, paid: 1, left: 7) Of 9, 1 is paid  x.scenarios.yaml:9:
        """), "\(text)")
    let answer = ScenarioReport(files: [("x", results)]).answer
    #expect(answer.scenarios.map(\.row) == [1, 2, 3])
  }

  @Test("may have their rows in a table beside the file")
  func table() throws {
    let scenario = Self.paying.replacing("ROWS", with: "{from: cases.csv}")
      .replacing("Ann {1}", with: "'Ann {{1}}'")
    let results = try Self.run(
      scenario, tables: ["cases.csv": "fees,paid,left\n5,2,3\n9,1,7\n"])
    #expect(results.map(\.passed) == [true, false])
    #expect(results.map(\.row?.text) == ["fees: 5, paid: 2, left: 3", "fees: 9, paid: 1, left: 7"])
  }

  /// A change of the scenario, the mistakes' codes and the marked characters.
  struct Slip: CustomTestStringConvertible {
    let right: String
    let wrong: String
    let code: String
    let marked: String
    var label: String?
    /// Whether what the label says is what the program does of itself.
    var isMended = false

    var testDescription: String { wrong }
  }

  private static let sound = """
    - id: pay
      examples:
      - {fees: 5, name: Ann}
      - {fees: 7, name: Ben}
      given: {A: {type: reader, number: 1, name: '{name}', fees: {fees}}}
      when: [{event: reader.pay, record: A, input: {amount: '{fees}'}}]
      then: {changes: {A.fees: 0}}
    """

  @Test(
    "tell a mistake once, at its place",
    arguments: [
      Slip(
        right: "examples:", wrong: "exampels:", code: "unknown-key", marked: "exampels",
        label: "did you mean examples?", isMended: true),
      Slip(
        right: "- {fees: 7, name: Ben}", wrong: "- {fees: 7}", code: "missing-key", marked: "{"),
      Slip(
        right: "- {fees: 7, name", wrong: "- {feees: 7, name", code: "unknown-key", marked: "feees",
        label: "did you mean fees?", isMended: true),
      Slip(right: "- {fees: 7, name: Ben}", wrong: "- Ben", code: "wrong-shape", marked: "Ben"),
      Slip(
        right: "'{name}'", wrong: "'{nmae}'", code: "unknown-name", marked: "'{nmae}'",
        label: "did you mean {name}?", isMended: true),
      Slip(
        right: "fees: {fees}", wrong: "fees: {feess}", code: "unknown-name", marked: "{feess}",
        label: "did you mean {fees}?", isMended: true),
      Slip(
        right: "'{name}'", wrong: "'{name'", code: "wrong-value", marked: "'{name'",
        label: "close it, or write {{ for a brace itself"),
      Slip(right: "fees: 7", wrong: "fees: seven", code: "value-type", marked: "seven"),
      Slip(right: "'{name}'", wrong: "Ann", code: "unused-column", marked: "name"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {rows: []}", code: "wrong-shape", marked: "{rows: []}"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: cases.xlsx}", code: "unreadable-table", marked: "cases.xlsx"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: lost.csv}", code: "unreadable-table", marked: "lost.csv"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: /etc/x.csv}", code: "unreadable-table", marked: "/etc/x.csv"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: short.csv}", code: "unreadable-table", marked: "short.csv"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: twice.csv}", code: "name-taken", marked: "twice.csv"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: empty.csv}", code: "wrong-value", marked: "empty.csv"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: cases.csv, sheet: 1}", code: "misplaced-key", marked: "sheet"),
      Slip(
        right: "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
        wrong: "examples: {from: wrong.csv}", code: "value-type", marked: "{fees}"),
    ])
  func slips(slip: Slip) throws {
    let tables = [
      "cases.csv": "fees,name\n5,Ann\n", "short.csv": "fees,name\n5\n", "empty.csv": "fees,name\n",
      "twice.csv": "fees,fees\n5,5\n", "wrong.csv": "fees,name\nfive,Ann\n",
    ]
    try #require(Self.sound.contains(slip.right))
    let wrong = Self.sound.replacing(slip.right, with: slip.wrong, maxReplacements: 1)
    let found = try Self.read(wrong, tables: tables).diagnostics
    #expect(
      found.filter { $0.code == slip.code }.count == 1, "\(ProjectFiles.render(found))")
    let told = found.first { $0.code == slip.code }
    #expect(told?.range?.text == slip.marked, "\(ProjectFiles.render(found))")
    if let label = slip.label { #expect(told?.label == label) }
    #expect((told?.mend != nil) == slip.isMended, "\(ProjectFiles.render(found))")
    if slip.isMended {
      let definition = try Lending.definition()
      let text = "workflow: lending\nclock: '2026-03-10T09:00:00Z'\nscenarios:\n\(wrong)\n"
      var mending = Mending(SourceFile(name: "x.scenarios.yaml", text: text)) {
        ScenarioFile.read($0) { _ in definition }.diagnostics
      }
      mending.run()
      let mended = String(decoding: mending.file.bytes, as: UTF8.self)
      #expect(mended.contains(Self.sound), "\(mended)")
    }
  }

  @Test("without a mistake say nothing")
  func nothing() throws {
    let (file, diagnostics) = try Self.read(Self.sound)
    #expect(diagnostics.isEmpty, "\(ProjectFiles.render(diagnostics))")
    #expect(file?.scenarios.count == 2)
    #expect(try Self.run(Self.sound).map(\.passed) == [true, true])
  }

  @Test("have at most a thousand rows")
  func limit() throws {
    let rows = String(repeating: "5,Ann\n", count: 1_001)
    let wrong = Self.sound.replacing(
      "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
      with: "examples: {from: x.csv}")
    let found = try Self.read(wrong, tables: ["x.csv": "fees,name\n\(rows)"]).diagnostics
    #expect(found.map(\.code) == ["too-many"])
  }

  @Test("of a long scenario have fewer rows")
  func length() throws {
    let rows = String(repeating: "5,Ann\n", count: 900)
    let long = Self.sound.replacing(
      "examples:\n  - {fees: 5, name: Ann}\n  - {fees: 7, name: Ben}",
      with: "title: \(String(repeating: "long ", count: 4_000))\n  examples: {from: x.csv}")
    let found = try Self.read(long, tables: ["x.csv": "fees,name\n\(rows)"]).diagnostics
    #expect(found.map(\.code) == ["too-many"])
    #expect(found.first?.message.contains("900 rows") == true)
  }
}
