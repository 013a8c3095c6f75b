import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowWords

/// What is asked: an event with its inputs and edits, by somebody, at a time.
struct StepQuestion {
  let definition: WorkflowDefinition
  let type: RecordType
  let event: Event
  let inputs: [NamedValue]
  let edits: [NamedValue]
  let actor: Actor
  let at: Int64
  /// Whether the event makes the record it is about.
  var creates: Bool { event.transitions.contains(where: \.creates) }

  init(
    definition: WorkflowDefinition, type: RecordType, event: Event, inputs: [NamedValue],
    edits: [NamedValue], actor: Actor, at: Int64
  ) {
    self.definition = definition
    self.type = type
    self.event = event
    self.inputs = inputs
    self.edits = edits
    self.actor = actor
    self.at = at
  }

  /// - Parameter typeName: the type that the event or the records name.
  init(
    _ options: StepOptions, event reference: EventReference, type typeName: String,
    in definition: WorkflowDefinition, moment: MomentOptions
  ) throws {
    guard let type = definition.recordType(named: typeName), !type.isInline else {
      let known = definition.recordTypes.filter { !$0.isInline }.map(\.name)
      throw CommandFailure.unknown(
        "there is no record type '\(typeName)' in \(definition.name)",
        meant: suggestion(for: typeName, among: known), known: known)
    }
    guard let event = type.event(named: reference.event) else {
      let known = type.events.map(\.name)
      throw CommandFailure.unknown(
        "there is no event '\(reference.event)' of \(type.name)",
        meant: suggestion(for: reference.event, among: known), known: known)
    }
    self.definition = definition
    self.type = type
    self.event = event
    inputs = try StepQuestion.inputs(options.inputs, of: event, definition)
    edits = try StepQuestion.edits(options.edits, of: type, definition)
    actor = moment.actor
    at = moment.time(in: definition)
  }

  func request(_ targets: StepTargets) throws -> WorkflowRequest {
    var request = WorkflowRequest(
      recordType: type.index, event: event.index, target: try target(targets), inputs: inputs,
      edits: edits, actor: actor, now: at)
    if case .several = targets { request.isList = true }
    return request
  }

  private func target(_ targets: StepTargets) throws -> WorkflowRequest.Target {
    switch targets {
    case .new(let id):
      if !creates {
        throw CommandFailure(
          .usage, "'\(event.name)' is asked of \(withArticle(type.name)) that exists",
          hints: ["name it as \(type.name):id"])
      }
      return .new(id: id)
    case .one(let id): return .records([id])
    case .several(let ids): return .records(ids)
    case .all: return .all
    case .holding(let text):
      return .holding(
        try RecordCondition.compile(text, of: type, in: definition), text: text)
    }
  }

  /// Who runs the command, and when.
  var moment: Moment { Moment(actor: actor, at: at, definition: definition) }

  private static func inputs(
    _ arguments: [AssignmentArgument], of event: Event, _ definition: WorkflowDefinition
  ) throws -> [NamedValue] {
    let declared = event.transitions.flatMap(\.inputs)
    return try arguments.map { argument in
      guard let input = declared.first(where: { $0.name == argument.name }) else {
        let known = declared.map(\.name)
        let message = "'\(event.name)' has no input '\(argument.name)'"
        if known.isEmpty {
          throw CommandFailure(.usage, message, hints: ["a field is edited with --set"])
        }
        throw CommandFailure.unknown(
          message, meant: suggestion(for: argument.name, among: known), known: known)
      }
      return NamedValue(
        argument.name, try value(argument, "--input", as: input.type, definition))
    }
  }

  private static func edits(
    _ arguments: [AssignmentArgument], of type: RecordType, _ definition: WorkflowDefinition
  ) throws -> [NamedValue] {
    try arguments.map { argument in
      guard let slot = type.slot(of: argument.name), type.fields[slot].region == nil,
        !type.fields[slot].isInternal
      else {
        throw unknownField(argument.name, of: type)
      }
      return NamedValue(
        argument.name, try value(argument, "--set", as: type.fields[slot].type, definition))
    }
  }

  private static func unknownField(_ name: String, of type: RecordType) -> CommandFailure {
    if type.regions.contains(where: { $0.name == name }) {
      return CommandFailure(
        .usage, "'\(name)' is a state of \(type.name), and no edit changes a state",
        hints: ["ask for the event that leads there"])
    }
    if type.formulaSlot(of: name) != nil {
      return CommandFailure(.usage, "'\(name)' of \(type.name) is computed and cannot be set")
    }
    let known = type.fields.filter { $0.region == nil && !$0.isInternal }.map(\.name)
    return CommandFailure.unknown(
      "there is no field '\(name)' in \(type.name)", meant: suggestion(for: name, among: known),
      known: known)
  }

  private static func value(
    _ argument: AssignmentArgument, _ option: String, as type: FieldType,
    _ definition: WorkflowDefinition
  ) throws -> StoredValue {
    switch ValueReader().read(text: argument.value, as: type, in: definition) {
    case .success(let value): return value
    case .failure(let mismatch):
      throw CommandFailure(
        .usage, "\(option) \(argument.name): \(mismatch.message)",
        hints: mismatch.label.map { [$0] } ?? [])
    }
  }
}
