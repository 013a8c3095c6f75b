import Diagnostics
public import Workflow
import WorkflowEngine

/// What became of scenarios. Its encoding is the documented JSON.
public struct TestAnswer: Codable, Sendable, Equatable {
  public var format = Workflow.Answer.format
  public var purpose = "test"
  public var passed: Int
  public var failed: Int
  public var scenarios: [Scenario]
  /// One for each workflow.
  public var coverage: [Covered]
  /// One for each workflow; left out where slips were not asked for.
  public var mutation: [Mutated]?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case passed, failed, scenarios, coverage, mutation
  }

  /// What became of one scenario.
  public struct Scenario: Codable, Sendable, Equatable {
    public var file: String
    public var line: Int
    public var id: String
    @OrNull public var title: String?
    /// The number of the row of its examples, from 1; nil where it has none.
    @OrNull public var row: Int?
    /// What the scenario says that it covers.
    public var covers: [String]
    public var hasPassed: Bool
    public var failures: [Failure]
    /// What the last step that was looked at came to; nil where none was.
    @OrNull public var lastStep: Step?

    enum CodingKeys: String, CodingKey {
      case file, line, id, title, row, covers
      case hasPassed = "passed"
      case failures
      case lastStep = "last_step"
    }
  }

  /// An expectation that was not met.
  public struct Failure: Codable, Sendable, Equatable {
    /// The number of the step, from 1; 0 where a mistake keeps the scenario from being run.
    public var step: Int
    public var line: Int
    public var column: Int
    public var message: String
  }

  /// What a step came to.
  public struct Step: Codable, Sendable, Equatable {
    public var step: Int
    public var outcome: ExpectedOutcome
    public var blockedBy: [String]
    public var sentences: [String]

    enum CodingKeys: String, CodingKey {
      case step, outcome
      case blockedBy = "blocked_by"
      case sentences
    }
  }

  /// How much of a workflow the scenarios reach.
  public struct Covered: Codable, Sendable, Equatable {
    public var workflow: String
    public var kinds: [Kind]
    /// What no scenario reaches.
    public var gaps: [Gap]
  }

  /// Which slips in a workflow the scenarios notice.
  public struct Mutated: Codable, Sendable, Equatable {
    public var workflow: String
    /// How many make a scenario fail.
    public var noticed: Int
    /// How many could.
    public var tried: Int
    /// How many are refused when the file is read.
    public var refused: Int
    /// Those that no scenario notices, though an answer differs.
    public var unnoticed: [Slip]
    /// Those that no scenario notices either, and for which no answer was found that differs.
    public var idle: [Slip]
    /// Those in invariants that no step can break, with the slip or without it: they change nothing.
    public var harmless: [Slip]
  }

  /// A change that a slip of the hand could make.
  public struct Slip: Codable, Sendable, Equatable {
    /// `left_out`, `negated`, `loosened`, `shifted` or `swapped`.
    public var kind: String
    public var slip: String
    public var file: String
    public var line: Int
    public var column: Int
    /// A scenario that would notice it, as an item of a file's list.
    @OrNull public var scenario: String?
  }

  public struct Kind: Codable, Sendable, Equatable {
    public var kind: Coverage.Kind
    public var covered: Int
    public var all: Int
  }

  public struct Gap: Codable, Sendable, Equatable {
    public var kind: Coverage.Kind
    public var gap: String
    public var file: String
    public var line: Int
  }
}

extension ScenarioReport {
  public var answer: TestAnswer {
    TestAnswer(
      passed: passedCount, failed: failedCount,
      scenarios: files.flatMap { file in
        file.results.map { TestAnswer.Scenario($0, in: file.name) }
      }, coverage: coverage.map(TestAnswer.Covered.init),
      mutation: mutation?.map(TestAnswer.Mutated.init))
  }
}

extension TestAnswer.Scenario {
  fileprivate init(_ result: ScenarioResult, in file: String) {
    self.init(
      file: file, line: result.range.startPosition.line, id: result.id, title: result.title,
      row: result.row?.number, covers: result.covers, hasPassed: result.passed,
      failures: result.failures.map { failure in
        let position = failure.range.startPosition
        return TestAnswer.Failure(
          step: failure.step, line: position.line, column: position.column,
          message: failure.message)
      },
      lastStep: result.last.map {
        TestAnswer.Step(
          step: $0.number, outcome: $0.outcome, blockedBy: $0.blockedBy, sentences: $0.sentences)
      })
  }
}

extension TestAnswer.Covered {
  fileprivate init(_ coverage: Coverage) {
    workflow = coverage.workflow
    kinds = Coverage.Kind.allCases.map { kind in
      let (covered, all) = coverage.count([kind])
      return TestAnswer.Kind(kind: kind, covered: covered, all: all)
    }
    gaps = coverage.gaps(Set(Coverage.Kind.allCases)).map {
      TestAnswer.Gap(kind: $0.kind, gap: $0.gap, file: $0.place.file, line: $0.place.line)
    }
  }
}

extension TestAnswer.Mutated {
  fileprivate init(_ report: MutationReport) {
    self.init(
      workflow: report.workflow, noticed: report.noticedCount, tried: report.tried.count,
      refused: report.refusedCount, unnoticed: report.unnoticed.map(TestAnswer.Slip.init),
      idle: report.idle.map(TestAnswer.Slip.init),
      harmless: report.harmless.map(TestAnswer.Slip.init))
  }
}

extension TestAnswer.Slip {
  fileprivate init(_ trial: MutationReport.Trial) {
    let position = trial.range.startPosition
    self.init(
      kind: trial.kind, slip: trial.sentence, file: trial.range.file.name, line: position.line,
      column: position.column, scenario: nil)
    if case .unnoticed(let text) = trial.verdict { scenario = text }
  }
}
