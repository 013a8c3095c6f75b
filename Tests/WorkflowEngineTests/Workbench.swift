import CEL
import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

/// A workflow from text with records in memory, for tests that read as a story.
final class Workbench {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let interpreter: Interpreter
  /// 2026-03-10T09:00:00Z.
  static let morning: Int64 = 1_773_133_200_000_000

  init(_ text: String, limits: InterpreterLimits = InterpreterLimits()) throws {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "test.yaml", text: text))
    let renderer = DiagnosticRenderer(color: false)
    self.definition = try #require(
      definition, "\(diagnostics.map(renderer.render).joined(separator: "\n"))")
    snapshot = Snapshot(definition: self.definition)
    interpreter = Interpreter(self.definition, limits: limits)
  }

  /// Puts a record in place as it is, with defaults and first states where nothing is said.
  @discardableResult
  func given(_ type: String, _ id: String, _ values: [String: StoredValue] = [:]) throws
    -> RecordHandle
  {
    let recordType = try #require(definition.recordType(named: type))
    let record = snapshot.place(type: recordType.index, id: id)
    for (slot, field) in recordType.fields.enumerated() {
      if case .constant(let value)? = field.defaultValue {
        snapshot.set(record, slot: slot, to: value)
      }
      if let value = values[field.name] { snapshot.set(record, slot: slot, to: value) }
    }
    let given = recordType.fields.indices.filter { values[recordType.fields[$0].name] != nil }
    interpreter.fillStates(snapshot, record, except: Set(given))
    return record
  }

  func step(
    _ event: String, _ type: String, _ id: String, inputs: [String: StoredValue] = [:],
    edits: [String: StoredValue] = [:], confirmed: Bool = true, isNew: Bool = false,
    roles: [String] = [], now: Int64 = morning
  ) throws -> Outcome {
    let recordType = try #require(definition.recordType(named: type))
    let target: Request.Target =
      isNew ? .new(id: id) : .record(snapshot.known(type: recordType.index, id: id))
    let request = Request(
      recordType: recordType.index, event: try #require(recordType.event(named: event)).index,
      target: target,
      inputs: inputs.sorted { $0.key < $1.key }.map { NamedValue($0.key, $0.value) },
      edits: edits.sorted { $0.key < $1.key }.map { NamedValue($0.key, $0.value) },
      isConfirmed: confirmed, actor: Actor(user: "tester", roles: roles), now: now)
    return interpreter.step(snapshot, request)
  }

  /// The names of the reasons; empty when the step is allowed.
  func reasons(_ outcome: Outcome) -> [String] {
    switch outcome {
    case .allowed: []
    case .blocked(let refusal): refusal.names
    case .pending: ["pending"]
    case .invalid(let invalid): ["invalid: \(invalid.name)"]
    }
  }

  /// Carries an allowed step out.
  func apply(_ outcome: Outcome) throws -> Plan {
    guard case .allowed(let plan) = outcome else {
      throw NotAllowed(reasons: reasons(outcome))
    }
    snapshot.apply(plan)
    return plan
  }

  struct NotAllowed: Error { var reasons: [String] }

  /// A member's value as text.
  func value(_ type: String, _ id: String, _ member: String) throws -> String {
    let recordType = try #require(definition.recordType(named: type))
    let record = snapshot.known(type: recordType.index, id: id)
    let value = interpreter.value(
      snapshot, record, member: member, actor: Actor(user: "tester"), now: Self.morning)
    switch try #require(value) {
    case .value(let stored): return definition.text(of: stored)
    case .records(let records): return records.map(snapshot.id(of:)).joined(separator: ", ")
    case .unknown(let reason): return "unknown: \(reason)"
    }
  }
}
