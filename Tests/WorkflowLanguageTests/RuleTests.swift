import Diagnostics
import Testing
import WorkflowEngine

@Suite("A rule of the language")
struct RuleTests {
  @Test("a new record can only be sent what its first states take")
  func sendToNew() {
    func codes(_ from: String) -> [String] {
      diagnostics(
        """
        workflow: invoices
        records:
          account:
            transitions: {bill: {effects: [{create: invoice, with: {account: =account}, send: send}]}}
          invoice:
            fields: {account: account}
            states: {status: [draft, sent]}
            transitions: {send: {from: \(from), to: sent}}
        """
      ).map(\.code)
    }
    #expect(codes("draft") == [])
    #expect(codes("sent") == ["cannot-be-sent"])
  }

  @Test("only a field that may be empty takes null, plain or as a formula")
  func null() {
    func codes(_ type: String, _ value: String) -> [String] {
      diagnostics(
        """
        workflow: accounts
        records:
          account:
            fields: {closed_on: \(type)}
            transitions: {reopen: {effects: [{set: {closed_on: \(value)}}]}}
        """
      ).map(\.code)
    }
    #expect(codes("date?", "null") == [])
    #expect(codes("date?", "=null") == [])
    #expect(codes("date", "null") == ["empty-value"])
    #expect(codes("date", "=null") == ["type-mismatch"])
  }

  @Test("a guard may speak of an input of the transitions that use it")
  func guardWithInput() throws {
    let loaded = try definition(
      """
      workflow: accounts
      records:
        account:
          fields: {balance: decimal}
          guards:
            not_too_much: {check: amount <= balance, otherwise: "{amount} is too much."}
          transitions:
            pay:
              inputs: [{amount: decimal}]
              guards: [not_too_much]
      """)
    #expect(loaded.recordTypes[0].events[0].transitions[0].guards.count == 1)
  }

  @Test("a shared guard says who uses it where its names mean nothing")
  func sharedGuard() {
    let found = diagnostics(
      """
      workflow: accounts
      guards:
        active: {check: location.status == "active", otherwise: No.}
      records:
        account:
          transitions: {close: {guards: [active]}}
      """)
    #expect(found.map(\.code) == ["unknown-name"])
    #expect(found.first?.notes.last?.message == "a transition of account uses it here")
    #expect(found.first?.notes.last?.range?.place == "w.yaml:6:36")
  }

  @Test("a mistake in a guard that many transitions use is told once")
  func once() {
    let found = diagnostics(
      """
      workflow: accounts
      records:
        account:
          guards:
            open: {check: statsu == 1, otherwise: No.}
          transitions: {close: {guards: [open]}, stop: {guards: [open]}}
      """)
    #expect(found.map(\.code) == ["unknown-name"])
  }

  @Test("the place of a formula is exact in folded and quoted texts")
  func places() {
    let found = diagnostics(
      """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          transitions:
            close:
              confirm:
                ask: >-
                  Close the account
                  of {nmae} for ever?
                details: "\\"{ nmae }\\""
      """)
    #expect(found.map(\.marked) == ["nmae", "nmae"])
    #expect(found.map { $0.range?.place } == ["w.yaml:10:17", "w.yaml:11:25"])
  }

  @Test("a mistake in a state is shown with where the states are declared")
  func declared() {
    let found = diagnostics(
      """
      workflow: accounts
      records:
        account:
          states: {status: [active, closed], billing: [monthly, never]}
          transitions:
            close: {effects: [{when: billing == "nevr", emit: gone}]}
      """)
    #expect(found.first?.notes.first?.message == "billing is one of monthly, never (declared here)")
    #expect(found.first?.notes.first?.range?.place == "w.yaml:4:40")
    let shown = found.first.map(DiagnosticRenderer(color: false).render)
    #expect(
      shown == """
        error[unknown-state]: there is no state 'nevr' in region 'billing' of account
         --> w.yaml:6:43
          |
        6 |       close: {effects: [{when: billing == "nevr", emit: gone}]}
          |                                           ^^^^^^ did you mean "never"?
          = note: billing is one of monthly, never (declared here: w.yaml:4:40)

        """)
  }
}

@Suite("A parameter by a choice")
struct CategoryParameterTests {
  private func said(_ parameter: String, formula: String = "1") -> [String] {
    diagnostics(
      """
      workflow: library
      parameters: {p: \(parameter)}
      records:
        item:
          fields: {kind: {choice: [book, dvd]}, sort: {choice: [book, dvd]}, title: text, f: {formula: '\(formula)'}}
          states: {status: [in, out]}
      """
    ).map { "\($0.code): \($0.message)" }
  }

  @Test(
    "is told what is wrong with it",
    arguments: [
      (
        "{by: item.kind, values: {book: 1}}",
        "missing-key: 'item.kind' can be 'dvd', and there is no value for that"
      ),
      (
        "{by: item.kind, values: {bok: 1}, otherwise: 2}",
        "wrong-value: 'item.kind' cannot be 'bok'"
      ),
      (
        "{by: item.title, values: {book: 1}}",
        "formula-type: 'item.title' is no choice and no state"
      ),
      ("{by: item, values: {book: 1}}", "formula-type: 'item' is no choice and no state"),
      ("{by: item.knd, values: {book: 1}}", "unknown-field: item has no field 'knd'"),
      ("{by: itm.kind, values: {book: 1}}", "unknown-type: there is no record type 'itm'"),
      (
        "{by: item.kind, values: {book: 1, dvd: x}}",
        "value-type: the values of a parameter are of one type"
      ),
      (
        "{by: item.kind, values: {book: 1, dvd: 2}, else: 3}",
        "unknown-key: there is no key 'else' in a parameter by a choice"
      ),
    ])
  func slip(parameter: String, message: String) {
    #expect(said(parameter).first?.hasPrefix(message) == true, "\(said(parameter))")
  }

  @Test(
    "is told what is wrong with its use",
    arguments: [
      (#"parameters.p["bok"]"#, "unknown-choice"), ("parameters.p[title]", "type-mismatch"),
      ("parameters.p[sort]", "type-mismatch"), ("parameters.p + 1", "type-mismatch"),
    ])
  func use(formula: String, code: String) {
    let said = said("{by: item.kind, values: {book: 1, dvd: 2}}", formula: formula)
    #expect(said.count == 1 && said[0].hasPrefix(code), "\(said)")
  }
}
