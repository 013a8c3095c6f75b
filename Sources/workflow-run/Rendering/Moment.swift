import Workflow
import WorkflowEngine

/// Who asked, when, and which definition answered: the last line of a screen.
struct Moment {
  var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  var at: Int64
  var definition: WorkflowDefinition

  /// `as u17 (clerk), at 2026-03-10 09:00, customer-account version 1 (3f9c2e1)`.
  var text: String {
    let roles = actor.roles.isEmpty ? "" : " (\(actor.roles.joined(separator: ", ")))"
    let version = "\(definition.name) version \(definition.version) (\(definition.hash.prefix(7)))"
    return "as \(actor.user)\(roles), at \(LocalTime.text(at, definition.timeZone)), \(version)"
  }
}
