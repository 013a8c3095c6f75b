import Workflow
import WorkflowEngine

/// What came of the fields that a scenario expects something of: how they were given, and whether a
/// step has touched them since.
struct Course {
  private struct Field: Hashable {
    let record: RecordName
    let member: String
  }

  private var given: [Field: Found] = [:]
  private var touched: Set<Field> = []

  init(of scenario: Scenario, _ world: World) {
    for expectation in scenario.steps.flatMap(\.expectations) + scenario.expectations {
      guard case .value(_, let record, let member, _) = expectation.kind,
        world.now.presence(of: record) == .present
      else { continue }
      let field = Field(record: record, member: member)
      given[field] = given[field] ?? world.now.found(record, member, at: scenario.clock)
    }
  }

  mutating func note(_ observation: Observation, _ now: RecordsView) {
    if given.isEmpty || observation.isDryRun { return }
    for (field, value) in given where !touched.contains(field) {
      if now.found(field.record, field.member, at: observation.time) != value {
        touched.insert(field)
      }
    }
    for decision in observation.decisions where !decision.isRepeated {
      guard let plan = decision.plan else { continue }
      for change in plan.changes {
        let type = decision.snapshot.type(of: change.record)
        let record = RecordName(type: type.index, id: decision.snapshot.id(of: change.record))
        touched.insert(Field(record: record, member: type.fields[Int(change.slot)].name))
      }
    }
  }

  /// Why a field that is as expected does not do what the key says: `changes` or `keeps`.
  func objection(
    to key: String, _ record: RecordName, _ member: String, _ expected: ExpectedValue,
    _ definition: WorkflowDefinition
  ) -> String? {
    let field = Field(record: record, member: member)
    guard let given = given[field] else { return nil }
    let name = "\(record.id).\(member)"
    let type = definition.recordTypes[record.type]
    let isHidden = Sight(definition, of: nil).hidesPart(member, of: type)
    let was = isHidden ? "so" : given.text(in: definition)
    switch (key, given.matches(expected)) {
    case ("changes", true) where !touched.contains(field):
      return "\(name) was \(was) in 'given' already, and no step has"
        + " touched it; write it under 'keeps'"
    case ("keeps", false):
      return "\(name) was \(isHidden ? "other" : was) in 'given'; write it under 'changes'"
    default: return nil
    }
  }
}
