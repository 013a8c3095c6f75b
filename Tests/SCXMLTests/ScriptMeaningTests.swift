import Diagnostics
import Testing

@testable import SCXML

/// Expressions that JavaScript reads otherwise than a formula would.
@Suite("Expressions that are easily misread")
struct ScriptMeaningTests {
  /// What becomes of a condition: its formula, and the codes that are reported.
  private static func condition(_ text: String) throws -> (formula: String, codes: [String]) {
    let escaped = text.map { ["&": "&amp;", "<": "&lt;"][$0] ?? String($0) }.joined()
    let content = """
      <datamodel><data id="n" expr="1"/><data id="m" expr="2"/><data id="z" expr="0"/>
      <data id="b" expr="true"/><data id="t" expr="'x'"/><data id="u"/><data id="v"/>
      <data id="w" expr="null"/><data id="list" expr="[1,2]"/></datamodel>
      <state id="a"><onentry><assign location="v" expr="5"/><assign location="w" expr="6"/>
      </onentry><transition event="e" cond="\(escaped)"/></state>
      """
    let codes = diagnostics(document(content)).map(\.code).filter { $0 != "scxml-no-counterpart" }
    let yaml = try converted(content)
    let lines = yaml.split(separator: "\n").map { $0.drop { $0 == " " } }
    let line = try #require(lines.first { $0.hasPrefix("when: ") }, "\(yaml)")
    return (line.dropFirst(6).filter { $0 != "'" }, codes)
  }

  @Test(
    "an expression means what it means in JavaScript",
    arguments: [
      ("u === null", "false"), ("u == null", "true"), ("u === undefined", "true"),
      ("v === null", "false"), ("v === undefined", "v == null"), ("w === null", "w == null"),
      ("w === undefined", "false"), ("w == undefined", "w == null"),
      ("u + 'x' == t", "\"undefined\" + \"x\" == t"),
      ("z == ''", "z == 0"), ("n == '5'", "n == 5"), ("n == 'five'", "false"),
      ("[1,2].length == 2", "2 == 2"), ("list.length == 2", "2 == 2"),
      ("(n && m) == 2", "(n != 0 ? m : n) == 2"), ("(n || m) == 1", "(n != 0 ? n : m) == 1"),
      ("(n && m) === !b", "false"), ("n ?.5:1", "n != 0 ? 0.5 != 0 : 1 != 0"),
    ])
  func meaning(script: String, formula: String) throws {
    let found = try Self.condition(script)
    #expect(found.formula == formula)
    #expect(found.codes == [])
  }

  @Test(
    "JavaScript that has no formula is named as such",
    arguments: [
      "'a' in t", "n ** 2 == 4", "(n ** 2) == 4", "n ?? m", "`x` == t", "t instanceof String",
      "n & 1", "n | 1", "n ^ 1", "~n", "n << 1", "n >> 1", "n >>> 1", "t?.length", "(n, m)", "n, m",
      "n = 2", "(n += 2)", "new Date()", "/x/", "u + 2 == 2", "n + 012 == 11", "t == '\\b'",
      "list == list", "list + 'x' == t", "w + 1 == 1", "t == n", "(b ? n : t) === 1",
      "Math.max(...list) == 2",
    ])
  func unread(script: String) throws {
    #expect(try Self.condition(script).codes == ["scxml-expression"])
  }

  @Test(
    "what is no JavaScript fails in SCXML too", arguments: ["n ==", "return", "in n", "(n", "n m"])
  func failing(script: String) throws {
    #expect(try Self.condition(script).codes == ["scxml-expression-fails"])
  }
}
