import Workflow
import WorkflowEngine
import WorkflowWords

/// Compares what a `then` expects with what a step did and how the records are.
struct ExpectationCheck {
  let world: World
  let observation: Observation
  /// What came of the expected fields since `given`.
  let course: Course

  var definition: WorkflowDefinition { world.definition }
  /// The records after the step.
  var now: RecordsView { world.now }

  /// What is wrong, in words; nil where the expectation holds.
  func failure(of expectation: Expectation) -> String? {
    switch expectation.kind {
    case .outcome(let expected):
      return expected == observation.outcome
        ? nil : "\(outcomeWords) instead of \(expected.rawValue)"
    case .blockedBy(let names):
      return inOrder(names, observation.blockers.map(\.reportedName), "blocked by")
    case .cannotDecide(let names):
      let undecided = observation.blockers.filter { $0.code == .cannotDecide }.compactMap(\.name)
      return inOrder(names, undecided, "cannot decide")
    case .message(let part): return message(part)
    case .unchanged(let expected): return unchanged(expected)
    case .value(let key, let record, let member, let expected):
      return value(of: record, member, expected, in: now)
        ?? course.objection(to: key, record, member, expected, definition)
    case .created(let expected): return created(expected)
    case .notCreated(let expected): return notCreated(expected)
    case .deleted(let ids): return inAnyOrder(ids, now.ids(.deleted), "deleted since given")
    case .erased(let ids): return inAnyOrder(ids, now.ids(.erased), "erased since given")
    case .emits(let expected): return emits(expected)
    case .emitsNo(let name):
      return observation.sent.contains { $0.name == name }
        ? "the message '\(name)' was sent" : nil
    case .warns(let name): return some(name, observation.warnings.map(\.name), "warning")
    case .reminds(let name): return some(name, observation.reminders.map(\.name), "reminder")
    case .warnsNothing: return none(observation.warnings.map(\.name), "warning")
    case .remindsNothing: return none(observation.reminders.map(\.name), "reminder")
    case .promptText, .promptButtons, .promptInputs: return prompt(expectation.kind)
    case .done(let ids): return inAnyOrder(ids, observation.done, "done")
    case .notDone(let expected): return notDone(expected)
    case .count(let count):
      return count == observation.done.count
        ? nil : "\(observation.done.count) were done instead of \(count)"
    case .badges, .rowColor, .menuHas, .menuLacks, .menuTabs, .rows, .listMenu:
      return look(expectation.kind)
    case .planned(let record, let member, let expected): return planned(record, member, expected)
    case .planDeletes(let ids): return planDeletes(ids)
    }
  }

  // MARK: The outcome

  var outcomeWords: String {
    switch observation.outcome {
    case .allowed: return "it is allowed"
    case .pending: return "it waits for a second person"
    case .invalid: return "it is invalid: \(observation.invalid?.message ?? "")"
    case .blocked:
      let names = observation.blockers.map(\.reportedName).joined(separator: ", ")
      return names.isEmpty ? "it is blocked" : "it is blocked by \(names)"
    }
  }

  private func none(_ found: [String], _ what: String) -> String? {
    found.isEmpty ? nil : "this \(what) is shown: \(found.joined(separator: ", "))"
  }

  private func message(_ part: String) -> String? {
    let sentences = observation.sentences
    if sentences.contains(where: { $0.contains(part) }) { return nil }
    let shown =
      sentences.isEmpty ? "nothing is shown" : "shown is: \(sentences.joined(separator: " | "))"
    return "no sentence contains \"\(part)\"; \(shown)"
  }

  private func unchanged(_ expected: Bool) -> String? {
    if expected == observation.changed.isEmpty { return nil }
    if !expected { return "the step changed no record" }
    return "the step changed \(observation.changed.map(\.id).joined(separator: ", "))"
  }

  private func value(
    of record: RecordName, _ member: String, _ expected: ExpectedValue, in view: RecordsView
  ) -> String? {
    let found = view.found(record, member, at: observation.time)
    if found.matches(expected) { return nil }
    let name = "\(record.id).\(member)"
    if isHidden(member, of: record.type) { return "\(name) is not as expected: it is secret" }
    if case .gone(let reason) = found {
      return "\(name) should be \(expected.text(in: definition)), but \(record.id) is \(reason)"
    }
    return "\(name) is \(found.text(in: definition)) instead of \(expected.text(in: definition))"
  }

  /// Whether a failure must not tell the value of a member.
  func isHidden(_ member: String, of type: Int) -> Bool {
    Sight(definition, of: nil).hidesPart(member, of: definition.recordTypes[type])
  }

  // MARK: Comparing names

  private func inOrder(_ expected: [String], _ found: [String], _ what: String) -> String? {
    expected == found ? nil : "\(what) \(list(found)) instead of \(list(expected))"
  }

  func inAnyOrder(_ expected: [String], _ found: [String], _ what: String) -> String? {
    expected.sorted() == found.sorted()
      ? nil : "\(what): \(list(found)) instead of \(list(expected))"
  }

  func some(_ name: String, _ found: [String], _ what: String) -> String? {
    found.contains(name) ? nil : "there is no \(what) '\(name)'; there is \(list(found))"
  }

  func list(_ names: [String]) -> String {
    names.isEmpty ? "nothing" : "[\(names.joined(separator: ", "))]"
  }

  private func notDone(_ expected: [ExpectedRefusal]) -> String? {
    let words = { (refusals: [ExpectedRefusal]) in
      refusals.map { "\($0.record) by \($0.by.joined(separator: ", "))" }.sorted()
    }
    return inAnyOrder(words(expected), words(observation.notDone), "not done")
  }
}
