import ArgumentParser
import CEL
import Diagnostics
import WorkflowEngine
import WorkflowLanguage

/// When something is asked, and by whom.
struct MomentOptions: ParsableArguments {
  @Option(help: .at)
  var at: MomentArgument?

  @Option(help: .as)
  var `as`: ActorArgument?

  @Flag(name: .customLong("require-actor"), help: .requiresActor)
  var requiresActor = false

  /// Microseconds since 1970-01-01T00:00:00Z.
  func time(in definition: WorkflowDefinition) -> Int64 { at?.time(in: definition) ?? started }

  /// The same where there is no workflow: a day is one of UTC.
  var timeInUTC: Int64 { at?.time(in: .utc) ?? started }

  var actor: Actor {
    `as`?.actor ?? Actor(user: Surroundings.variable("USER") ?? "unknown")
  }

  func validate() throws {
    if requiresActor, `as` == nil {
      throw ValidationError("It is not said who asks: write --as user, or --as user:role.")
    }
  }

  /// One command has one time, however often it is asked for.
  private var started: Int64 { Surroundings.started }
}

extension ArgumentHelp {
  static var at: ArgumentHelp {
    ArgumentHelp("The time of the request; now if left out.", valueName: "time")
  }

  static var `as`: ArgumentHelp {
    ArgumentHelp("Who asks, and with which roles.", valueName: "user:role,role")
  }

  static var requiresActor: ArgumentHelp { "Refuse to work where --as does not say who asks." }
}

/// A time as the workflow's zone has it.
struct MomentArgument: ExpressibleByArgument {
  private let moment: MomentText

  init?(argument: String) {
    guard let moment = MomentText(argument) else { return nil }
    self.moment = moment
  }

  /// Microseconds since 1970-01-01T00:00:00Z.
  func time(in definition: WorkflowDefinition) -> Int64 { time(in: definition.timeZone) }

  func time(in zone: TimeZoneRules) -> Int64 { moment.microseconds(in: zone) }
}

/// A person and their roles: `u17:clerk,manager`.
struct ActorArgument: ExpressibleByArgument {
  let actor: Actor

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let user = parts.first, !user.isEmpty else { return nil }
    let roles = parts.count > 1 ? parts[1].split(separator: ",").map { String($0).trimmed } : []
    actor = Actor(user: String(user), roles: roles.filter { !$0.isEmpty })
  }
}
