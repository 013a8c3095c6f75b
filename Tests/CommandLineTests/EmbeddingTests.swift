import Foundation
import Testing

/// The program that shows how the library is used inside another.
@Suite("The example of embedding")
struct EmbeddingTests {
  private static let executable = URL(fileURLWithPath: Workplace.executable)
    .deletingLastPathComponent().appendingPathComponent("embedding").path

  @Test("asks why not, does what has to be done first, and then it goes")
  func runs() throws {
    let place = try Workplace(workflow: nil)
    try place.bring("workflows", "samples")
    #expect(
      try place.run("import", "samples/customers.jsonl", "--store", "demo.db").status == 0)
    let answer = try place.shell("'\(Self.executable)'")
    #expect(answer.status == 0, "\(answer.remarks)")
    #expect(
      answer.output == """
        blocked
        - Reactivate the account before its locations and services.
        - Reactivate location 12 Mill Lane before its services.
        - Remove the end date (2026-02-01) in the same save.
        account.reactivate allowed
        location.reactivate allowed
        allowed 1 record changed
        service S1 "Weekly pickup" [] may: Edit, Active → Deactivated

        """)
    let shown = try place.run("show", "service:S1", "--store", "demo.db")
    #expect(shown.output.contains("status") && !shown.output.contains("2026-02-01"))
    #expect(
      try place.run("history", "service:S1", "--store", "demo.db").output.contains("u17 (clerk)"))
  }
}
