public import Diagnostics
public import Workflow
public import WorkflowEngine
public import WorkflowLanguage
import YAML

/// A file of scenarios that was read against the workflow it is about.
public struct ScenarioFile: Sendable {
  public let source: SourceFile
  public let definition: WorkflowDefinition
  /// Gives the files under `from:`.
  let tables: PartSource
  /// One for each row of those that have examples.
  public let scenarios: [Scenario]

  /// Reads a file strictly: a key, record, event, field or name that does not exist is an error.
  ///
  /// The file is nil where it cannot be read as a whole. A mistake in one of its scenarios is that
  /// scenario's own: the others can be run.
  ///
  /// - Parameters:
  ///   - tables: gives the files under `from:`.
  ///   - definition: gives the workflow of a name, or nil where there is none.
  public static func read(
    _ file: SourceFile, tables: PartSource = .none,
    definition: (_ workflow: String) -> WorkflowDefinition?
  ) -> (file: ScenarioFile?, diagnostics: [Diagnostic]) {
    let findings = Findings(file: file)
    let reader = ScenarioFileReader(findings: findings, tables: tables)
    let result = reader.read(file, definition: definition)
    return (result, findings.diagnostics.sortedByPlace())
  }

  /// Whether no scenario has a mistake.
  public var isSound: Bool { scenarios.allSatisfy { $0.mistakes.isEmpty } }

  /// Whether a file holds scenarios, and is no definition: it has the key `scenarios`, or, where it
  /// cannot be read, is called `NAME.scenarios.yaml`.
  public static func isOne(_ file: SourceFile) -> Bool {
    guard let root = Document.parse(file).document?.root else {
      return file.name.contains(".scenarios.")
    }
    return root["scenarios"] != nil
  }

  /// The name of the workflow that a file is about, without any check.
  public static func workflowName(of file: SourceFile) -> String? {
    Document.parse(file).document?.root?["workflow"].flatMap { $0.isScalar ? $0.text : nil }
  }
}

/// What is given, what is done, and what must then be so.
public struct Scenario: Sendable {
  public let id: String
  public let title: String?
  /// The rules it stands for.
  public let covers: [String]
  public let basis: String?
  public let given: [GivenRecord]
  public var steps: [ScenarioStep]
  /// About the last step, and the records after all of them.
  public var expectations: [Expectation]
  /// The time of steps that state none, in microseconds.
  public let clock: Int64
  /// Where it begins: its id.
  public let range: SourceRange
  /// The row of its examples that it was completed with.
  public var row: ScenarioRow?
  /// What keeps it from being run; then it has neither steps nor records.
  public var mistakes: [Diagnostic] = []
}

extension Scenario {
  /// The id, with the row of its examples: what tells it from all others of its file.
  var name: String { row.map { "\(id), row \($0.number)" } ?? id }
}

/// A row of a scenario's examples.
public struct ScenarioRow: Sendable, Hashable {
  /// Its number, from 1.
  public let number: Int
  /// `kind: book, days: 3`.
  public let text: String
  public let range: SourceRange
}

/// A record as it is given.
public struct GivenRecord: Sendable {
  public let name: RecordName
  /// Stored values by slot; the others are empty or have their default.
  public let values: [(slot: Int, value: StoredValue)]
  /// Values of computed fields, which must be what is computed.
  public let claims: [Claim]
  /// The latest time at which it is said to have come into one of its states.
  public let enteredAt: Int64?
  public let range: SourceRange

  public struct Claim: Sendable {
    public let member: String
    public let value: ExpectedValue
    public let range: SourceRange
  }
}

/// A record by its type and id.
public struct RecordName: Sendable, Hashable {
  /// The number of its type in the definition.
  public let type: Int
  public let id: String
}

/// Something that is done.
public struct ScenarioStep: Sendable {
  public enum Action: Sendable {
    case ask(WorkflowRequest)
    /// An event that does not exist; its `then` expects `invalid`.
    case unknownEvent(InvalidRequest)
    /// The clock fires what is due.
    ///
    /// - Parameter names: ids for records that the timers' effects create.
    case tick(names: [NewRecordName])
    /// The second person agrees.
    ///
    /// - Parameter seen: whether they have seen the record as it is.
    case approve(PendingRequest.Name, seen: Bool)
    /// The second person does not agree.
    case reject(PendingRequest.Name)
    /// The one who asked takes back what waits.
    case withdraw(PendingRequest.Name)
    case view(RecordName)
    case list(type: Int, list: RecordList, of: RecordName?)
  }

  public let action: Action
  /// Microseconds since 1970-01-01T00:00:00Z.
  public let at: Int64
  public let actor: Actor
  public let isDryRun: Bool
  /// Its own `then`.
  public var expectations: [Expectation]
  public let range: SourceRange
}
