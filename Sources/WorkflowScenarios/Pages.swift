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
      name. Only emits_no, not_created and menu_lacks may name what does not exist.
      """),
  DiagnosticPage(
    code: ScenarioCode.computedValue.rawValue, title: "a given value is not what is computed",
    bad: page(given: "A1: {type: account, number: '1', name: Nordwind, credit: 5, balance: 5}"),
    good: page(given: "A1: {type: account, number: '1', name: Nordwind, credit: 5, balance: -5}"),
    reason:
      "A computed field follows from others and is never stored, so it cannot be given another value."
  ),
  DiagnosticPage(
    code: ScenarioCode.noApproval.rawValue, title: "there is nothing to approve or to reject",
    bad: page(when: "{approve: account.suspend, record: A1}"), good: page(),
    reason:
      "The event needs no second person: what is asked for is done or refused at once. An event with 'approval:' waits."
  ),
]

private func page(
  workflow: String = "customer-account",
  given: String = "A1: {type: account, number: '1', name: Nordwind}",
  when: String = "{event: account.suspend, record: A1}", then: String = "{outcome: allowed}"
) -> String {
  """
  workflow: \(workflow)
  clock: '2026-03-10T09:00:00Z'
  scenarios:
  - id: an-example
    given:
      \(given)
    when:
    - \(when)
    then: \(then)

  """
}
