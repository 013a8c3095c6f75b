import CEL
import JSONText
import WorkflowEngine

/// Reads members of records, computed ones included, as values of answers.
struct MemberReader {
  let interpreter: Interpreter
  let snapshot: Snapshot
  let actor: Actor
  let now: Int64

  private var sight: Sight { Sight(interpreter.definition, of: actor) }

  /// A value; the ids of a set's records; `{"unknown": "why"}` where it cannot be told.
  func value(of record: RecordHandle, _ member: String) -> JSON {
    let type = snapshot.type(of: record)
    switch interpreter.value(snapshot, record, member: member, actor: actor, now: now) {
    case .value(let value):
      return JSON(sight.shown(value, of: member, in: type), in: interpreter.definition)
    case .records(let records): return .strings(records.map { snapshot.id(of: $0) })
    case .unknown(let reason):
      return Self.unknown(sight.hides(member, of: type) ? "it is secret" : reason)
    case nil: return Self.unknown("there is no \(member)")
    }
  }

  /// Members as a mapping.
  func values(of record: RecordHandle, _ members: [String]) -> JSON {
    .object(members.map { ($0, value(of: record, $0)) })
  }

  private static func unknown(_ reason: String) -> JSON { .object([("unknown", .string(reason))]) }
}
