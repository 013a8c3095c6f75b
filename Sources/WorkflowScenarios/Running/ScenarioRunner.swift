public import Diagnostics
import Workflow
public import WorkflowEngine

/// Runs scenarios: what is given, what is done, and whether what must be so is so.
public struct ScenarioRunner: Sendable {
  public let definition: WorkflowDefinition

  public init(_ definition: WorkflowDefinition) { self.definition = definition }

  public func run(_ file: ScenarioFile) -> [ScenarioResult] { file.scenarios.map { run($0) } }

  public func run(_ scenario: Scenario) -> ScenarioResult {
    var result = ScenarioResult(scenario)
    if !scenario.mistakes.isEmpty {
      result.failures = scenario.mistakes.map { ScenarioFailure($0, of: scenario) }
      return result
    }
    let world = World(definition: definition, given: scenario.given, clock: scenario.clock)
    let performer = StepPerformer(world: world)
    var course = Course(of: scenario, world)
    result.footprint.note(world.now)
    for (position, step) in scenario.steps.enumerated() {
      let isLast = position == scenario.steps.count - 1
      let observation = performer.perform(step)
      result.footprint.note(observation, step: step, world.now)
      course.note(observation, world.now)
      let check = ExpectationCheck(world: world, observation: observation, course: course)
      result.last = StepAccount(number: position + 1, step: step, check: check)
      let expectations = step.expectations + (isLast ? scenario.expectations : [])
      if let failure = unexpectedOutcome(check, expectations, isLast: isLast) {
        result.failures.append(
          ScenarioFailure(
            range: isLast ? scenario.range : step.range, step: position + 1, message: failure))
        if !isLast { break }
      }
      for expectation in expectations {
        guard let message = check.failure(of: expectation) else { continue }
        result.failures.append(
          ScenarioFailure(range: expectation.range, step: position + 1, message: message))
      }
    }
    result.footprint.rows.formUnion(world.usedRows)
    return result
  }

  /// Where nothing is said about the outcome, a step must be allowed, unless reasons are expected.
  private func unexpectedOutcome(
    _ check: ExpectationCheck, _ expectations: [Expectation], isLast: Bool
  ) -> String? {
    if check.observation.outcome == .allowed { return nil }
    if expectations.contains(where: \.speaksOfOutcome) { return nil }
    return isLast
      ? "\(check.outcomeWords), and 'then' says nothing about that"
      : "\(check.outcomeWords), and every step but the last must be allowed"
  }
}

extension Expectation {
  fileprivate var speaksOfOutcome: Bool {
    switch kind {
    case .outcome: true
    case .blockedBy(let names), .cannotDecide(let names): !names.isEmpty
    default: false
    }
  }
}

/// What became of a scenario.
public struct ScenarioResult: Sendable {
  public let id: String
  public let title: String?
  public let covers: [String]
  /// The row of its examples, where it has some.
  public let row: ScenarioRow?
  /// Where the scenario stands, or the row.
  public let range: SourceRange
  public var failures: [ScenarioFailure] = []
  /// What the last step that was done came to.
  public var last: StepAccount?
  /// Which parts of the workflow the run went through.
  public var footprint = Footprint()

  public var passed: Bool { failures.isEmpty }

  init(_ scenario: Scenario) {
    id = scenario.id
    title = scenario.title
    covers = scenario.covers
    row = scenario.row
    // The rows of a table of its own are in another file.
    let isBeside = scenario.row?.range.file === scenario.range.file
    range = isBeside ? scenario.row?.range ?? scenario.range : scenario.range
  }
}

/// Something that is not as a scenario says.
public struct ScenarioFailure: Sendable, Hashable {
  /// Where the expectation stands.
  public let range: SourceRange
  /// The number of the step, from 1; 0 where a mistake keeps the scenario from being run.
  public let step: Int
  /// What was found instead of what was expected, or the mistake.
  public let message: String
}

extension ScenarioFailure {
  fileprivate init(_ mistake: Diagnostic, of scenario: Scenario) {
    self.init(range: mistake.range ?? scenario.range, step: 0, message: mistake.message)
  }
}

/// The outcome of a step with its reasons, so that an analyst sees why.
public struct StepAccount: Sendable {
  /// The number of the step, from 1.
  public let number: Int
  public let outcome: ExpectedOutcome
  /// `it is blocked by location_active`.
  public let words: String
  public let blockedBy: [String]
  /// Every sentence that was shown.
  public let sentences: [String]

  init(number: Int, step: ScenarioStep, check: ExpectationCheck) {
    self.number = number
    outcome = check.observation.outcome
    words = check.outcomeWords
    blockedBy = check.observation.blockers.map(\.reportedName)
    sentences = check.observation.sentences
  }
}
