import Diagnostics
import Testing

/// Where a converted chart runs differently on purpose, the conversion says so at its place.
@Suite("Differences to SCXML")
struct DifferenceTests {
  struct Case: CustomTestStringConvertible {
    var chart: String
    var place: String
    var message: String
    var label: String

    var testDescription: String { message }
  }

  private static func document(_ content: String) -> String {
    SCXMLTests.document(content, "name=\"m\" datamodel=\"ecmascript\"")
  }

  @Test("each is said at its place, with what SCXML does instead", arguments: cases)
  func said(_ expected: Case) throws {
    let found = diagnostics(Self.document(expected.chart)).filter { $0.code == "scxml-difference" }
    #expect(found.map(\.message) == [expected.message])
    #expect(found.map(\.label) == [expected.label])
    #expect(found.compactMap { $0.range.map { String($0.text) } } == [expected.place])
    #expect(found.allSatisfy { $0.severity == .warning })
  }

  static let cases = [
    Case(
      chart: """
        <state id="a"><history id="h" type="deep"><transition target="c"/></history>
        <state id="b"><state id="c"><transition event="e" target="h"/></state></state></state>
        """,
      place: "transition",
      message:
        "it leads to a history of a state that stays active, and enters nothing that is active",
      label: "SCXML's algorithm enters the states between both anew"),
    Case(
      chart: """
        <state id="a"><history id="h"><transition target="c"/></history>
        <state id="b"><transition event="e" target="h" type="internal"/>
        <state id="c"/></state></state>
        """,
      place: "transition",
      message: "it leads to a history of a state around, and leaves its own state for that",
      label: "SCXML: not where the history leads to states inside its own"),
    Case(
      chart: """
        <state id="a"><history id="h" type="deep"><transition target="b"/></history>
        <state id="b"><transition event="e" target="h" type="internal"/>
        <state id="c"/></state></state>
        """,
      place: "transition",
      message: "it leads to a history of a state around, and leaves its own state for that",
      label: "SCXML: not where the history leads to states inside its own"),
    Case(
      chart: """
        <state id="a"><onentry><send event="late" delay="2s"/></onentry>
        <transition event="again" target="a"/><transition event="late" target="b"/></state>
        <state id="b"/>
        """,
      place: "send",
      message: "this delayed event may be sent again before it has come, and is one event then",
      label: "SCXML: each comes; a 'cancel' on exit of its state makes it one"),
    Case(
      chart: """
        <datamodel><data id="n" expr="0"/></datamodel>
        <state id="a">
        <onentry><send event="x"><param name="v" expr="n"/></send></onentry>
        <transition event="x" target="a"><assign location="n" expr="_event.data.v"/></transition>
        </state>
        """,
      place: "send",
      message: "'x' may be sent again before it was taken, and carries the later values then",
      label: "SCXML: each carries its own"),
    Case(
      chart: """
        <state id="a"><onentry>
        \((1...13).map { "<send event=\"l\($0)\" delay=\"2s\"/>" }.joined())
        </onentry></state>
        """,
      place: "a",
      message: "delayed events that come at the same time come in the document's order",
      label: "SCXML: in the order in which they were sent; up to 12 are kept so"),
    Case(
      chart: """
        <state id="o"><transition event="done.state.p" target="z"/><parallel id="p">
        <parallel id="q"><state id="r"><final id="f"/></state></parallel>
        <state id="t"><final id="k"/></state></parallel></state>
        <state id="z"/>
        """,
      place: "p",
      message: "'done.state.p' comes when all its children are done",
      label: "the recommendation's algorithm leaves it out where a child is a parallel too"),
  ]

  @Test("what is taken back, or cannot come twice, is none")
  func none() {
    let taken = """
      <state id="a">
      <onentry><send event="late" id="i" delay="2s"/></onentry>
      <onexit><cancel sendid="i"/></onexit>
      <transition event="again" target="a"/><transition event="late" target="b"/></state>
      <state id="b"/>
      """
    let once = """
      <state id="a"><onentry><send event="late" delay="2s"/></onentry>
      <transition event="late" target="b"/></state>
      <state id="b"/>
      """
    let ordered = """
      <state id="a"><onentry>
      \((1...12).map { "<send event=\"l\($0)\" delay=\"2s\"/>" }.joined())
      </onentry></state>
      """
    let outside = """
      <state id="a"><history id="h"><transition target="d"/></history>
      <state id="b"><transition event="e" target="h" type="internal"/><state id="c"/></state>
      <state id="d"/></state>
      """
    for chart in [taken, once, ordered, outside] {
      let found = diagnostics(Self.document(chart)).map(\.code)
      #expect(!found.contains("scxml-difference"), "\(chart)")
    }
  }
}
