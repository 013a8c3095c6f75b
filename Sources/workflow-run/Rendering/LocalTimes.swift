import CEL
import JSONText
import Workflow
import WorkflowEngine

/// Times among values, as the clocks of the workflow's zone show them.
extension WorkflowDefinition {
  /// The value of a member as it is shown.
  func shown(_ value: JSON, of member: String, in type: String) -> JSON {
    holdsTime(member, in: type) ? value.localTime(timeZone) : value
  }

  func shown(_ plan: PlanAnswer) -> PlanAnswer {
    var plan = plan
    plan.steps = plan.steps.map(shown)
    return plan
  }

  func shown(_ step: PlanAnswer.Step) -> PlanAnswer.Step {
    var step = step
    for place in step.changes.indices where holdsTime(step.changes[place].field, in: step.type) {
      step.changes[place].old = step.changes[place].old.localTime(timeZone)
      step.changes[place].new = step.changes[place].new.localTime(timeZone)
    }
    return step
  }

  /// Whether a member's value is a time, or a list of them.
  private func holdsTime(_ member: String, in type: String) -> Bool {
    guard let type = recordType(named: type) else { return false }
    let known =
      type.slot(of: member).map { type.fields[$0].type }
      ?? type.formulas.first { $0.name == member }?.type
    switch known {
    case .timestamp, .list(.timestamp): return true
    default: return false
    }
  }
}

extension JSON {
  fileprivate func localTime(_ zone: TimeZoneRules) -> JSON {
    switch self {
    case .string(let text): .string(LocalTime.text(text, zone))
    case .array(let values): .array(values.map { $0.localTime(zone) })
    case .null, .boolean, .integer, .number, .raw, .object: self
    }
  }
}
