import JSONText
import Testing
import WorkflowEngine

@testable import WorkflowScenarios

@Suite("Reports of scenarios")
struct ReportTests {
  private func report() throws -> ScenarioReport {
    let bad = try Lending.run(
      given: Lending.people, when: "{event: reader.bar, record: A}",
      then: "outcome: allowed, changes: {A.name: '<\"&>'}")
    let good = try Lending.run(given: Lending.people, when: "{view: A}", then: "outcome: allowed")
    return ScenarioReport(
      files: [("lending.scenarios.yaml", [good, bad])],
      coverage: [Coverage(of: try Lending.definition(), [good, bad])])
  }

  @Test("the text has each failing scenario with places and reasons, and the summary last")
  func text() throws {
    #expect(
      try report().text == """
        failed: one A title  lending.scenarios.yaml:4:7
          step 1: it is blocked by not_confirmed instead of allowed  lending.scenarios.yaml:11:19
          step 1: A.name is "Ann" instead of "<"&>"  lending.scenarios.yaml:11:46
          = step 1: it is blocked by not_confirmed
              The question is not answered: Bar Ann?
              Bar Ann?
              Open loans: 2.
              Ann owes 2.
        1 passed, 1 failed

        """)
  }

  @Test("JUnit's XML escapes what XML would read otherwise")
  func junit() throws {
    let xml = try report().junit
    #expect(xml.contains("<testsuites tests=\"2\" failures=\"1\">"))
    #expect(
      xml.contains(
        "classname=\"lending.scenarios.yaml\" file=\"lending.scenarios.yaml\" line=\"4\"/>"))
    #expect(xml.contains("&lt;&quot;&amp;&gt;"))
    #expect(!xml.contains("<\"&>"))
  }

  @Test("the machine form has the counts, the failures with their places, and the coverage")
  func machineForm() throws {
    let text = try JSON(report().answer).pretty
    #expect(
      text.hasPrefix(
        "{\n  \"format\": 1,\n  \"command\": \"test\",\n  \"passed\": 1,\n  \"failed\": 1,"))
    #expect(text.contains("\"line\": 11,\n          \"column\": 19,"))
    #expect(text.contains("\"gap\": \"reader.join never happens\""))
  }
}
