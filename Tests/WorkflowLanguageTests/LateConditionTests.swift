import Diagnostics
import Testing
import WorkflowLanguage

@Suite("An automatic transition whose condition looks at the time")
struct LateConditionTests {
  private func codes(_ transition: String) -> [String] {
    DefinitionLoader().load(
      SourceFile(
        name: "w.yaml",
        text: """
          workflow: desk
          records:
            ticket:
              fields: {subject: text, day: date?}
              states: {status: [open, closed]}
              transitions:
                create: {from: new, inputs: [subject, day]}
                lapse: {from: open, to: closed, automatic: true, when: [day != null, day <= today]}
                \(transition)

          """)
    ).diagnostics.map(\.code)
  }

  @Test("is refused where nothing but time can make it hold")
  func alone() {
    #expect(codes("name: {edits: [subject]}") == ["time-alone"])
    #expect(codes("another: {from: new, inputs: [subject, day]}") == ["time-alone"])
  }

  @Test(
    "is taken where an event may write what it reads: an edit, what is asked for, an effect",
    arguments: [
      "plan: {edits: [day]}", "plan: {inputs: [day: {required: true}]}",
      "plan: {effects: [{set: {day: =today}}]}", "plan: {inputs: [day: {default: =today}]}",
    ])
  func written(transition: String) {
    #expect(codes(transition) == [])
  }
}
