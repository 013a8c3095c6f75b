import Testing

@Suite("A slip in a path to another record's field")
struct OtherFieldSlipTests {
  @Test("is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { effect in
      """
      workflow: bank
      records:
        owner: {fields: {name: text}}
        account:
          fields: {balance: {type: decimal, default: 0}, owner: owner, note: text?, first: {formula: 'first(lines)'}}
          relations: {payments: {many: payment, by: account}, lines: {many: line, inline: true}}
          states: {status: [open, closed]}
        line: {fields: {amount: decimal}}
        payment:
          fields: {account: account, spare: account?, amount: {type: decimal, default: 1}, note: text?}
          states: {status: [open, done]}
          transitions:
            pay:
              effects:
                \(effect)

      """
    }
  }

  static let misuses = [
    Misuse(
      "the reference is misspelt", "- {set: {acount.balance: 1}}", "- {set: {account.balance: 1}}",
      code: "unknown-field", marked: "acount", message: "payment has no field 'acount'",
      label: "did you mean account?"),
    Misuse(
      "the field is misspelt", "- {set: {account.balanc: 1}}", "- {set: {account.balance: 1}}",
      code: "unknown-field", marked: "balanc", message: "account has no field 'balanc'",
      label: "did you mean balance?"),
    Misuse(
      "the value is of another kind", "- {set: {account.balance: much}}",
      "- {set: {account.balance: 12.50}}", code: "value-type", marked: "much",
      message: "'much' is not a decimal number", label: "write 12.50"),
    Misuse(
      "the value is missing", "- {set: {account.balance: }}", "- {set: {account.balance: 1}}",
      code: "empty-value", marked: "", message: "'balance' may not be empty",
      label: "give it a value, or declare it with '?'"),
    Misuse(
      "no reference", "- {set: {note.balance: 1}}", "- {set: {account.balance: 1}}",
      code: "not-settable", marked: "note",
      message: "'note' is no reference, so it leads to no record",
      label: "name references, with points between them"),
    Misuse(
      "a state", "- {set: {account.status: closed}}", "- {set: {account.note: closed}}",
      code: "not-settable", marked: "status",
      message: "'status' holds a state of account, and only transitions change states",
      label: "use a transition's 'to'"),
    Misuse(
      "a set", "- {set: {account.payments.note: x}}",
      "- {for: account.payments, as: other, set: {note: x}}", code: "not-settable",
      marked: "account.payments",
      message: "'account.payments' is a set, not one record that is referred to",
      label: "write {for: account.payments, set: {note: …}}"),
    Misuse(
      "an entry", "- {set: {account.first.amount: 1}}", "- {set: {account.balance: 1}}",
      code: "not-settable", marked: "account.first",
      message: "'account.first' is an entry, not one record that is referred to",
      label: "write {for: account.first, set: {amount: …}}"),
    Misuse(
      "twice", "- {set: {amount: 1, payment.amount: 2}}", "- {set: {amount: 1}}",
      code: "not-settable", marked: "payment.amount", message: "'amount' is set twice",
      label: "keep one of them"),
    Misuse(
      "a way that may be empty", "- {set: {spare.balance: 1}}",
      "- {when: spare != null, set: {spare.balance: 1}}", code: "may-be-empty",
      marked: "spare.balance", message: "'spare' may be empty, and then this cannot be told",
      label: "add spare != null && …, or spare == null || …"),
    Misuse(
      "one record under for", "- {for: account, as: this, set: {balance: =this.balance + amount}}",
      "- {set: {account.balance: =account.balance + amount}}", code: "misplaced-key",
      marked: "account", message: "'for' goes over a set, and 'account' is one record",
      label: "write set: {account.balance: …}"),
    Misuse(
      "one record under for, chosen by where",
      "- {for: account, as: this, where: this.balance > 0, set: {note: =note}}",
      "- {when: account.balance > 0, set: {account.note: =note}}", code: "misplaced-key",
      marked: "account", message: "'for' goes over a set, and 'account' is one record",
      label: "write set: {account.note: …}"),
    Misuse(
      "the own record under for", "- {for: payment, set: {amount: 2}}", "- {set: {amount: 2}}",
      code: "misplaced-key", marked: "payment",
      message: "'for' goes over a set, and 'payment' is the own record", label: "leave it out"),
    Misuse(
      "one record under for gets a message",
      "- {for: account, as: this, emit: told, with: {b: =this.balance}}",
      "- {emit: told, with: {b: =account.balance}}", code: "misplaced-key", marked: "account",
      message: "'for' goes over a set, and 'account' is one record",
      label: "leave it out, and write account where the record is meant"),
    Misuse(
      "the own record's field in a loop",
      "- {for: account.payments, as: other, set: {payment.amount: 1}}",
      "- {set: {payment.amount: 1}}", code: "not-settable", marked: "payment.amount",
      message:
        "'payment.amount' is the own record's, and 'for' sets fields of the records looked at",
      label: "set it in an effect of its own, without 'for'"),
    Misuse(
      "under with", "- {create: owner, with: {owner.name: x}}",
      "- {create: owner, with: {name: x}}",
      code: "not-settable", marked: "owner.name", message: "'owner.name' is an own field",
      label: "write name"),
  ]
}
