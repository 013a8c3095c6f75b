import Diagnostics
import Testing

@testable import SCXML

@Suite("Diagnostics of SCXML documents")
struct MistakeTests {
  @Test(
    "the bad example gives the code and the good one does not",
    arguments: ChartConversion.pages.filter { $0.code != "scxml-too-large" })
  func examples(page: DiagnosticPage) {
    #expect(diagnostics(page.bad).map(\.code) == [page.code])
    #expect(diagnostics(page.good).isEmpty, "\(rendered(diagnostics(page.good)))")
  }

  @Test("every code has one page")
  func codes() {
    #expect(ChartConversion.pages.map(\.code) == ChartConversion.codes)
  }

  @Test("a mistake is marked where it stands")
  func place() {
    let text = """
      <scxml xmlns="http://www.w3.org/2005/07/scxml">
        <state id="a">
          <transition
             event='go' cond="undeclared &lt; 1" target="a"/>
        </state>
      </scxml>
      """
    let found = diagnostics(text)
    #expect(found.map(\.code) == ["scxml-expression-fails"])
    #expect(found.map { $0.range?.place } == ["chart.scxml:4:25"])
    #expect(found.map { $0.range?.text } == ["undeclared &lt; 1"])
    #expect(found.map(\.label) == ["raises error.execution"])
  }

  @Test("a state that does not exist is named with the one that was probably meant")
  func suggestion() {
    let found = diagnostics(
      document("<state id=\"closed\"><transition event=\"e\" target=\"closd\"/></state>"))
    #expect(found.map(\.label) == ["did you mean 'closed'?"])
  }

  @Test(
    "everything without a counterpart is reported",
    arguments: [
      "<state id=\"a\"><invoke/></state>",
      "<parallel id=\"p\"><state id=\"a\"><transition event=\"e\" target=\"a\"/></state></parallel>",
      "<script>x = 1</script><state id=\"a\"/>",
      "<state id=\"a\"><onentry><script>x = 1</script></onentry></state>",
      "<state id=\"a\"><onentry><unknown/></onentry></state>",
      "<state id=\"a\"><unknown/></state>",
      "<state id=\"a\"><x xmlns=\"other\"/></state>",
      "<state id=\"a\"><onentry><x xmlns=\"other\"/></onentry></state>",
      "<transition event=\"e\"/><state id=\"a\"/>",
      "<datamodel><data id=\"d\" src=\"file:d.txt\"/></datamodel><state id=\"a\"/>",
      "<datamodel><data id=\"d\" expr=\"{a: 1}\"/></datamodel><state id=\"a\"/>",
      "<state id=\"a\"><onentry><log expr=\"_sessionid\"/></onentry></state>",
      "<state id=\"a\"><onentry><log expr=\"_ioprocessors\"/></onentry></state>",
      "<state id=\"a\"><onentry><log expr=\"_name\"/></onentry></state>",
      "<state id=\"a\"><onentry><log expr=\"_event.sendid\"/></onentry></state>",
      "<state id=\"a\"><onentry><log expr=\"f(1)\"/></onentry></state>",
      "<state id=\"a\"><onentry><send event=\"e\" type=\"http\"/></onentry></state>",
      "<state id=\"a\"><onentry><send event=\"e\" target=\"#_parent\"/></onentry></state>",
      "<state id=\"a\"><onentry><send><content>1</content></send></onentry></state>",
      "<state id=\"a\"><onentry><send event=\"e\"><param name=\"p\" expr=\"1\"/></send></onentry>"
        + "<transition event=\"e\"/></state>",
    ])
  func reported(content: String) {
    let found = diagnostics(document(content))
    #expect(found.contains { $0.severity == .warning && $0.range != nil }, "\(rendered(found))")
  }

  @Test(
    "what a state begins in lies inside it",
    arguments: [
      "<state id=\"a\" initial=\"b\"><state id=\"c\"/></state><state id=\"b\"/>",
      "<state id=\"a\"><history id=\"h\"><transition target=\"b\"/></history><state id=\"c\"/></state>"
        + "<state id=\"b\"/>",
      "<state id=\"a\"><initial/><state id=\"c\"/></state>",
      "<state id=\"a\" initial=\"\"><state id=\"c\"/></state>",
      "<state id=\"a\" initial=\"a\"/>",
    ])
  func initial(content: String) {
    let found = diagnostics(document(content))
    #expect(found.map(\.code) == ["scxml-structure"], "\(rendered(found))")
  }

  @Test("another data model is reported")
  func dataModel() {
    let found = diagnostics(document("<state id=\"a\"/>", "datamodel=\"xpath\""))
    #expect(found.map(\.code) == ["scxml-no-counterpart"])
  }
}
