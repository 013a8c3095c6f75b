import CEL
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
    return "as \(actor.user)\(roles), at \(Moment.local(at, definition.timeZone)), \(version)"
  }

  /// A time as a clock in the workflow's zone shows it.
  static func local(_ at: Int64, _ zone: TimeZoneRules) -> String {
    let timestamp = Timestamp(microseconds: at)
    let second = zone.secondOfDay(of: timestamp)
    var text =
      "\(zone.civilDate(of: timestamp)) \(digits(second / 3600)):\(digits(second / 60 % 60))"
    if second % 60 != 0 { text += ":\(digits(second % 60))" }
    return zone.name == "UTC" ? text : "\(text) \(zone.name)"
  }

  private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
