package import CEL
package import WorkflowEngine

/// What an expression that somebody asks about a record may speak of.
package enum RecordScope {
  /// A record's members by their bare names, its type's name, the moment, the actor and parameters.
  package static func environment(
    of type: RecordType, in definition: WorkflowDefinition
  ) -> Environment {
    let record = Environment.Variable(
      name: type.name, type: .record(type.index), slot: FrameSlot.own)
    return Environment(
      extensions: [.workflow, .standard], schema: definition.schema,
      variables: [record] + standing + definition.parameters,
      functions: definition.functions, receiver: FrameSlot.own, timeZone: definition.timeZone)
  }

  /// The same where no record is meant.
  package static func environment(in definition: WorkflowDefinition) -> Environment {
    Environment(
      extensions: [.workflow, .standard], schema: definition.schema,
      variables: standing + definition.parameters, functions: definition.functions,
      timeZone: definition.timeZone)
  }

  /// The names that are always there.
  package static let standing: [Environment.Variable] = [
    .init(name: "now", type: .timestamp, slot: FrameSlot.now),
    .init(name: "today", type: .date, slot: FrameSlot.today),
    .init(name: "actor.user", type: .string, slot: FrameSlot.actorUser),
    .init(name: "actor.roles", type: .list(.string), slot: FrameSlot.actorRoles),
  ]
}
