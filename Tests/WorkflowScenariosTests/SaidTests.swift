import Testing

@testable import WorkflowScenarios

@Suite("What is said and sent, in scenarios")
struct SaidTests {
  private static let text = """
    workflow: shop
    records:
      order:
        fields: {amount: decimal, day: date?}
        transitions:
          buy:
            warnings: [{is_large: {when: amount > 100, say: That is much.}}]
            reminders: [{pack_it: {when: amount > 100, say: Pack it.}}]
          tell:
            effects: [{emit: told, with: {amount: =amount}, key: "{order}"}]
    """
  private static let given =
    "L: {type: order, amount: 500}, S: {type: order, amount: 5}"

  @Test("an empty list of warnings or reminders says that none is shown")
  func none() throws {
    let play = try Play(Self.text)
    try play.expect(
      given: Self.given, when: "{event: order.buy, record: S}", then: "warns: [], reminds: []")
    for (key, name) in [("warns", "is_large"), ("reminds", "pack_it")] {
      let result = try play.result(
        given: Self.given, when: "{event: order.buy, record: L}", then: "\(key): []")
      #expect(!result.passed)
      #expect(result.text.contains("is shown: \(name)"), "\(result.text)")
    }
  }

  @Test("a message under a key that was used before is not sent, and the report says so")
  func repeated() throws {
    let play = try Play(Self.text)
    let twice = "{event: order.tell, record: S}, {event: order.tell, record: S}"
    try play.expect(given: Self.given, when: twice, then: "emits: [], emits_no: [told]")
    let result = try play.result(
      given: Self.given, when: twice, then: "emits: [{message: told, amount: 5}]")
    #expect(!result.passed)
    #expect(
      result.text.contains("(sent before under this key, not sent again)"), "\(result.text)")
  }
}
