import CEL
import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("What is left and entered")
struct ChartFaultTests {
  private func text(_ states: String, _ transitions: String) -> String {
    """
    workflow: m
    records:
      m:
        fields: {t: {type: text, default: ''}}
        states:
    \(states)
        transitions:
          start: {from: new}
    \(transitions)
    """
  }

  private func errors(_ text: String) -> [String] {
    DefinitionLoader().load(SourceFile(name: "m.yaml", text: text)).diagnostics
      .filter { $0.severity == .error }.map(\.code)
  }

  private func play(_ bench: Workbench, _ events: [String]) throws {
    for event in events { _ = try bench.apply(try bench.step(event, "m", "M1")) }
  }

  private func states(_ bench: Workbench, _ regions: [String]) throws -> String {
    try regions.map { try bench.value("m", "M1", $0) }.joined(separator: " ")
  }

  @Test("a state that begins in a named state does not enter those around it anew")
  func initial() throws {
    let bench = try Workbench(
      text(
        """
              top:
                - open:
                    on_entry: [{set: {t: =t + "+open "}}]
                    states:
                      step: [waiting, {doing: {initial: second, states: {sub: [first, second]}}}]
        """, "      begin: {from: waiting, to: doing}"))
    try bench.given("m", "M1")
    try play(bench, ["begin"])
    #expect(try states(bench, ["top", "step", "sub"]) == "open doing second")
    #expect(try bench.value("m", "M1", "t") == "")
  }

  @Test("a history without memory leads to the first state, and leaves what is around alone")
  func noMemory() throws {
    let bench = try Workbench(
      text(
        """
              top:
                - a:
                    on_entry: [{set: {t: =t + "+a "}}]
                    on_exit: [{set: {t: =t + "-a "}}]
                    states: {inner: [b, c, {h: {history: shallow}}]}
        """, "      y: {from: c, to: h}\n      to_c: {from: b, to: c}"))
    try bench.given("m", "M1")
    try play(bench, ["to_c", "y"])
    #expect(try states(bench, ["top", "inner"]) == "a b")
    #expect(try bench.value("m", "M1", "t") == "")
  }

  private static let regions = """
          top: [{b: {states: {y: [y1, {y2: {final: true}}], z: [{inner: {states: {p: [p1, {p2: {final: true}}]}}}, {z2: {final: true}}]}}}, end]
    """

  @Test(
    "a way without 'from' leaves the regions beside alone",
    arguments: ["done: inner, to: z2", "automatic: true, when: p == 'p2', to: z2"])
  func beside(way: String) throws {
    let bench = try Workbench(
      text(
        Self.regions,
        """
              fy: {from: y1, to: y2}
              fp: {from: p1, to: p2}
              inner_done: {\(way)}
              b_done: {done: b, to: end}
        """))
    try bench.given("m", "M1")
    try play(bench, ["fy", "fp"])
    #expect(try states(bench, ["top"]) == "end")
  }

  @Test("a way that is asked for without 'from' leaves the regions beside alone")
  func asked() throws {
    let bench = try Workbench(
      text(Self.regions, "      fy: {from: y1, to: y2}\n      go: {to: z2}"))
    try bench.given("m", "M1")
    try play(bench, ["fy", "go"])
    #expect(try states(bench, ["top", "y", "z"]) == "b y2 z2")
  }

  @Test("nothing leaves a final state, with and without 'from'; what leaves nothing may happen")
  func finals() throws {
    let bench = try Workbench(
      text(
        "      top: [a, {c: {final: true}}, d]\n      side: [s1, s2]",
        """
              close: {from: a, to: c}
              anywhere: {to: d}
              from_side: {from: s1, to: [d, s2]}
              touch: {from: c, effects: [{set: {t: touched}}]}
        """))
    try bench.given("m", "M1")
    try play(bench, ["close"])
    #expect(bench.reasons(try bench.step("anywhere", "m", "M1")) == ["wrong_state"])
    #expect(bench.reasons(try bench.step("from_side", "m", "M1")) == ["wrong_state"])
    try play(bench, ["touch"])
    #expect(try states(bench, ["top", "t"]) == "c touched")
    let open = try Workbench(
      text("      top: [a, {c: {final: true}}, d]", "      anywhere: {to: d}"))
    try open.given("m", "M1")
    try play(open, ["anywhere"])
    #expect(try states(open, ["top"]) == "d")
    #expect(
      errors(text("      top: [a, {c: {final: true}}]", "      go: {from: c, to: a}")) == [
        "final-state"
      ])
  }

  @Test(
    "targets that cannot be active together are refused",
    arguments: [
      "go: {from: idle, to: [a1, h1]}", "go: {from: idle, to: [h1, a1]}",
      "go: {from: idle, to: [y1, h1]}", "go: {from: idle, to: [h1, h2]}",
      "go: {from: idle, to: [a1, h2, a2]}", "go: {from: idle, to: [a1, hj]}",
      "go: {from: idle, to: [hj, idle]}",
    ])
  func targets(way: String) {
    let found = errors(
      text(
        """
              top:
                - idle
                - p:
                    states:
                      r1: [a1, {a2: {states: {aj: [y0, y1, {hj: {history: shallow}}]}}}, {h1: {history: deep}}, {h2: {history: shallow}}]
        """, "      \(way)"))
    #expect(Set(found) == ["wrong-value"])
  }

  @Test(
    "what a state begins in, and where a history leads, is one state of a region",
    arguments: [
      "{initial: [b, c], states: {inner: [b, c]}}",
      "{initial: [b, h], states: {inner: [b, {h: {history: deep, default: b}}]}}",
      "{states: {inner: [b, c, {h: {history: deep, default: [b, c]}}]}}",
      "{initial: h, states: {inner: [b, {h: {history: shallow}}]}}",
      "{states: {inner: [b, {h: {history: shallow, default: h}}]}}",
      "{states: {inner: [b, {h: {history: shallow, default: k}}, {k: {history: deep, default: h}}]}}",
    ])
  func beginnings(state: String) {
    let found = errors(text("      top: [z, {a: \(state)}]", "      go: {from: z, to: a}"))
    #expect(found == ["wrong-value"])
  }

  @Test("a state may begin in a history that has a default")
  func initialHistory() throws {
    let bench = try Workbench(
      text(
        "      top: [z, {a: {initial: h, states: {inner: [b, c, {h: {history: shallow, default: c}}]}}}]",
        """
              go: {from: z, to: a}
              back: {from: a, to: z}
              up: {from: c, to: b}
        """))
    try bench.given("m", "M1")
    try play(bench, ["go"])
    #expect(try states(bench, ["inner"]) == "c")
    try play(bench, ["up", "back", "go"])
    #expect(try states(bench, ["inner"]) == "b")
  }

  @Test("effects on entry and exit see what is active then")
  func sight() throws {
    let bench = try Workbench(
      text(
        """
              top:
                - idle
                - p:
                    on_entry: [{when: r1 == 'a2', set: {t: =t + "inner "}}]
                    states:
                      r1: [{a1: {on_exit: [{when: r2 == 'b1', set: {t: =t + "left "}}]}}, {a2: {on_entry: [{when: r2 == 'b2', set: {t: =t + "later "}}]}}]
                      r2: [b1, b2]
        """,
        """
              go: {from: idle, to: a2}
              back: {from: a2, to: a1}
              both: [{from: a1, to: a2}, {from: b1, to: b2}]
        """))
    try bench.given("m", "M1")
    try play(bench, ["go", "back", "both"])
    #expect(try states(bench, ["r1", "r2", "t"]) == "a2 b2 ")
  }
}
