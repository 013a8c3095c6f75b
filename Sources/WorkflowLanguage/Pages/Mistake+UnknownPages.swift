import Diagnostics

extension Mistake {
  static let unknownPages: [DiagnosticPage] = [
    page(
      .unknownType, "A type that does not exist",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: string}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}

        """,
      """
      A field is a text, integer, decimal, boolean, date, timestamp, duration, or a \
      record type of this file.
      """),
    page(
      .unknownMember, "A field that does not exist",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              rename: {edits: [nmae]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              rename: {edits: [name]}

        """,
      """
      Every name must be declared, so that a slip of the finger is found when the file \
      is loaded.
      """),
    page(
      .unknownState, "A state that does not exist",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: activ, to: closed}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: active, to: closed}

        """,
      """
      A transition from a state that does not exist could never happen.
      """),
    page(
      .unknownRegion, "A region that does not exist",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: {state: active}, to: closed}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: {status: active}, to: closed}

        """,
      """
      Regions are the names under 'states'.
      """),
    page(
      .unknownEvent, "An event that does not exist",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: active, to: closed}
              delete: {not_supported: Close the account instead., instead: closed}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: active, to: closed}
              delete: {not_supported: Close the account instead., instead: close}

        """,
      """
      Events are the names under 'transitions' of the record type that gets them.
      """),
    page(
      .unknownGuard, "A guard that does not exist",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: active, to: closed, guards: [has_name]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            guards:
              has_name: {check: name != "", otherwise: Give it a name.}
            transitions:
              close: {from: active, to: closed, guards: [has_name]}

        """,
      """
      Guards are declared under 'guards' of the record type, or of the file.
      """),
    page(
      .unknownTimeZone, "A time zone that does not exist",
      bad: """
        workflow: accounts
        time_zone: Berlin
        records:
          account: {}

        """,
      good: """
        workflow: accounts
        time_zone: Europe/Berlin
        records:
          account: {}

        """,
      """
      The time zone says what 'today' is. Zones have the names of the IANA time zone \
      database; UTC is one of them.
      """),
    page(
      .unusedGuard, "A guard that no transition uses",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            guards:
              has_name: {check: name != "", otherwise: Give it a name.}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            guards:
              has_name: {check: name != "", otherwise: Give it a name.}
            transitions:
              close: {guards: [has_name]}

        """,
      """
      A guard that nobody uses protects nothing; most often its name was forgotten in \
      a transition.
      """),
  ]
}
