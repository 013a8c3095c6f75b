import Diagnostics

extension Mistake {
  static let namePages: [DiagnosticPage] = [
    page(
      .invalidName, "A name with other characters",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {endDate: date}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {end_date: date}

        """,
      """
      The same name works in the file, in formulas and as a column of a table: lower- \
      case letters, digits and underscores, beginning with a letter.
      """),
    page(
      .reservedName, "A name that means something else already",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {today: date}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {opened_on: date}

        """,
      """
      Formulas use 'before', 'after', 'actor', 'cause', 'now', 'today' and \
      'parameters'; the names of field types and the words of the expression language \
      are taken as well.
      """),
    page(
      .nameTaken, "A name with two meanings",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {status: text}
            states: {status: [active, closed]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {status_note: text}
            states: {status: [active, closed]}

        """,
      """
      A name in a formula must mean one thing. The record looked at in 'where' is \
      called like its type; where that name is taken, 'as: other' gives it another.
      """),
    page(
      .plainName, "A plain value that is also a name",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text, former_name: text?}
            transitions:
              rename: {effects: [{set: {former_name: name}}]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text, former_name: text?}
            transitions:
              rename: {effects: [{set: {former_name: =name}}]}

        """,
      """
      Under 'set', 'with' and 'default' stand plain values; a formula begins with '='. \
      A plain text that is also a name is most often a forgotten '='. If the text \
      itself is meant, quote it.
      """),
    page(
      .bareName, "A shared guard names a field without its record",
      bad: """
        workflow: accounts
        guards:
          open: {check: status == "active", otherwise: It is closed.}
        records:
          account:
            states: {status: [active, closed]}
            transitions:
              close: {guards: [open]}

        """,
      good: """
        workflow: accounts
        guards:
          open: {check: account.status == "active", otherwise: It is closed.}
        records:
          account:
            states: {status: [active, closed]}
            transitions:
              close: {guards: [open]}

        """,
      """
      A guard at the top of the file serves several record types. With its record's \
      name it means the same in each of them; a bare name would mean another field in \
      each.
      """),
    page(
      .ambiguousState, "A state that stands in several regions",
      bad: """
        workflow: accounts
        records:
          account:
            states: {status: [open, closed], billing: [open, stopped]}
            transitions:
              close: {from: open, to: closed}

        """,
      good: """
        workflow: accounts
        records:
          account:
            states: {status: [open, closed], billing: [open, stopped]}
            transitions:
              close: {from: {status: open}, to: closed}

        """,
      """
      A record is in one state of every region, so the region must be said where the \
      name does not tell.
      """),
    page(
      .ambiguousReference, "Several fields could be meant",
      bad: """
        workflow: tickets
        records:
          person:
            relations: {tickets: {many: ticket}}
          ticket:
            fields: {handler: person, asked_by: person}

        """,
      good: """
        workflow: tickets
        records:
          person:
            relations: {tickets: {many: ticket, by: handler}}
          ticket:
            fields: {handler: person, asked_by: person}

        """,
      """
      'many: ticket' means the tickets that point here. With two fields that do, 'by' \
      says which.
      """),
    page(
      .noReference, "No field points here",
      bad: """
        workflow: accounts
        records:
          account:
            relations: {services: {many: service}}
          service:
            fields: {name: text}

        """,
      good: """
        workflow: accounts
        records:
          account:
            relations: {services: {many: service}}
          service:
            fields: {name: text, account: account}

        """,
      """
      'many: service' means the services whose reference field points here, so there \
      must be one: stored, or a formula that is a path of references. For a set that \
      follows from other data write 'by: none' and 'where'.
      """),
    page(
      .ambiguousTransition, "Two ways of one event apply to the same record",
      bad: """
        workflow: orders
        records:
          order:
            fields: {amount: decimal}
            states: {status: [open, paid, checked]}
            transitions:
              pay:
                - {from: open, to: paid, when: amount < 100}
                - {from: open, to: checked, when: amount >= 50}

        """,
      good: """
        workflow: orders
        records:
          order:
            fields: {amount: decimal}
            states: {status: [open, paid, checked]}
            transitions:
              pay:
                - {from: open, to: paid, when: amount < 100}
                - {from: open, to: checked, when: amount >= 100}

        """,
      """
      Which way is taken must never depend on luck: the ways of an event leave \
      different states, have conditions ('when', 'guards') that exclude each other, or \
      stand under 'first:', where their order decides. The record in the message fits \
      both ways; it was tried.
      """),
    page(
      .undecidedOverlap, "Two ways of one event may apply to the same record",
      bad: """
        workflow: orders
        records:
          order:
            fields: {code: text}
            states: {status: [open, paid, checked]}
            transitions:
              pay:
                - {from: open, to: paid, when: "code.matches('^[0-9]+$')"}
                - {from: open, to: checked, when: "code.contains('x')"}

        """,
      good: """
        workflow: orders
        records:
          order:
            fields: {code: text}
            states: {status: [open, paid, checked]}
            transitions:
              pay:
                first:
                  - {from: open, to: paid, when: "code.matches('^[0-9]+$')"}
                  - {from: open, to: checked, when: "code.contains('x')"}

        """,
      """
      It could not be proved that no record fits both ways, and no record that does was \
      found. Write one condition as the opposite of the other ('!(…)'), or let the \
      order decide with 'first:'. docs/language.md says what is proved.
      """),
    page(
      .finalState, "A final state that something leaves, or an end that never comes",
      bad: """
        workflow: tickets
        records:
          ticket:
            fields: {name: text}
            states: {status: [open, {closed: {final: true}}]}
            transitions:
              reopen: {from: closed, to: open}

        """,
      good: """
        workflow: tickets
        records:
          ticket:
            fields: {name: text}
            states: {status: [open, closed]}
            transitions:
              reopen: {from: closed, to: open}

        """,
      """
      A final state is the end of its region. 'done' follows the end of a state: of one with \
      states inside it, some of them final.
      """),
  ]
}
