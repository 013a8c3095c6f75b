import Testing

@Suite("Converting charts")
struct ConvertTests {
  static let lamp = """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" name="lamp">
      <state id="off"><transition event="press" target="on"/></state>
      <state id="on"><transition event="press" target="pass"/></state>
      <final id="pass"/>
    </scxml>
    """

  @Test("a chart becomes a workflow that is sound")
  func converts() throws {
    let place = try Workplace()
    try place.write("lamp.scxml", Self.lamp)
    let answer = try place.run("convert", "lamp.scxml", "--output", "lamp.yaml")
    #expect(answer.status == 0)
    #expect(try place.read("lamp.yaml") == answer.output)
    #expect(try place.run("check", "lamp.yaml").status == 0)
    let graph = try place.run("graph", "lamp.yaml")
    #expect(graph.output.contains("<transition event=\"press\" target=\"on\"/>"))
  }

  @Test("a chart is played by a script, and a difference is named")
  func plays() throws {
    let place = try Workplace()
    try place.write("lamp.scxml", Self.lamp)
    try place.write(
      "script.json",
      #"{"initialConfiguration": ["off"], "events": [{"event": {"name": "press"}, "nextConfiguration": ["on"]}]}"#
    )
    #expect(try place.run("convert", "lamp.scxml", "--play", "script.json").status == 0)
    try place.write(
      "script.json",
      #"{"initialConfiguration": ["off"], "events": [{"event": {"name": "press"}, "nextConfiguration": ["off"]}]}"#
    )
    let answer = try place.run("convert", "lamp.scxml", "--play", "script.json")
    #expect(answer.status == 4)
    #expect(answer.output == "✓ start: off\n✗ press: on, not off\n")
  }

  @Test(
    "without a script the final state decides",
    arguments: [("pass", 0), ("fail", 4), ("other", 0)] as [(String, Int32)])
  func plays(final: String, status: Int32) throws {
    let place = try Workplace()
    try place.write(
      "chart.scxml",
      """
      <scxml xmlns="http://www.w3.org/2005/07/scxml">
        <state id="a"><transition target="\(final)"/></state><final id="\(final)"/>
      </scxml>
      """)
    let answer = try place.run("convert", "chart.scxml", "--play", "--format", "json")
    #expect(answer.status == status)
    #expect(answer.output.contains("\"final\": \"\(final)\""))
  }

  @Test("a chart that never ends is no success")
  func neverEnds() throws {
    let place = try Workplace()
    try place.write("lamp.scxml", Self.lamp)
    let answer = try place.run("convert", "lamp.scxml", "--play")
    #expect(answer.status == 4)
    #expect(answer.output.contains("has not ended"))
  }

  @Test("what has no counterpart is reported, and fails a strict conversion")
  func strict() throws {
    let place = try Workplace()
    try place.write(
      "chart.scxml",
      "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\"><state id=\"a\"><invoke/></state></scxml>")
    let answer = try place.run("convert", "chart.scxml")
    #expect(answer.status == 0)
    #expect(answer.remarks.contains("warning[scxml-no-counterpart]: 'invoke' has no counterpart"))
    #expect(try place.run("convert", "chart.scxml", "--strict").status == 5)
    #expect(try place.run("explain", "scxml-no-counterpart").status == 0)
  }

  @Test("what is no chart is refused", arguments: ["", "<a/>", "{}", "<!DOCTYPE a><a/>"])
  func refused(text: String) throws {
    let place = try Workplace()
    try place.write("chart.scxml", text)
    let answer = try place.run("convert", "chart.scxml")
    #expect(answer.status == 65)
    #expect(answer.output.isEmpty)
    #expect(answer.remarks.contains("--> chart.scxml:1:"))
  }

  @Test("a script that cannot be read is refused with its line")
  func script() throws {
    let place = try Workplace()
    try place.write("lamp.scxml", Self.lamp)
    try place.write("script.json", "{\n  \"initialConfiguration\": [\"off\"}")
    let answer = try place.run("convert", "lamp.scxml", "--play", "script.json")
    #expect(answer.status == 65)
    #expect(answer.remarks.contains("line 2"))
    #expect(try place.run("convert", "lamp.scxml", "script.json").status == 64)
  }
}
