import Workflow
import WorkflowEngine

/// What is asked: an event with its inputs and edits, by somebody, at a time.
struct StepQuestion {
  let definition: WorkflowDefinition
  private let read: ReadRequest
  private let actor: Actor
  private let at: Int64

  var creates: Bool { read.creates }

  /// - Parameter typeName: the type that the event or the records name.
  init(
    _ options: StepOptions, event reference: EventReference, type typeName: String,
    in definition: WorkflowDefinition, moment: MomentOptions
  ) throws(RequestMistake) {
    var text = RequestText(recordType: typeName, event: reference.event)
    text.inputs = options.inputs.map { ($0.name, $0.value) }
    text.edits = options.edits.map { ($0.name, $0.value) }
    self.definition = definition
    read = try ReadRequest(text, in: definition)
    actor = moment.actor
    at = moment.time(in: definition)
  }

  func request(_ targets: StepTargets) throws -> WorkflowRequest {
    var request = try read.request(of: try target(targets), by: actor, at: at)
    if case .several = targets { request.isList = true }
    return request
  }

  /// The request with another value of an input.
  func changing(
    _ request: WorkflowRequest, _ assignment: AssignmentArgument
  ) throws(RequestMistake) -> WorkflowRequest {
    var text = RequestText(recordType: read.type.name, event: read.event.name)
    text.inputs = [(assignment.name, assignment.value)]
    let given = try ReadRequest(text, in: definition).inputs
    var request = request
    request.inputs = request.inputs.filter { $0.name != assignment.name } + given
    return request
  }

  private func target(_ targets: StepTargets) throws -> WorkflowRequest.Target {
    switch targets {
    case .new(let id): .new(id: id)
    case .one(let id): .records([id])
    case .several(let ids): .records(ids)
    case .all: .all
    case .holding(let text):
      .holding(try RecordCondition.compile(text, of: read.type, in: definition), text: text)
    }
  }

  /// Who runs the command, and when.
  var moment: Moment { Moment(actor: actor, at: at, definition: definition) }
}
