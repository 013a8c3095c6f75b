import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// A definition while its file is read.
///
/// A class, because the readers of all parts add to it, each in its turn: first what is declared,
/// then what formulas say about it.
final class DefinitionDraft {
  let report: Report
  private(set) var types: [RecordTypeDraft] = []
  private var typeNumbers: [String: Int] = [:]
  private(set) var choices: [Choice] = []
  /// The choices that are the states of a region.
  private(set) var stateChoices: Set<Int> = []
  /// Where each choice is declared.
  private(set) var choiceRanges: [SourceRange] = []
  /// Parameters by a choice, to be read once the choices are declared.
  var categories: [(path: String, node: Node)] = []
  /// The parameters as formulas see them.
  var constants: [Environment.Variable] = []
  /// Parameters that are texts and look like numbers.
  var suspects: [SuspectNumber] = []
  var tables: [DecisionTable] = []
  /// The files in which tables have their rows.
  var tableFiles: [SourceFile] = []
  /// How much may still be looked at to prove that every case of a table has one row.
  var tableLooks = TableProof.maximumTotal
  var timeZone = TimeZoneRules.utc
  var actors = ActorNames()
  /// Ways that only their conditions can keep apart.
  var openPairs: [OpenPair] = []

  /// Values on their way to where they are kept.
  private(set) var flows: [ValueFlow] = []
  /// Effects that erase records.
  var erasures: [Erasure] = []

  /// What is looked at when something has changed.
  private(set) var watched: [Watched] = []

  init(report: Report) {
    self.report = report
  }

  /// Remembers what is looked at when something has changed, for when all formulas are known.
  func watch(_ condition: Condition?, as reason: Watched.Reason, at node: Node?) {
    guard let condition, let node else { return }
    watched.append(
      Watched(programs: condition.formulas.map(\.program), reason: reason, range: node.range))
  }

  /// The same for the values that follow.
  func watch(_ assignments: [Assignment], as reason: Watched.Reason, at node: Node) {
    let programs = assignments.compactMap { assignment -> Program? in
      if case .formula(let formula) = assignment.value { formula.program } else { nil }
    }
    watched.append(Watched(programs: programs, reason: reason, range: node.range))
  }

  /// Remembers what a value is made of, for when it is known what is secret.
  func note(
    _ value: WorkflowEngine.Expression?, into target: ValueFlow.Target, at range: SourceRange
  ) {
    guard case .formula(let formula) = value else { return }
    flows.append(ValueFlow(target: target, program: formula.program, range: range))
  }

  /// The same for a formula that says when the clock does something.
  func note(time: Formula, at range: SourceRange) {
    flows.append(ValueFlow(target: .time, program: time.program, range: range))
  }

  /// The same for the key of a message.
  func note(key: Sentence, at range: SourceRange) {
    for piece in key.pieces {
      switch piece {
      case .text: continue
      case .formula(let formula), .counted(let formula, _):
        flows.append(ValueFlow(target: .key, program: formula.program, range: range))
      }
    }
  }

  var typeNames: [String] { types.map(\.name) }

  func typeNumber(_ name: String) -> Int? { typeNumbers[name] }

  func add(_ type: RecordTypeDraft) {
    typeNumbers[type.name] = types.count
    types.append(type)
  }

  func addChoice(_ name: String, _ values: [String], at range: SourceRange) -> Int {
    choices.append(Choice(name: name, values: values))
    choiceRanges.append(range)
    return choices.count - 1
  }

  /// "status of account" as formulas' mistakes call it: "region 'status' of account".
  static func phrase(forStates name: String) -> String {
    let parts = name.split(separator: " ")
    guard let region = parts.first, let type = parts.last else { return name }
    return "region '\(region)' of \(type)"
  }

  /// The states of a region.
  func addStates(_ name: String, _ values: [String], at range: SourceRange) -> Int {
    stateChoices.insert(choices.count)
    return addChoice(name, values, at: range)
  }

  /// The number of the record type that a node names, with a diagnostic if there is none.
  func typeNumber(_ node: Node, of key: String) -> Int? {
    guard let name = report.text(node, of: key) else { return nil }
    if let number = typeNumbers[name] { return number }
    report.add(.unknownRecordType(name, all: typeNames), at: node.range)
    return nil
  }

  /// The type of a field as formulas see it.
  func formulaType(_ type: FieldType?) -> CELType {
    switch type {
    case nil: .error
    case .plain(let scalar): scalar.formulaType
    case .choice(let number): .choice(number)
    case .reference(let number): .record(number)
    case .list(let element): .list(formulaType(element))
    case .entries(let number), .links(let number): .list(.record(number))
    }
  }
}

extension FieldType {
  /// The type that stores what a formula gives; nil where none does.
  init?(_ type: CELType) {
    if let scalar = ScalarType.allCases.first(where: { $0.formulaType == type }) {
      self = scalar.fieldType
      return
    }
    switch type {
    case .choice(let number): self = .choice(number)
    case .record(let number): self = .reference(number)
    case .nullable(let wrapped):
      guard let type = FieldType(wrapped) else { return nil }
      self = type
    case .list(let element):
      guard let type = FieldType(element) else { return nil }
      self = .list(type)
    case .string, .int, .decimal, .bool, .date, .timestamp, .duration, .dyn, .null, .uint, .double,
      .bytes, .map, .type, .optional, .parameter, .abstract, .error:
      return nil
    }
  }
}
