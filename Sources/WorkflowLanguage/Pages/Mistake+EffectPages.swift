import Diagnostics

extension Mistake {
  static let effectPages: [DiagnosticPage] = [
    page(
      .formulaCircle, "Computed fields that are built on each other",
      bad: """
        workflow: invoices
        records:
          invoice:
            fields:
              net: {formula: gross - tax}
              tax: {formula: net * 0.19}
              gross: decimal

        """,
      good: """
        workflow: invoices
        records:
          invoice:
            fields:
              net: {formula: gross - tax}
              tax: {formula: gross * 0.19 / 1.19}
              gross: decimal

        """,
      """
      A computed field must come out from what is stored; in a circle there is no \
      first value.
      """),
    page(
      .reactionCircle, "A reaction that sets off itself",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {changes: integer}
            reactions:
              - {when: changes > 0, set: {changes: =changes + 1}}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {changes: integer}
            transitions:
              change:
                effects:
                  - {set: {changes: =changes + 1}}

        """,
      """
      Reactions run until nothing changes any more. One that computes a field from \
      itself would change it again each time.
      """),
    page(
      .cascadeCircle, "Events that send each other",
      bad: """
        workflow: accounts
        records:
          account:
            relations: {services: {many: service}}
            transitions:
              stop: {effects: [{for: services, send: stop}]}
          service:
            fields: {account: account}
            transitions:
              stop: {effects: [{send: stop, to: account}]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            relations: {services: {many: service}}
            transitions:
              stop: {effects: [{for: services, send: stop}]}
          service:
            fields: {account: account}
            transitions:
              stop: {}

        """,
      """
      An event is carried out to its end before the next effect, so events that send \
      each other would never end.
      """),
    page(
      .automaticCircle, "Automatic transitions that never come to rest",
      bad: """
        workflow: tickets
        records:
          ticket:
            fields: {urgent: boolean}
            states: {status: [waiting, working]}
            transitions:
              start: {from: waiting, to: working, automatic: true, when: urgent}
              pause: {from: working, to: waiting, automatic: true, when: urgent}

        """,
      good: """
        workflow: tickets
        records:
          ticket:
            fields: {urgent: boolean}
            states: {status: [waiting, working]}
            transitions:
              start: {from: waiting, to: working, automatic: true, when: urgent}
              pause: {from: working, to: waiting, automatic: true, when: "!urgent"}

        """,
      """
      An automatic transition is taken as soon as its condition holds. Where all \
      conditions of a circle hold for one record, and nothing on the way changes what \
      they read, a step would never end.
      """),
    page(
      .notSettable, "A state, a set or a computed field under set",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {effects: [{set: {status: closed}}]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {to: closed}

        """,
      """
      States change by transitions, sets by what belongs to them, and computed fields \
      by what they are computed from.
      """),
    page(
      .missingField, "A new record without a field that it needs",
      bad: """
        workflow: accounts
        records:
          account:
            transitions:
              bill: {effects: [{create: invoice}]}
          invoice:
            fields: {account: account}

        """,
      good: """
        workflow: accounts
        records:
          account:
            transitions:
              bill: {effects: [{create: invoice, with: {account: =account}}]}
          invoice:
            fields: {account: account}

        """,
      """
      A new record gets a value for each field that may not be empty and has no \
      default.
      """),
    page(
      .cannotBeSent, "An event that cannot be sent",
      bad: """
        workflow: accounts
        records:
          account:
            relations: {services: {many: service}}
            transitions:
              close: {effects: [{for: services, send: delete}]}
          service:
            fields: {account: account}
            transitions:
              delete: {not_supported: Close the account instead.}

        """,
      good: """
        workflow: accounts
        records:
          account:
            relations: {services: {many: service}}
            transitions:
              close: {effects: [{delete: services}]}
          service:
            fields: {account: account}
            transitions:
              delete: {not_supported: Close the account instead.}

        """,
      """
      What the clock fires, what creates a record and what is not supported cannot be \
      sent.
      """),
    page(
      .effectVerb, "An effect without a verb, or with two",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {closed_on: date?}
            transitions:
              close: {effects: [{set: {closed_on: =today}, emit: account_closed}]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {closed_on: date?}
            transitions:
              close: {effects: [{set: {closed_on: =today}}, {emit: account_closed}]}

        """,
      """
      Effects happen one after another, so each is an entry of its own.
      """),
  ]
}
