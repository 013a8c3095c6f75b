import Diagnostics
import Testing

@Suite("Counts")
struct CountTests {
  @Test(
    "a count is said with the plural that English makes",
    arguments: [
      (1, "policy", "1 policy"), (2, "policy", "2 policies"), (2, "day", "2 days"),
      (0, "box", "0 boxes"), (3, "branch", "3 branches"), (2, "address", "2 addresses"),
      (2, "bad row", "2 bad rows"), (2, "survey", "2 surveys"), (2, "dish", "2 dishes"),
    ])
  func counts(amount: Int, noun: String, phrase: String) {
    #expect(counted(amount, noun) == phrase)
  }

  @Test("a plural that is given is taken")
  func given() {
    #expect(counted(2, "child", "children") == "2 children")
  }
}
