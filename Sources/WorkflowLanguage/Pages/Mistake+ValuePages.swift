import Diagnostics

extension Mistake {
  static let valuePages: [DiagnosticPage] = [
    page(
      .inlineType, "Entries of a list used elsewhere, or with more than fields",
      bad: """
        workflow: invoices
        records:
          invoice:
            relations: {lines: {many: line, inline: true}}
          line:
            fields: {amount: decimal}
            states: {status: [open, paid]}

        """,
      good: """
        workflow: invoices
        records:
          invoice:
            relations: {lines: {many: line, inline: true}}
          line:
            fields: {amount: decimal}

        """,
      """
      The entries of an inline list live inside their record: they have no id, no \
      states and no events, and nothing else can point to them.
      """),
    page(
      .wrongValueType, "A value that does not fit its field",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {opened_on: {type: date, default: yesterday}}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {opened_on: {type: date, default: =today - days(1)}}

        """,
      """
      A plain value is written as its type demands: a date as 2026-03-10, a number \
      without quotes. A formula begins with '='.
      """),
    page(
      .emptyValue, "An empty value where there must be one",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {closed_on: date}
            transitions:
              reopen: {effects: [{set: {closed_on: null}}]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {closed_on: date?}
            transitions:
              reopen: {effects: [{set: {closed_on: null}}]}

        """,
      """
      Only a field declared with '?' (or 'optional: true') may be empty.
      """),
    page(
      .wrongFormulaType, "A formula that gives something else",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              remind: {at: name}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text, opened_on: date}
            states: {status: [active, closed]}
            transitions:
              remind: {at: opened_on + days(30)}

        """,
      """
      'at' needs a date or a time, 'after' and 'every' a length of time (7d, months(1), or a \
      parameter such as 'wait: 7d'), 'for' a set of records, a computed field something \
      that a field can hold.
      """),
    page(
      .sentenceBrace, "A brace without its partner",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {confirm: {ask: "Close {name?"}}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {confirm: {ask: "Close {name}?"}}

        """,
      """
      Braces in a sentence hold a formula. A brace itself is written twice: '{{' and \
      '}}'.
      """),
  ]
}
