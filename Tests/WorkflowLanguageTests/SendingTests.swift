import Testing

@Suite("An event that is sent where it applies")
struct SendingTests {
  @Test("misused is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { service in
      """
      workflow: accounts
      records:
        account:
          fields: {name: text}
          relations: {services: {many: service}}
          states: {status: [active, closed]}
          transitions:
            close: {from: active, to: closed}
            check: {first: [{from: active, when: name != ""}, {from: closed, when: name == "x"}]}
            all: {effects: [{for: services, send: stop}]}
        service:
          fields: {account: account, others: {list: text}}
          relations: {twins: {many: service, by: none, as: other, where: other.account == account}}
          states: {state: [on, off]}
          transitions:
            stop: {from: on, to: off}
            tell:
              effects:
                \(service)

      """
    }
  }

  static let misuses = [
    Misuse(
      "the key is misspelt", "- {send: close, to: account, if_posible: true}",
      "- {send: close, to: account, if_possible: true}", code: "unknown-key",
      marked: "if_posible", message: "there is no key 'if_posible' in an effect",
      label: "did you mean if_possible?"),
    Misuse(
      "neither true nor false", "- {send: close, to: account, if_possible: yes}",
      "- {send: close, to: account, if_possible: true}", code: "wrong-value", marked: "yes",
      message: "'if_possible' is true or false, not 'yes'", label: "write true"),
    Misuse(
      "nothing after it", "- {send: close, to: account, if_possible: }",
      "- {send: close, to: account, if_possible: true}", code: "empty-key", marked: "if_possible",
      message: "'if_possible' has nothing after it",
      label: "write something after it, or take it out"),
    Misuse(
      "of a set", "- {for: twins, as: other, send: stop, if_possible: true}",
      "- {for: twins, as: other, send: stop}", code: "misplaced-key", marked: "if_possible",
      message: "'if_possible' is for one record: of a set, those are left alone anyway",
      label: "leave it out"),
    Misuse(
      "beside another verb", "- {emit: told, if_possible: true}", "- {emit: told}",
      code: "misplaced-key", marked: "if_possible",
      message: "'if_possible' does not go with 'emit'", label: "leave it out"),
    Misuse(
      "every way has a condition", "- {send: check, to: account}",
      "- {send: check, if_possible: true, to: account}", code: "may-not-apply", marked: "check",
      message: "every way of 'check' has a condition; where none holds, the step is refused",
      label: "add 'if_possible: true' to leave the record alone then"),
    Misuse(
      "every way has a condition, on lines of its own",
      "- send: check\n            to: account",
      "- send: check\n            if_possible: true\n            to: account",
      code: "may-not-apply", marked: "check",
      message: "every way of 'check' has a condition; where none holds, the step is refused",
      label: "add 'if_possible: true' to leave the record alone then"),
    Misuse(
      "refusing the step is meant", "- {send: chek, to: account, if_possible: false}",
      "- {send: check, to: account, if_possible: false}", code: "unknown-event", marked: "chek",
      message: "account has no event 'chek'", label: "did you mean check?"),
  ]
}
