import Diagnostics
import Testing

@Suite("A slip in a name or a key")
struct FormSlipTests {
  @Test("is told with its place, what is wrong and what to write", arguments: slips)
  func slip(_ slip: Slip) {
    slip.check()
  }

  static let slips = [
    Slip(
      "two ways are for different numbers of records",
      account: "reopen: {first: [{from: closed, when: balance > 0, selection: one, to: active},"
        + " {from: closed, selection: {only: all}, to: active}]}",
      code: "misplaced-key", marked: "selection",
      message: "the ways of 'reopen' differ in 'selection'",
      label: "say it once, beside 'first' or 'ways', or in one way"),
    Slip(
      "a label stands beside first and in a way",
      account: "reopen: {label: Reopen, first: [{from: closed, label: Again, to: active}]}",
      code: "misplaced-key", marked: "label",
      message: "'label' stands beside 'first' already", label: "keep one"),
    Slip(
      "a length that cannot be told",
      account: "reopen: {from: closed, to: active, after: duration(parameters.wait)}",
      file: "parameters: {wait: '7 days'}", code: "formula-type",
      marked: "duration(parameters.wait)",
      message: "this can never be told, so the clock would never fire it: '7 days' is no duration",
      label: "write a length such as 7d, or name a parameter that holds one"),
    Slip(
      "an interval that cannot be told",
      account: "reopen: {from: closed, to: active, every: duration(parameters.wait)}",
      file: "parameters: {wait: '7 days'}", code: "formula-type",
      marked: "duration(parameters.wait)",
      message: "this can never be told, so the clock would never fire it: '7 days' is no duration",
      label: "write a length such as 7d, or name a parameter that holds one"),
    Slip(
      "a day that cannot be told",
      account: "reopen: {from: closed, to: active, at: date(parameters.first)}",
      file: "parameters: {first: 2026-02-31}", code: "formula-type",
      marked: "date(parameters.first)",
      message:
        "this can never be told, so the clock would never fire it: '2026-02-31' is no day of the calendar",
      label: "write a day such as 2026-03-10, or name a parameter that holds one"),
    Slip(
      "a length that cannot be told for one value of a choice",
      service: "end: {from: active, after: 'duration(parameters.wait[kind])'}",
      file:
        "parameters: {wait: {by: service.kind, values: {recurring: '72h', on_request: '7 days'}}}",
      code: "formula-type", marked: "'duration(parameters.wait[kind])'",
      message: "this can never be told with kind on_request, so the clock would never fire it: "
        + "'7 days' is no duration",
      label: "write a length such as 7d, or name a parameter that holds one"),
    Slip(
      "an interval that stands still",
      account: "reopen: {from: closed, to: active, every: parameters.wait}",
      file: "parameters: {wait: 0d}", code: "formula-type", marked: "parameters.wait",
      message: "'every' is the time from one firing to the next",
      label: "write a length such as 7d or months(1), or day, week, month or year"),
    Slip(
      "a state is misspelt in from", account: "reopen: {from: closd, to: active}",
      code: "unknown-state", marked: "closd", message: "there is no state 'closd' in account",
      label: "did you mean closed?"),
    Slip(
      "a state is misspelt in a formula",
      account: "reopen: {from: closed, to: active, guards: [ok]}",
      file: #"guards: {ok: {check: account.status == "activ", otherwise: No.}}"#,
      code: "unknown-state", marked: #""activ""#,
      message: "there is no state 'activ' in region 'status' of account",
      label: #"did you mean "active"?"#),
    Slip(
      "an approval is a single role", account: "reopen: {approval: manager}", code: "wrong-shape",
      marked: "manager",
      message:
        "true, a list of roles, or {roles: […], count: 2, expires: 14d, when: …, otherwise: …} is expected here, not a single value",
      label: "write [manager]"),
    Slip(
      "an approval names no role", account: "reopen: {approval: []}", code: "wrong-value",
      marked: "[]", message: "'approval' names no roles", label: "name some, or leave it out"),
    Slip(
      "how many agree is no number", account: "reopen: {approval: {count: two}}",
      code: "wrong-value", marked: "two", message: "'count' is a whole number from 1, not 'two'",
      label: "write a number"),
    Slip(
      "nobody agrees", account: "reopen: {approval: {count: 0}}", code: "wrong-value",
      marked: "0", message: "'count' is a whole number from 1, not '0'", label: "write a number"),
    Slip(
      "how many agree is a list", account: "reopen: {approval: {count: [2]}}",
      code: "wrong-shape", marked: "[2]",
      message: "a number for 'count' is expected here, not a list"),
    Slip(
      "too many must agree", account: "reopen: {approval: {count: 17}}", code: "too-many",
      marked: "17", message: "there may be at most 16 persons who agree",
      label: "this one is too many"),
    Slip(
      "how many agree is left open", account: "reopen: {approval: {count: }}",
      code: "empty-key", marked: "count", message: "'count' has nothing after it",
      label: "write something after it, or take it out"),
    Slip(
      "how many agree is misspelt", account: "reopen: {approval: {cuont: 2}}",
      code: "unknown-key", marked: "cuont", message: "there is no key 'cuont' in 'approval'",
      label: "did you mean count?"),
    Slip(
      "how many agree stands twice", account: "reopen: {approval: {count: 2, count: 3}}",
      code: "duplicate-key", marked: "count",
      message: "the key 'count' stands twice in the same mapping",
      label: "rename or remove one of them"),
    Slip(
      "how many agree stands beside the approval",
      account: "reopen: {approval: [manager], count: 2}", code: "misplaced-key", marked: "count",
      message: "'count' stands in 'approval'",
      label: "write approval: {roles: [manager], count: 2}"),
    Slip(
      "how many agree stands beside an approval by anybody",
      account: "reopen: {approval: true, count: 2}", code: "misplaced-key", marked: "count",
      message: "'count' stands in 'approval'", label: "write approval: {count: 2}"),
    Slip(
      "an approval's condition is no condition",
      account: "reopen: {approval: {when: balance}}", code: "not-a-condition", marked: "balance",
      message: "a condition is needed here, but 'balance' is a decimal",
      label: "compare it, such as balance > 0"),
    Slip(
      "an approval of what nobody asks for",
      account: "reopen: {only_sent: true, approval: true}", code: "misplaced-key",
      marked: "approval", message: "'approval' does not go with 'only_sent': nobody asks for it",
      label: "leave it out"),
    Slip(
      "an approval of what the clock fires",
      account: "reopen: {at: closed_on, from: closed, to: active, approval: true}",
      code: "misplaced-key", marked: "approval",
      message: "'approval' does not go with 'at': the clock fires it", label: "leave it out"),
    Slip(
      "a guard is misspelt", account: "reopen: {guards: [payd]}", code: "unknown-guard",
      marked: "payd", message: "there is no guard 'payd' in account or for all types",
      label: "did you mean paid?"),
    Slip(
      "an event is misspelt", account: "stop: {effects: [{for: services, send: deactivat}]}",
      code: "unknown-event", marked: "deactivat", message: "service has no event 'deactivat'",
      label: "did you mean deactivate?"),
    Slip(
      "a key is misspelt", account: "reopen: {form: closed}", code: "unknown-key", marked: "form",
      message: "there is no key 'form' in a transition", label: "did you mean from?"),
    Slip(
      "a key is from another language", account: "reopen: {conditions: [paid]}",
      code: "unknown-key", marked: "conditions",
      message: "there is no key 'conditions' in a transition", label: "did you mean guards?"),
    Slip(
      "guards are a single value", account: "reopen: {guards: paid}", code: "wrong-shape",
      marked: "paid", message: "a list for 'guards' is expected here, not a single value",
      label: "write [paid]"),
    Slip(
      "a transition is a list of keys", account: "reopen: [from, to]", code: "wrong-shape",
      marked: "from",
      message: "a mapping with the keys of a transition is expected here, not a single value"),
    Slip(
      "a transition is empty", account: "reopen:", code: "wrong-shape", marked: "",
      message: "a mapping with the keys of a transition is expected here, not nothing",
      label: "write {}"),
    Slip(
      "a state is set", service: "end: {effects: [{set: {status: deactivated}}]}",
      code: "not-settable", marked: "status",
      message: "'status' holds a state of service, and only transitions change states",
      label: "use a transition's 'to'"),
    Slip(
      "a required field is missing in create",
      account: "order: {effects: [{create: service, with: {account: =account, name: x}}]}",
      code: "missing-field", marked: "service", message: "a new service needs 'kind'",
      label: "add with: {kind: …}"),
    Slip(
      "an unknown record type is created",
      account: "order: {effects: [{create: servise, with: {}}]}", code: "unknown-type",
      marked: "servise", message: "there is no record type 'servise'",
      label: "did you mean service?"),
    Slip(
      "two verbs in one effect",
      service: "end: {effects: [{set: {end_date: =today}, send: deactivate}]}",
      code: "effect-verb", marked: "send",
      message: "an effect has one verb, and this one has 'set' already",
      label: "make 'send' an effect of its own"),
    Slip(
      "where without for",
      service: "end: {effects: [{set: {end_date: =today}, where: price > 0}]}",
      code: "misplaced-key", marked: "where", message: "'where' needs 'for'",
      label: "say over which records"),
    Slip(
      "the record looked at has a name that is taken",
      service:
        "end: {effects: [{for: account.services, where: service.price > 0, set: {price: 0}}]}",
      code: "name-taken", marked: "where",
      message:
        "'service' has two meanings here: the record looked at and the transition's own record",
      label: "add 'as: other' and write other for the record looked at"),
    Slip(
      "an input is called like a field", service: "end: {inputs: [{price: decimal}]}",
      code: "name-taken", marked: "price",
      message: "'price' has two meanings: an input and a field",
      label: "leave the type out, then the field itself is asked for"),
    Slip(
      "an input's other name is a field", service: "end: {inputs: [note: {type: text, as: price}]}",
      code: "name-taken", marked: "price",
      message: "'price' has two meanings: an input and one more",
      label: "give one of them another name"),
    Slip(
      "two inputs have one name in formulas",
      service: "end: {inputs: [a: {type: text, as: c}, b: {type: text, as: c}]}",
      code: "name-taken", marked: "b", message: "'c' has two meanings: an input and one more",
      label: "give one of them another name"),
    Slip(
      "an own field has another name as an input",
      service: "make: {from: new, inputs: [price: {label: Price, as: cost}]}",
      code: "misplaced-key", marked: "as",
      message: "'price' is an own field, formulas call it that already", label: "leave 'as' out"),
    Slip(
      "an input has no type", service: "end: {inputs: [reason]}", code: "missing-key",
      marked: "reason", message: "'reason' is no field of service, so it needs a type",
      label: "write 'reason: {type: text}', or add 'reason' to the fields of service"),
    Slip(
      "a question has no text", account: "reopen: {confirm: {buttons: [Yes, No]}}",
      code: "missing-key", marked: "{buttons: [Yes, No]}", message: "'confirm' needs 'ask'",
      label: "add 'ask: …'"),
    Slip(
      "a transition that leaves a final state",
      file: """
          ticket:
            states: {status: [open, {closed: {final: true}}]}
            transitions: {reopen: {from: closed, to: open}}
        """, code: "final-state", marked: "closed",
      message: "nothing leaves 'closed': it is final", label: "take it out of 'from'"),
    Slip(
      "automatic without when", account: "reopen: {automatic: true, from: closed, to: active}",
      code: "missing-key", marked: "reopen", message: "an automatic transition needs 'when'",
      label: "add 'when: …'"),
    Slip(
      "after without from", account: "reopen: {after: 14d, to: active}", code: "misplaced-key",
      marked: "after", message: "'after' needs 'from' to name states of one region",
      label: "say which state it counts from"),
    Slip(
      "every without from", account: "nag: {every: 14d}", code: "misplaced-key",
      marked: "every", message: "'every' needs 'from' to name states of one region",
      label: "say which state it counts from"),
    Slip(
      "every with something that is no length of time",
      account: "nag: {every: balance, from: active}", code: "formula-type", marked: "balance",
      message: "'every' is the time from one firing to the next",
      label: "write a length such as 7d or months(1), or day, week, month or year"),
    Slip(
      "every with no time at all", account: "nag: {every: 0d, from: active}",
      code: "formula-type", marked: "0d",
      message: "'every' is the time from one firing to the next",
      label: "write a length such as 7d or months(1), or day, week, month or year"),
    Slip(
      "until without every", account: "nag: {at: closed_on, until: closed_on, from: active}",
      code: "misplaced-key", marked: "until", message: "'until' needs 'every'",
      label: "leave it out"),
    Slip(
      "every beside at", account: "nag: {at: closed_on, every: 7d, from: active}",
      code: "misplaced-key", marked: "every", message: "'every' does not go with 'at'",
      label: "keep one"),
    Slip(
      "a start that is no time", account: "nag: {every: 7d, starting: balance, from: active}",
      code: "formula-type", marked: "balance", message: "'starting' is a date or a time",
      label: "this is neither"),
    Slip(
      "a list of what are no times", account: "nag: {at: [closed_on, balance], from: active}",
      code: "formula-type", marked: "balance", message: "'at' is a date or a time",
      label: "this is neither"),
    Slip(
      "after with something that is no length of time",
      account: "reopen: {after: balance, from: closed, to: active}", code: "formula-type",
      marked: "balance", message: "'after' needs a length of time", label: "this is none"),
    Slip(
      "a history at the top",
      file: """
          ticket:
            states: {status: [open, {back: {history: deep}}]}
        """, code: "misplaced-key", marked: "back",
      message: "'history' needs a state around it: a region at the top is never left",
      label: "put the states it goes back to inside one state"),
    Slip(
      "a history by a wrong name",
      file: """
          ticket:
            states: {status: [draft, open: {states: {step: [one, {as_before: {history: deep}}]}}]}
            transitions: {start: {from: draft, to: as_befor}}
        """, code: "unknown-state", marked: "as_befor",
      message: "there is no state 'as_befor' in ticket", label: "did you mean as_before?"),
    Slip(
      "an unknown kind of history",
      file: """
          ticket:
            states: {status: [open: {states: {step: [one, {back: {history: full}}]}}]}
        """, code: "wrong-value", marked: "full", message: "'history' cannot be 'full'"),
    Slip(
      "a state that is never done",
      file: """
          ticket:
            states: {status: [open, closed]}
            transitions: {finish: {done: open, from: open, to: closed}}
        """, code: "final-state", marked: "open",
      message: "'open' has no states inside it, so it never comes to an end",
      label: "name a state with states inside it"),
    Slip(
      "targets in two branches",
      file: """
          ticket:
            states: {status: [draft, {open: {states: {step: [one, two]}}}, closed]}
            transitions: {start: {from: draft, to: [closed, one]}}
        """, code: "wrong-value", marked: "one",
      message: "a record cannot be in 'one' and in 'closed' at once", label: "keep one of them"),
    Slip(
      "an initial state outside",
      file: """
          ticket:
            states: {status: [draft, {open: {initial: draft, states: {step: [one, two]}}}]}
        """, code: "wrong-value", marked: "draft",
      message: "'draft' does not lie inside 'open'", label: "name a state inside it"),
    Slip(
      "an event that nothing raises", account: "reopen: {effects: [{raise: closee}]}",
      code: "unknown-event", marked: "closee", message: "account has no event 'closee'",
      label: "did you mean close?"),
    Slip(
      "a timer with a question", account: "nag: {at: closed_on, confirm: {ask: Really?}}",
      code: "misplaced-key", marked: "confirm",
      message: "'confirm' does not go with 'at': the clock fires it", label: "leave it out"),
    Slip(
      "selection has an unknown value", account: "reopen: {selection: single}",
      code: "wrong-value", marked: "single", message: "'selection' cannot be 'single'"),
    Slip(
      "two ways overlap",
      account: "reopen: [{from: closed, to: active}, {from: [active, closed]}]",
      code: "ambiguous-transition", marked: "[active, closed]",
      message: "two ways of 'reopen' apply to a record that has status closed",
      label: "take out the states of the other way"),
    Slip(
      "yes is no boolean", service: "end: {only_sent: yes}", code: "wrong-value", marked: "yes",
      message: "'only_sent' is true or false, not 'yes'", label: "write true"),
    Slip(
      "instead names no event", account: "delete: {not_supported: Close it., instead: closee}",
      code: "unknown-event", marked: "closee", message: "account has no event 'closee'",
      label: "did you mean close?"),
    Slip(
      "not_supported with effects",
      account: "delete: {not_supported: Close it., effects: [{emit: x}]}", code: "misplaced-key",
      marked: "effects", message: "'effects' does not go with 'not_supported'",
      label: "leave it out"),
    Slip(
      "an invariant of an unknown record",
      file: "invariants: {a: {record: acount, check: 1 == 1}}", code: "unknown-type",
      marked: "acount", message: "there is no record type 'acount'",
      label: "did you mean account?"),
    Slip(
      "during names an unknown event",
      file: "invariants: {a: {record: account, check: balance == 0, during: [account.clos]}}",
      code: "unknown-event", marked: "clos", message: "account has no event 'clos'",
      label: "did you mean close?"),
    Slip(
      "two states of one region", account: "reopen: {to: [active, closed]}", code: "wrong-value",
      marked: "closed", message: "'to' names two states of 'status', and a record is in one",
      label: "keep one of them"),
    Slip(
      "new among states", account: "create: {from: [new, closed]}", code: "wrong-value",
      marked: "new", message: "'new' stands alone: a record is new or it has a state",
      label: "make it an event of its own, or a second way of this one"),
    Slip(
      "a time zone is a city", file: "time_zone: Berlin", code: "unknown-time-zone",
      marked: "Berlin", message: "there is no time zone 'Berlin'",
      label: "write one such as Europe/Berlin"),
    Slip(
      "an unknown key at the top", file: "transitions: {}", code: "unknown-key",
      marked: "transitions", message: "there is no key 'transitions' in a workflow",
      label: "'transitions' is a key of a record type: move it there"),
    Slip(
      "the key of another language", account: "reopen: {actions: []}", code: "unknown-key",
      marked: "actions", message: "there is no key 'actions' in a transition",
      label: "did you mean effects?"),
  ]
}
