import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@Suite("What stands once beside the ways of an event")
struct SharedKeyTests {
  private static func text(_ event: String) -> String {
    """
    workflow: claims
    records:
      claim:
        fields: {amount: decimal, note: text?, reason: text?}
        states: {status: [open, held, closed]}
        guards:
          small: {check: amount < 1000, otherwise: Too much.}
          noted: {check: note != null, otherwise: No note.}
        transitions:
          create: {from: new, inputs: [amount]}
          go: {guards: [small, noted]}
          settle: {\(event)}

    """
  }

  private static let shared =
    "label: Settle, tabs: [Claims], selection: one, roles: [clerk], inputs: [reason], edits: [note], "
    + "confirm: {ask: Sure?}, approval: [manager], from: open, guards: [small], "
    + "warnings: [first: {say: One.}], reminders: [last: {say: Two.}], "
    + "effects: [{set: {note: shared}}]"

  @Test("is that of each way, and its lists come before a way's own", arguments: ["ways", "first"])
  func shared(key: String) throws {
    let definition = try definition(
      Self.text(
        Self.shared + ", \(key): [{when: amount < 10, to: closed, guards: [noted], "
          + "effects: [{set: {reason: own}}], warnings: [second: {say: Three.}]}, "
          + "{when: amount >= 10, to: held}]"))
    let event = try #require(definition.recordTypes[0].event(named: "settle"))
    #expect(event.isOrdered == (key == "first"))
    #expect(event.transitions.count == 2)
    for way in event.transitions {
      #expect(way.label == "Settle" && way.tabs == ["Claims"] && way.roles == ["clerk"])
      #expect(way.selection.extent == .one && way.question != nil && way.approval != nil)
      #expect(way.inputs.map(\.name) == ["reason"] && way.edits.count == 1)
      #expect(way.from.count == 1 && way.reminders.map(\.name) == ["last"])
    }
    let (first, second) = (event.transitions[0], event.transitions[1])
    #expect(first.guards.map(\.declared.name) == ["small", "noted"])
    #expect(second.guards.map(\.declared.name) == ["small"])
    #expect(first.warnings.map(\.name) == ["first", "second"])
    #expect(first.effects.count == 2 && second.effects.count == 1)
  }

  @Test("a way that cannot have it goes without")
  func clock() throws {
    let definition = try definition(
      Self.text(
        "label: Settle, roles: [clerk], guards: [small], ways: [{from: open, to: closed}, "
          + "{from: held, after: 3d, to: closed}]"))
    let ways = try #require(definition.recordTypes[0].event(named: "settle")).transitions
    #expect(ways.map(\.label) == ["Settle", nil])
    #expect(ways.map(\.roles) == [["clerk"], []])
    #expect(ways.map(\.guards.count) == [1, 1])
  }

  @Test(
    "is told once where it is wrong, and is sound as the message says to write it",
    arguments: [
      (
        "label: Settle, way: [{from: open, to: closed}]", "there is no key 'way' in a transition",
        "label: Settle, ways: [{from: open, to: closed}]"
      ),
      (
        "labl: Settle, ways: [{from: open, to: closed}]", "there is no key 'labl' in an event",
        "label: Settle, ways: [{from: open, to: closed}]"
      ),
      (
        "from: open, ways: ", "'ways' has nothing after it",
        "from: open, ways: [{to: closed}]"
      ),
      (
        "from: open, ways: []", "'ways' names no ways", "from: open, ways: [{to: closed}]"
      ),
      (
        "from: open, ways: closed",
        "a list of ways for 'ways' is expected here, not a single value",
        "from: open, ways: [{to: closed}]"
      ),
      (
        "first: [{from: open}], ways: [{from: open}]", "'ways' does not go with 'first'",
        "first: [{from: open}]"
      ),
      (
        "from: open, ways: [{from: open, to: closed}]", "'from' stands beside 'ways' already",
        "ways: [{from: open, to: closed}]"
      ),
      (
        "inputs: [note], first: [{inputs: [reason]}]", "'inputs' stands beside 'first' already",
        "first: [{inputs: [note, reason]}]"
      ),
      (
        "to: closed, ways: [{from: open}]",
        "'to' is said by each way and not for all of them", "ways: [{from: open, to: closed}]"
      ),
      (
        "from: open, first: [{first: [{to: closed}]}]",
        "'first' stands in the event itself, a way has none of its own",
        "from: open, first: [{to: closed}]"
      ),
      (
        "guards: [small], ways: [{from: open}, {from: held, automatic: true, when: amount > 5, to: closed}]",
        "'guards' cannot hold for a way that nobody asks for",
        "ways: [{from: open, guards: [small]}, {from: held, automatic: true, when: amount > 5, to: closed}]"
      ),
      (
        "guards: [small], ways: [{from: open, guards: [small]}]",
        "the guard 'small' stands there twice", "guards: [small], ways: [{from: open}]"
      ),
      (
        "warnings: [w: {say: One.}], ways: [{from: open, warnings: [w: {say: Two.}]}]",
        "'w' has two meanings: a notice and one more",
        "warnings: [w: {say: One.}], ways: [{from: open, warnings: [v: {say: Two.}]}]"
      ),
      (
        "guards: [smal], ways: [{from: open}, {from: held}]",
        "there is no guard 'smal' in claim or for all types",
        "guards: [small], ways: [{from: open}, {from: held}]"
      ),
      (
        "from: open, ways: [{to: closed}, {to: held}]",
        "two ways of 'settle' apply to a record that has status open",
        "from: open, first: [{to: closed}, {to: held}]"
      ),
    ])
  func mistakes(wrong: String, message: String, right: String) {
    let file = SourceFile(name: "w.yaml", text: Self.text(wrong))
    let found = DefinitionLoader().load(file).diagnostics
    let shown = found.map(DiagnosticRenderer(color: false).render).joined()
    #expect(found.map(\.message) == [message], "\(shown)")
    let after = diagnostics(Self.text(right)).map(DiagnosticRenderer(color: false).render)
    #expect(after == [], "\(after.joined())")
    if let mend = found.first?.mend, let bytes = mend.applied(to: file) {
      #expect(String(decoding: bytes, as: UTF8.self) == Self.text(right), "\(shown)")
    }
  }
}
