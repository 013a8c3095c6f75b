import ArgumentParser
import CEL
import Diagnostics
import WorkflowEngine

/// When something is asked, and by whom.
struct MomentOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The time of the request; now if left out.", valueName: "time"))
  var at: MomentArgument?

  @Option(help: ArgumentHelp("Who asks, and with which roles.", valueName: "user:role,role"))
  var `as`: ActorArgument?

  /// Microseconds since 1970-01-01T00:00:00Z.
  var time: Int64 { at?.microseconds ?? Surroundings.now() }

  var actor: Actor {
    `as`?.actor ?? Actor(user: Surroundings.variable("USER") ?? "unknown")
  }
}

/// A time: `2026-03-10T09:00:00Z`, or a day, which means its start in UTC.
struct MomentArgument: ExpressibleByArgument {
  let microseconds: Int64

  init?(argument: String) {
    let text = CivilDate(text: argument) == nil ? argument : "\(argument)T00:00:00Z"
    guard let timestamp = Timestamp(text: text) else { return nil }
    microseconds = timestamp.microseconds
  }
}

/// A person and their roles: `u17:clerk,manager`.
struct ActorArgument: ExpressibleByArgument {
  let actor: Actor

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let user = parts.first, !user.isEmpty else { return nil }
    let roles = parts.count > 1 ? parts[1].split(separator: ",").map { String($0).trimmed } : []
    actor = Actor(user: String(user), roles: roles)
  }
}
