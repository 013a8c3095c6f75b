public import CEL

/// A workflow that was checked: every name in it is resolved and every expression typed.
///
/// Only `WorkflowLanguage` makes one, and only from a file without errors.
public final class WorkflowDefinition: Sendable {
  public let name: String
  public let version: String
  public let title: String?
  /// The file it was read from, as the reader knows it.
  public let file: String
  /// Hexadecimal digest of the file's text, found when it is first asked for.
  public var hash: String { lazyHash.text }
  public let timeZone: TimeZoneRules
  /// When two names of users are the same person.
  public let actors: ActorNames
  public let recordTypes: [RecordType]
  public let choices: [Choice]
  public let invariants: [Invariant]
  /// The parameters as formulas see them, under the names `parameters.x`.
  public let parameters: [Environment.Variable]
  public let schema: Schema
  /// Tables that formulas call as functions.
  public let tables: [DecisionTable]
  /// What must be reachable.
  public let possibilities: [Possibility]
  /// What it keeps from those who may not see it.
  public let secrets: Secrets
  /// How records of the former version become records of this one.
  public let migration: Migration?

  public init(
    name: String, version: String, title: String?, file: String,
    hash: @autoclosure @escaping @Sendable () -> String,
    timeZone: TimeZoneRules, actors: ActorNames = ActorNames(), recordTypes: [RecordType],
    choices: [Choice],
    invariants: [Invariant], parameters: [Environment.Variable], schema: Schema,
    tables: [DecisionTable] = [],
    possibilities: [Possibility] = [], migration: Migration? = nil
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.file = file
    lazyHash = LazyText(hash)
    self.timeZone = timeZone
    self.actors = actors
    self.recordTypes = recordTypes
    self.choices = choices
    self.invariants = invariants
    self.parameters = parameters
    self.schema = schema
    self.tables = tables
    self.possibilities = possibilities
    self.migration = migration
    secrets = Secrets(of: recordTypes)
    var mostInputs = 0
    for type in recordTypes {
      for event in type.events {
        for transition in event.transitions {
          mostInputs = max(mostInputs, transition.inputs.count)
        }
      }
    }
    self.mostInputs = mostInputs
    usedVariables = Self.variables(
      of: recordTypes, invariants: invariants, possibilities: possibilities)
    typeIndex = Dictionary(
      recordTypes.map { ($0.name, $0.index) }, uniquingKeysWith: { first, _ in first })
    for type in recordTypes {
      for effect in type.effects { effect.bind(to: type, in: self) }
      for event in type.events {
        for transition in event.transitions { transition.bind(to: type, in: self) }
      }
    }
  }

  /// Whether any formula looks at the day; what holds then may not hold tomorrow.
  public var looksAtToday: Bool { usedVariables.contains("today") }

  /// Whether any formula looks at the time.
  public var looksAtNow: Bool { usedVariables.contains("now") }

  /// The names of all variables that any formula uses.
  package let usedVariables: Set<String>

  /// The largest number of inputs of a transition: how many places an evaluation frame needs for
  /// them.
  public let mostInputs: Int

  private let typeIndex: [String: Int]
  private let lazyHash: LazyText

  /// The record type of a name; nil where there is none.
  public func recordType(named name: String) -> RecordType? {
    typeIndex[name].map { recordTypes[$0] }
  }
}
