public import Diagnostics

extension ChartConversion {
  /// A page for every code that an SCXML document can have.
  ///
  /// The examples of limits describe the document instead of showing it.
  public static let pages: [DiagnosticPage] = documentPages + meaningPages

  /// Every code that an SCXML document can have.
  public static let codes: [String] = ChartMistake.Code.allCases.map(\.rawValue)

  private static let documentPages = [
    page(
      .notXML, "a document is no well-formed XML",
      bad: chart("<state id=\"a\">"), good: chart("<state id=\"a\"/>"),
      "Every element that is opened is closed, in the order of their opening."),
    page(
      .documentType, "a document has a document type",
      bad: "<!DOCTYPE scxml>\n" + chart("<state id=\"a\"/>"), good: chart("<state id=\"a\"/>"),
      """
      A chart needs no document type, and its entities can make a small file fill the memory or \
      read other files.
      """),
    page(
      .tooLarge, "a document is larger than any chart",
      bad: "a file of more than ten million bytes, or elements more than a hundred deep",
      good: chart("<state id=\"a\"/>"),
      "What is larger than any chart is refused before it costs time and memory."),
    page(
      .notChart, "a document is no state chart",
      bad: "<scxml><state id=\"a\"/></scxml>\n", good: chart("<state id=\"a\"/>"),
      "The root is 'scxml' in the namespace http://www.w3.org/2005/07/scxml."),
    page(
      .unknownState, "a chart names no state of it",
      bad: chart("<state id=\"open\"><transition event=\"e\" target=\"closd\"/></state>"),
      good: chart(
        "<state id=\"open\"><transition event=\"e\" target=\"closed\"/></state>\n  <state id=\"closed\"/>"
      ),
      "A target or an initial state is the id of a state of the same document."),
    page(
      .duplicateState, "two states of a chart have the same id",
      bad: chart("<state id=\"a\"/>\n  <state id=\"a\"/>"),
      good: chart("<state id=\"a\"/>\n  <state id=\"b\"/>"),
      "A transition could not say which of them it leads to."),
    page(
      .structure, "an element stands where SCXML does not allow it, or lacks something",
      bad: chart("<state id=\"a\"><onentry><raise/></onentry></state>"),
      good: chart(
        "<state id=\"a\"><onentry><raise event=\"e\"/></onentry>\n    <transition event=\"e\"/></state>"
      ),
      "A chart whose elements do not fit together has no meaning that could be kept."),
  ]

  private static let meaningPages = [
    page(
      .noCounterpart, "a chart says something that a workflow cannot",
      bad: chart("<state id=\"a\"><invoke/></state>"), good: chart("<state id=\"a\"/>"),
      """
      Other machines, program code, data of events and XML inside them are not carried over. What \
      is left out is named, so that nothing goes missing in silence; --strict makes it a failure.
      """),
    page(
      .failingExpression, "an expression of a chart fails whenever it is evaluated",
      bad: chart("<state id=\"a\"><transition event=\"e\" cond=\"undeclared == 1\"/></state>"),
      good: chart(
        "<datamodel><data id=\"x\" expr=\"1\"/></datamodel>\n  "
          + "<state id=\"a\"><transition event=\"e\" cond=\"x == 1\"/></state>"),
      """
      In SCXML it raises error.execution, and so does its translation: a formula that can never be \
      told.
      """),
    page(
      .untranslatedExpression, "an expression of a chart has no formula that means the same",
      bad: chart(
        "<state id=\"a\"><transition event=\"e\" cond=\"_sessionid == 'x'\"/></state>"),
      good: chart("<state id=\"a\"><transition event=\"e\" cond=\"In('a')\"/></state>"),
      """
      Comparisons, arithmetic, texts, In() and some of Math are translated. A condition that is \
      not never holds; a log or an assignment is left out.
      """),
    page(
      .mixedTypes, "a variable of a chart holds values of different types",
      bad: chart(
        "<datamodel><data id=\"x\" expr=\"1\"/></datamodel>\n  "
          + "<state id=\"a\"><onentry><assign location=\"x\" expr=\"'one'\"/></onentry></state>"),
      good: chart(
        "<datamodel><data id=\"x\" expr=\"1\"/></datamodel>\n  "
          + "<state id=\"a\"><onentry><assign location=\"x\" expr=\"2\"/></onentry></state>"),
      "A field has one type: the values are kept as JavaScript would show them."),
    page(
      .difference, "a chart may run otherwise than SCXML says",
      bad: chart(
        "<state id=\"a\">\n    <transition event=\"e\"><send event=\"tick\" delay=\"1s\"/></transition>\n"
          + "    <transition event=\"tick\"/></state>"),
      good: chart(
        "<state id=\"a\">\n    <onentry><send event=\"tick\" delay=\"1s\" id=\"i\"/></onentry>\n"
          + "    <onexit><cancel sendid=\"i\"/></onexit>\n    <transition event=\"tick\"/></state>"),
      """
      The chart is converted, but there are situations in which the workflow goes another way. \
      docs/scxml.md names each difference.
      """),
    page(
      .unhandledEvent, "a chart raises an event that no transition takes",
      bad: chart("<state id=\"a\"><onentry><raise event=\"e\"/></onentry></state>"),
      good: chart(
        "<state id=\"a\"><onentry><raise event=\"e\"/></onentry>\n    <transition event=\"e\"/></state>"
      ),
      "SCXML drops such an event, so it is left out."),
  ]

  private static func page(
    _ code: ChartMistake.Code, _ title: String, bad: String, good: String, _ reason: String
  ) -> DiagnosticPage {
    DiagnosticPage(code: code.rawValue, title: title, bad: bad, good: good, reason: reason)
  }

  private static func chart(_ content: String) -> String {
    """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
      \(content)
    </scxml>

    """
  }
}
