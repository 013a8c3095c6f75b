import Diagnostics
import Testing

@Suite("A slip in a formula or a value")
struct FormulaSlipTests {
  @Test("is told with its place, what is wrong and what to write", arguments: slips)
  func slip(_ slip: Slip) {
    slip.check()
  }

  static let slips = [
    Slip(
      "a field is misspelt in a formula",
      account: "reopen: {effects: [{when: balanse > 0, emit: x}]}", code: "unknown-name",
      marked: "balanse", message: "there is no field or value 'balanse' here",
      label: "did you mean balance?"),
    Slip(
      "a field is misspelt under set", service: "end: {effects: [{set: {end_dat: =today}}]}",
      code: "unknown-field", marked: "end_dat", message: "service has no field 'end_dat'",
      label: "did you mean end_date?"),
    Slip(
      "a member of a reference is misspelt",
      service: #"end: {effects: [{when: account.nam == "x", emit: x}]}"#, code: "unknown-field",
      marked: "nam", message: "account has no field 'nam'", label: "did you mean name?"),
    Slip(
      "a formula is forgotten its equals sign",
      service: "end: {effects: [{set: {end_date: today}}]}", code: "plain-name", marked: "today",
      message: "'today' is also a name here", label: "write =today for its value, or quote it"),
    Slip(
      "a plain text is also a name", service: "end: {effects: [{set: {name: kind}}]}",
      code: "plain-name", marked: "kind", message: "'kind' is also a name here",
      label: "write =kind for its value, or quote it"),
    Slip(
      "a value of a choice is misspelt", service: "end: {effects: [{set: {kind: recuring}}]}",
      code: "value-type", marked: "recuring",
      message: "'recuring' is not a value of 'kind of service'", label: "did you mean recurring?"),
    Slip(
      "a date is written the German way",
      service: "end: {effects: [{set: {end_date: 10.03.2026}}]}", code: "value-type",
      marked: "10.03.2026", message: "'10.03.2026' is not a date", label: "write 2026-03-10"),
    Slip(
      "a number is a word",
      service:
        "end: {effects: [{create: service, with: {account: =account, name: x, kind: on_request, price: twelve}}]}",
      code: "value-type", marked: "twelve", message: "'twelve' is not a decimal number",
      label: "write 12.50"),
    Slip(
      "a field that may not be empty is emptied", service: "end: {effects: [{set: {name: null}}]}",
      code: "empty-value", marked: "null", message: "'name' may not be empty",
      label: "give it a value, or declare it with '?'"),
    Slip(
      "a formula of the wrong type is set", service: "end: {effects: [{set: {end_date: =price}}]}",
      code: "type-mismatch", marked: "price",
      message: "a date is needed here, but 'price' is a decimal"),
    Slip(
      "a guard is no condition", account: "reopen: {effects: [{when: balance, emit: x}]}",
      code: "not-a-condition", marked: "balance",
      message: "a condition is needed here, but 'balance' is a decimal",
      label: "compare it, such as balance > 0"),
    Slip(
      "a date is compared with a number",
      service: "end: {effects: [{when: end_date > 5, emit: x}]}", code: "type-mismatch",
      marked: "end_date > 5", message: "a date cannot be compared with a whole number",
      label: "compare it with a date, such as today + days(30)"),
    Slip(
      "for names no records", account: "stop: {effects: [{for: balance, send: deactivate}]}",
      code: "formula-type", marked: "balance", message: "'balance' names no records",
      label: "name a relation or a reference"),
    Slip(
      "a sentence has an open brace", account: #"reopen: {confirm: {ask: "Reopen {name?"}}"#,
      code: "sentence-brace", marked: "{",
      message: "a formula in a sentence begins here and is never closed",
      label: "add '}', or write '{{' for the brace itself"),
    Slip(
      "a sentence names an unknown field", account: #"reopen: {confirm: {ask: "Reopen {nmae}?"}}"#,
      code: "unknown-name", marked: "nmae", message: "there is no field or value 'nmae' here",
      label: "did you mean name?"),
    Slip(
      "a timer without a time", account: "nag: {at: name}", code: "formula-type", marked: "name",
      message: "'at' is a date or a time", label: "this is neither"),
    Slip(
      "before outside a step",
      file: "invariants: {a: {record: account, check: before.balance == balance}}",
      code: "unknown-name", marked: "before", message: "there is no field or value 'before' here"),
    Slip(
      "a shared guard uses a bare name", account: "reopen: {guards: [ok]}",
      file: "guards: {ok: {check: balance == 0, otherwise: No.}}", code: "bare-name",
      marked: "balance", message: "a guard for several types names 'balance' without its record",
      label: "write account.balance"),
    Slip(
      "a shared guard is used where its names mean nothing", account: "reopen: {guards: [ok]}",
      file: #"guards: {ok: {check: location.status == "x", otherwise: No.}}"#,
      code: "unknown-name", marked: "location",
      message: "there is no field or value 'location' here"),
    Slip(
      "a link to what is no relation",
      account: "join: {effects: [{link: services, with: =account}]}", code: "unknown-field",
      marked: "services", message: "account has no relation 'services' with 'links'"),
    Slip(
      "a path under set is forgotten its equals sign",
      service: "end: {effects: [{set: {name: account.name}}]}", code: "plain-name",
      marked: "account.name", message: "'account.name' is also a name here",
      label: "write =account.name for its value, or quote it"),
    Slip(
      "a computation under set is forgotten its equals sign",
      service: "end: {effects: [{set: {price: price * 2}}]}", code: "value-type",
      marked: "price * 2", message: "'price * 2' is not a decimal number",
      label: "if it is a formula, write =price * 2"),
  ]
}
