import Foundation
import Testing

/// `decide`: records and a request in, an answer out, no store.
@Suite("Decisions without a store")
struct DecideTests {
  private static let question = """
    {"event": "service.reactivate", "record": "S1", "set": {"end_date": null},
     "as": {"user": "u17", "roles": ["clerk"]}, "at": "2026-03-10T09:00:00Z",
     "records": {
       "A1": {"type": "account", "number": "101", "name": "Nordwind", "status": "STATUS"},
       "L1": {"type": "location", "account": "A1", "address": "12 Mill Lane"},
       "S1": {"type": "service", "location": "L1", "name": "Pickup", "kind": "recurring", "status": "deactivated"}}}
    """

  @Test("the answer is that of a dry run, and nothing is kept")
  func decides() throws {
    let place = try Workplace()
    let refused = try place.run(
      "decide", input: Self.question.replacingOccurrences(of: "STATUS", with: "deactivated"))
    #expect(refused.status == 3, "\(refused.output)\(refused.remarks)")
    #expect(refused.output.contains("\"command\": \"dry-run\""))
    #expect(refused.output.contains("\"account_active\""))
    let allowed = try place.run(
      "decide", input: Self.question.replacingOccurrences(of: "STATUS", with: "active"))
    #expect(allowed.status == 0, "\(allowed.output)\(allowed.remarks)")
    #expect(allowed.output.contains("\"new\": \"active\""))
    #expect(!FileManager.default.fileExists(atPath: place.folder + "/workflow.db"))
  }

  @Test(
    "a mistake in the question is said with what to write",
    arguments: [
      ("{", 65, "the standard input cannot be read: line 1: "),
      (
        "{\"event\": \"a.b\",\n \"event\": \"c.d\"}", 65,
        "line 2: the name 'event' stands there twice"
      ), ("{\"record\": \"S1\"}", 64, "'event' is missing"),
      ("{\"event\": \"service.reactivate\", \"record\": \"S1\"}", 64, "'at' is missing"),
      (
        "{\"event\": \"service.reactivat\", \"record\": \"S1\", \"at\": \"2026-03-10\"}", 64,
        "did you mean 'reactivate'?"
      ),
      (
        "{\"event\": \"service.reactivate\", \"record\": \"S9\", \"at\": \"2026-03-10\"}", 64,
        "there is no service 'S9'"
      ),
    ])
  func mistakes(question: String, status: Int32, message: String) throws {
    let answer = try Workplace().run("decide", input: question)
    #expect(answer.status == status, "\(answer.output)\(answer.remarks)")
    #expect((answer.output + answer.remarks).contains(message), "\(answer.output)\(answer.remarks)")
  }

  @Test("text that is not UTF-8 is refused, and equal characters are equal")
  func texts() throws {
    let place = try Workplace()
    let rename = """
      {"event": "account.edit", "record": "A\u{301}1", "set": {"name": "NAME"}, "at": "2026-03-10",
       "records": {"\u{C1}1": {"type": "account", "number": "101", "name": "x"}}}
      """
    let composed = try place.run(
      "decide", input: rename.replacingOccurrences(of: "NAME", with: "Zoe\u{308}"))
    #expect(composed.status == 0, "\(composed)")
    #expect(composed.output.unicodeScalars.contains("\u{EB}"), "\(composed)")
    try place.write("question.json", rename)
    let refused = try place.shell(
      "sed 's/NAME/Zo\\xeb/' question.json | LC_ALL=C '\(Workplace.executable)' decide")
    #expect(refused.status == 65, "\(refused)")
    #expect((refused.output + refused.remarks).contains("line 1 is not UTF-8"), "\(refused)")
  }
}
