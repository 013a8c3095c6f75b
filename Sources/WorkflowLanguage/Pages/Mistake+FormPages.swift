import Diagnostics

extension Mistake {
  static let formPages: [DiagnosticPage] = [
    page(
      .emptyFile, "The file is empty",
      bad: """
        # nothing yet

        """,
      good: """
        workflow: accounts
        records:
          account: {}

        """,
      """
      A workflow has at least a name and one record type.
      """),
    page(
      .missingKey, "A key is missing",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close:
                confirm: {details: This cannot be undone.}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close:
                confirm: {ask: Close the account?, details: This cannot be undone.}

        """,
      """
      Some keys mean nothing without another: a question needs its text, a guard its \
      condition and its sentence.
      """),
    page(
      .unknownKey, "A key that is not in the language",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {form: active, to: closed}

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
      A misspelt key would silently do nothing, so unknown keys are refused.
      """),
    page(
      .misplacedKey, "A key that does not go with the others",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: active, to: closed, effects: [{set: {name: x}, later: true}]}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {from: active, to: closed, effects: [{set: {name: x}}]}

        """,
      """
      A key such as 'later' has a meaning beside some keys ('raise') and none beside \
      others. What must hold for a transition stands under 'guards', with the sentence \
      that is shown. 'label', 'tabs' and 'selection' stand beside 'first:' or in its ways, \
      and the ways of one event never differ in 'selection'.
      """),
    page(
      .wrongShape, "A list, a mapping or a value of the wrong shape",
      bad: """
        workflow: accounts
        records:
          account:
            states: [active, closed]

        """,
      good: """
        workflow: accounts
        records:
          account:
            states: {status: [active, closed]}

        """,
      """
      Each key has one shape: a value, a list (its order counts) or a mapping (its \
      names count).
      """),
    page(
      .wrongValue, "A value that the key does not have",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {selection: single}

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            states: {status: [active, closed]}
            transitions:
              close: {selection: one}

        """,
      """
      Some keys have a few values of their own; the message lists them.
      """),
    page(
      .tooMany, "Too many of something",
      bad: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            shown_as: "\(String(repeating: "{name}", count: 65))"

        """,
      good: """
        workflow: accounts
        records:
          account:
            fields: {name: text}
            shown_as: "{name}"

        """,
      """
      Everything that can grow has a limit, so that no file can take for ever: 64 \
      states in a region, 64 guards in a transition, 64 ways of an event, 64 formulas \
      in a sentence.
      """),
  ]
}
