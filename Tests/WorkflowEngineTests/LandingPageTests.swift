import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowWords

/// Runs the code of the landing page of WorkflowEngine; that it is the same is held by TidyTests.
@Suite("WorkflowEngine's landing page")
struct LandingPageTests {
  private static let text = """
    workflow: house
    version: 1
    records:
      door:
        states:
          position: [closed, opened]
        guards:
          is_ann: {check: actor.user == "ann", otherwise: Only Ann may.}
        transitions:
          open: {from: closed, to: opened, guards: [is_ann]}
    """

  @Test("the four steps lead from a text to a changed record")
  func steps() {
    #expect(Self.story(Self.text) == ["opened"])
    #expect(Self.story(Self.text.replacing("\"ann\"", with: "\"bob\"")) == ["is_ann"])
    #expect(Self.story("workflow: house") == ["missing-key"])
  }

  /// The state that the door is left in, or why there is none.
  private static func story(_ text: String) -> [String] {
    let file = SourceFile(name: "door.yaml", text: text)
    let (loaded, mistakes) = DefinitionLoader().load(file)
    guard let definition = loaded, let door = definition.recordType(named: "door"),
      let open = door.event(named: "open")
    else { return mistakes.map(\.code) }

    let interpreter = Interpreter(definition)
    let snapshot = Snapshot(definition: definition)
    let front = snapshot.place(type: door.index, id: "front")
    interpreter.fillStates(snapshot, front, except: [])

    let request = Request(
      recordType: door.index, event: open.index, record: front, actor: Actor(user: "ann"),
      now: 1_773_133_200_000_000)
    let outcome = interpreter.step(snapshot, request)

    switch outcome {
    case .allowed(let plan): snapshot.apply(plan)
    case .pending: return ["waits for a second person"]
    case .blocked(let refusal): return refusal.names
    case .invalid(let request): return [request.message]
    }
    let position = interpreter.value(
      snapshot, front, member: "position", actor: request.actor, now: request.now)
    guard case .value(let state)? = position else { return [] }
    return [definition.text(of: state)]
  }
}
