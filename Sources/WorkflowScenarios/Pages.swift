public import Diagnostics

/// The pages of the codes that only scenario files give; `explain` shows them.
public let scenarioPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: ScenarioCode.unknownWorkflow.rawValue, title: "a scenario file names no known workflow",
    bad: page(workflow: "customer-acount"), good: page(),
    reason:
      "Scenarios are read against their workflow: its file must be among those that were read."),
  DiagnosticPage(
    code: ScenarioCode.unknownRecord.rawValue,
    title: "a scenario speaks of a record it does not have",
    bad: page(when: "{event: account.suspend, record: A2}"), good: page(),
    reason: """
      A step or an expectation about a record that is neither given nor created would test nothing. Where the \
      step is meant to be refused with 'unknown_record', the record need not be there.
      """),
  DiagnosticPage(
    code: ScenarioCode.unknownName.rawValue, title: "a name does not exist in the workflow",
    bad: page(then: "{outcome: blocked, blocked_by: [acount_active]}"),
    good: page(then: "{outcome: blocked, blocked_by: [account_active]}"),
    reason: """
      Guards, messages, warnings, reminders, inputs, lists, labels, tabs, badges and colours are compared by \
      name. Only not_created and menu_lacks may name what does not exist.
      """),
  DiagnosticPage(
    code: ScenarioCode.computedValue.rawValue, title: "a given value is not what is computed",
    bad: page(
      given: "A1: {type: account, number: '1', name: Nordwind, opening_balance: 5, balance: 6}"),
    good: page(
      given: "A1: {type: account, number: '1', name: Nordwind, opening_balance: 5, balance: 5}"),
    reason:
      "A computed field follows from others and is never stored, so it cannot be given another value."
  ),
  DiagnosticPage(
    code: ScenarioCode.noApproval.rawValue,
    title: "there is nothing to approve, to reject or to withdraw",
    bad: page(when: "{approve: account.suspend, record: A1}"), good: page(),
    reason:
      "The event needs no second person: what is asked for is done or refused at once. An event with 'approval:' waits."
  ),
  DiagnosticPage(
    code: ScenarioCode.unusedColumn.rawValue, title: "a column of examples is named nowhere",
    bad: page(when: "{event: account.suspend, record: A1}", examples: "[{name: Nordwind}]"),
    good: page(
      given: "A1: {type: account, number: '1', name: '{name}'}", examples: "[{name: Nordwind}]"),
    reason: """
      Each row of the examples is a run of its own, in which {name} stands for the row's value. A column that \
      is named nowhere changes nothing: every run would be the same.
      """),
  DiagnosticPage(
    code: ScenarioCode.earlierStep.rawValue, title: "a step is earlier than the one above it",
    bad: page(
      when: """
        {event: account.suspend, record: A1, at: '2026-03-12T09:00'}
          - {event: account.unsuspend, record: A1}
        """),
    good: page(
      when: """
        {event: account.suspend, record: A1, at: '2026-03-12T09:00'}
          - {event: account.unsuspend, record: A1, at: '2026-03-12T09:00'}
        """),
    reason: "Time does not go back. A step without 'at' happens at the file's 'clock'."),
  DiagnosticPage(
    code: ScenarioCode.unsettledGiven.rawValue, title: "a given record would not stay as it is",
    bad: page(given: location(of: "deactivated"), when: "{view: L1}"),
    good: page(given: location(of: "active"), when: "{view: L1}"),
    reason: """
      Nothing runs on what is given. Where a reaction or an automatic transition would change a record as soon \
      as anything touches it, or an invariant refuses it, the scenario begins where no workflow ever is.
      """),
  DiagnosticPage(
    code: ScenarioCode.idleTimer.rawValue,
    title: "no tick reaches a timer that counts from the clock",
    bad: page(
      workflow: "school", given: student(), when: "{tick: true}"),
    good: page(
      workflow: "school", given: student(", entered: {attendance: '2026-02-01'}"),
      when: "{tick: true}"),
    reason: """
      A record that does not say when it 'entered' its states entered them at the file's 'clock'. A timer that \
      counts from there is due only after the last tick, so the scenario never sees it.
      """),
]

private func page(
  workflow: String = "customer-account",
  given: String = "A1: {type: account, number: '1', name: Nordwind}",
  when: String = "{event: account.suspend, record: A1}", then: String = "{outcome: allowed}",
  examples: String? = nil
) -> String {
  let rows = examples.map { "\n  examples: \($0)" } ?? ""
  return """
    workflow: \(workflow)
    clock: '2026-03-10T09:00:00Z'
    scenarios:
    - id: an-example\(rows)
      given:
        \(given)
      when:
      - \(when)
      then: \(then)

    """
}

private func student(_ more: String = "") -> String {
  """
  S1: {type: student, name: Ada, birth_date: '2014-02-03', year: 7, guardian_email: a@example.org, \
  attendance: watched\(more)}
  """
}

private func location(of account: String) -> String {
  """
  A1: {type: account, number: '1', name: Nordwind, status: \(account)}
      L1: {type: location, account: A1, address: 12 Mill Lane, status: active}
  """
}
