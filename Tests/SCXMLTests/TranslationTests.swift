import Testing

@testable import SCXML

@Suite("Expressions of charts")
struct TranslationTests {
  static let data = """
    <datamodel><data id="n" expr="1"/><data id="d" expr="1.5"/><data id="t" expr="'x'"/>
    <data id="b" expr="true"/><data id="u"/><data id="v"/></datamodel>
    """

  /// The condition of the only transition.
  static func condition(_ text: String) throws -> String {
    let escaped = text.split(separator: "&", omittingEmptySubsequences: false)
      .joined(separator: "&amp;").split(separator: "<", omittingEmptySubsequences: false)
      .joined(separator: "&lt;")
    let yaml = try converted(
      data + """
        <state id="a"><onentry><assign location="v" expr="5"/></onentry>
        <transition event="e" cond="\(escaped)"/></state><state id="S.2"/>
        """)
    let lines = yaml.split(separator: "\n").map { $0.drop { $0 == " " } }
    let line = try #require(lines.first { $0.hasPrefix("when: ") }, "\(yaml)")
    return String(line.dropFirst(6))
  }

  @Test(
    "a condition means what it means in JavaScript",
    arguments: [
      ("n == 1", "n == 1"), ("n === 1", "n == 1"), ("n !== 1 && b", "n != 1 && b"),
      ("n > 1 || !b", "n > 1 || '!b'"), ("(n + 2) * 3 - (n - 1) > d", "(n + 2) * 3 - (n - 1) > d"),
      ("n / 2 == 0.5", "decimal(n) / 2 == 0.5"), ("n % 2 == 1", "n % 2 == 1"),
      ("t == 'x'", "t == \"x\""), ("t + n == 'x1'", "t + text(n) == \"x1\""),
      ("n", "n != 0"), ("t", "t != \"\""), ("!n", "'!(n != 0)'"),
      ("v", "v != null && v != 0"), ("v > 3", "v != null && v > 3"), ("v == 3", "v == 3"),
      ("v === undefined", "v == null"), ("typeof v !== 'undefined'", "v != null"),
      ("typeof nowhere == 'undefined'", "true"), ("typeof n == 'number'", "true"),
      ("n === 'x'", "false"), ("In('a')", "state == \"a\""), ("In('S.2')", "state == \"s_2\""),
      ("!In('nowhere')", "true"), ("Math.pow(n, 3) == 8", "n * n * n == 8"),
      ("Math.max(n, 2) == 2", "'max(n, 2) == 2'"), ("b ? n : 0", "'b ? n != 0 : 0 != 0'"),
      ("nowhere", "1 / 0 == 1"), ("return", "1 / 0 == 1"), ("n ==", "1 / 0 == 1"),
      ("_event.name == 'e'", "'\"e\" == \"e\"'"),
    ])
  func translates(script: String, formula: String) throws {
    let found = try Self.condition(script)
    let unquoted = found.hasPrefix("'") ? String(found.dropFirst().dropLast()) : found
    let expected = formula.filter { $0 != "'" }
    #expect(unquoted.filter { $0 != "'" } == expected)
  }

  @Test("a long chain of texts is written once")
  func chain() throws {
    let found = try Self.condition("'a' + " + String(repeating: "n + ", count: 150) + "'b' == t")
    #expect(found.filter { $0 == "n" }.count == 150)
  }

  @Test("names become snake case, each once")
  func names() throws {
    let yaml = try converted(
      "<state id=\"reallyFail\"/><state id=\"really-fail\"/><state id=\"really_fail\"/>"
        + "<state id=\"1\"/><state id=\"if\"/><state/>")
    for name in ["really_fail_2", "really_fail_3", "really_fail", "state_1", "if_2", "state"] {
      #expect(yaml.contains("- \(name)\n"), "\(yaml)")
    }
    #expect(yaml.contains("# The state 'reallyFail' is 'really_fail_2' here.\n"))
  }

  @Test(
    "delays are read",
    arguments: [
      ("1s", "1s"), ("500ms", "500ms"), (".5s", "0.5s"), ("1.5s", "1.5s"), ("2m", "2m"),
      ("1h", "1h"), ("2d", "48h"),
    ])
  func delays(delay: String, duration: String) throws {
    let yaml = try converted(
      "<state id=\"a\"><onentry><send event=\"e\" delay=\"\(delay)\"/></onentry>"
        + "<transition event=\"e\"/></state>")
    #expect(yaml.contains("=now + duration(\"\(duration)\")"), "\(yaml)")
  }

  @Test("document order is kept")
  func order() throws {
    let yaml = try converted(
      "<state id=\"a\"><transition event=\"e\" cond=\"true\" target=\"c\"/>"
        + "<transition event=\"e\" target=\"b\"/></state><state id=\"b\"/><state id=\"c\"/>")
    #expect(
      yaml.contains(
        """
              e:
                first:
                  - from: a
                    when: true
                    to: c
                  - from: a
                    to: b
        """), "\(yaml)")
  }

  @Test("an event nobody knows goes to the longest name that begins it, or to any other")
  func unknownEvents() throws {
    let chart = try ConvertedChart(
      document(
        "<state id=\"a\"><transition event=\"one.two\" target=\"b\"/>"
          + "<transition event=\"*\" target=\"a\"/></state><state id=\"b\"/>"))
    #expect(chart.conversion.event(for: "one.two.three") == "one_two")
    #expect(chart.conversion.event(for: "one.twos") == "any_other")
    #expect(chart.conversion.event(for: "one") == "any_other")
  }
}
