import CEL
import WorkflowEngine

/// What an expression of the command line may speak of.
enum RecordScope {
  /// A record's members by their bare names, its type's name, the moment, the actor and parameters.
  static func environment(of type: RecordType, in definition: WorkflowDefinition) -> Environment {
    let record = Environment.Variable(
      name: type.name, type: .record(type.index), slot: FrameSlot.own)
    return Environment(
      extensions: [.workflow, .standard], schema: definition.schema,
      variables: [record] + standing
        + definition.parameters.compactMap { parameter($0.name, $0.value) },
      receiver: FrameSlot.own, timeZone: definition.timeZone)
  }

  /// The names that are always there.
  static let standing: [Environment.Variable] = [
    .init(name: "now", type: .timestamp, slot: FrameSlot.now),
    .init(name: "today", type: .date, slot: FrameSlot.today),
    .init(name: "actor.user", type: .string, slot: FrameSlot.actorUser),
    .init(name: "actor.roles", type: .list(.string), slot: FrameSlot.actorRoles),
  ]

  private static func parameter(_ name: String, _ value: StoredValue) -> Environment.Variable? {
    let constant: (type: CELType, value: Value)? =
      switch value {
      case .text(let text): (.string, .text(text))
      case .integer(let number): (.int, .int(number))
      case .decimal(let decimal): (.decimal, .decimal(decimal))
      case .boolean(let flag): (.bool, .bool(flag))
      case .date(let date): (.date, .date(date))
      case .timestamp(let time): (.timestamp, .timestamp(Timestamp(microseconds: time)))
      case .duration(let span): (.duration, .duration(TimeSpan(microseconds: span)))
      case .null, .choice, .reference, .list, .entries: nil
      }
    return constant.map {
      Environment.Variable(name: "parameters.\(name)", type: $0.type, slot: 0, constant: $0.value)
    }
  }
}
