import Diagnostics
import Testing

@Suite("A hint where the slip is not where the mistake shows")
struct SlipHintTests {
  private func shown(account: String) -> String {
    let slip = Slip("", account: account, code: "", marked: "", message: "")
    return load(slip.text).diagnostics.map(DiagnosticRenderer(color: false).render).joined()
  }

  @Test(
    "names what to write",
    arguments: [
      // A comma of a formula ends the value; both halves say so.
      (
        "x: {confirm: {ask: Sure?, when: balance == round(balance, 2)}}",
        "put quotes around the whole formula"
      ),
      (
        "x: {effects: [{when: [balance > 0, balance == round(balance, 2)], emit: m}]}",
        "put quotes around the whole formula"
      ),
      ("x: {confirm: {ask: Is it {name}?}}", "put quotes around the whole text"),
      // A bare name is one of the own record.
      (
        "x: {effects: [{for: services, order_by: price, limit: 1, send: deactivate}]}",
        "did you mean service.price?"
      ),
      (
        #"x: {effects: [{for: services, where: status == "deactivated", send: deactivate}]}"#,
        "'status' is the own record's; did you mean service.status?"
      ),
      (
        "x: {effects: [{send: services.deactivate}]}", "write {for: services, send: deactivate}"
      ),
      (
        #"x: {effects: [{when: standing == "closed", emit: m}]}"#, "'closed' is a state of 'status'"
      ),
      (#"x: {effects: [{when: '"boss" in roles', emit: m}]}"#, "did you mean actor.roles?"),
    ])
  func hint(account: String, hint: String) {
    let shown = shown(account: account)
    #expect(shown.contains(hint), "\(shown)")
  }

  @Test("of a comma is given only where the comma has cut a formula")
  func noComma() {
    let shown = shown(account: "x: {effects: [{when: balance >, emit: m}]}")
    #expect(shown.contains("syntax-error"))
    #expect(!shown.contains("comma"), "\(shown)")
  }

  @Test("of a relation's 'where' names its member")
  func relation() {
    let shown = diagnostics(
      """
      workflow: w
      records:
        reader:
          fields: {name: text}
          relations: {late: {many: loan, where: days > 3}}
        loan: {fields: {reader: reader, days: integer}}
      """
    ).map(\.label)
    #expect(shown == ["did you mean loan.days?"])
  }
}

@Suite("The order of records")
struct OrderTests {
  private func text(list: String, effect: String) -> String {
    """
    workflow: w
    records:
      reader:
        fields: {name: text}
        relations: {loans: {many: loan}}
        transitions:
          x: {effects: [{for: loans, order_by: '\(effect)', limit: 1, send: y}]}
      loan:
        fields: {reader: reader, days: integer, from: date?, late: {type: boolean, default: false}}
        states: {status: [out, back]}
        transitions: {y: {from: out, to: back}}
        lists: {all: {order_by: '\(list)'}}
    """
  }

  @Test(
    "needs a value that has an order",
    arguments: [
      ("days", "[loan.days, loan.days]", "a list"), ("days", "loan.reader", "a record"),
      ("[days]", "loan.days", "a list"), ("reader", "loan.days", "a record"),
      ("reader.loans", "loan.days", "a list"),
    ])
  func refused(list: String, effect: String, noun: String) {
    let found = diagnostics(text(list: list, effect: effect))
    #expect(
      found.map(\.message)
        == ["'order_by' needs a value that has an order, and this is \(noun)"])
  }

  @Test(
    "takes numbers, texts, dates, states, yes or no, and what may be empty",
    arguments: ["days", "reader.name", "from", "status", "late", "days > 3"])
  func sound(formula: String) throws {
    _ = try definition(text(list: formula, effect: "loan.days"))
  }
}
