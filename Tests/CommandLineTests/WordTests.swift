import Testing
import WorkflowWords

@testable import workflow_run

@Suite("Words of the command line")
struct WordTests {
  @Test(
    "references of records and events",
    arguments: [
      ("service:S1", nil, "service", "S1"), ("a-b/service:S1", "a-b", "service", "S1"),
      ("service:S:1/2", nil, "service", "S:1/2"), ("S1", nil, nil, "S1"),
    ] as [(String, String?, String?, String)])
  func references(text: String, workflow: String?, type: String?, id: String) throws {
    let reference = try RecordReference(text)
    #expect(reference.workflow == workflow)
    #expect(reference.type == type)
    #expect(reference.id == id)
  }

  @Test(
    "the form a verb takes in a refusal",
    arguments: [
      ("reactivate", "reactivated"), ("delete", "deleted"), ("publish", "published"),
      ("pay", "paid"), ("spend", "spent"), ("forgive", "forgiven"), ("cancel", "cancelled"),
      ("suspend", "suspended"), ("notify", "notified"),
      ("move_payments", nil), ("go", nil),
    ] as [(String, String?)])
  func participles(event: String, participle: String?) {
    #expect(EventPhrase.participle(of: event) == participle)
  }
}
