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

  @Flag(
    name: .customLong("require-actor"),
    help: "Refuse to work where --as does not say who asks.")
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

/// A time: `2026-03-10T09:00:00Z`; without a zone it is one of the workflow's, and a day means its
/// start there.
struct MomentArgument: ExpressibleByArgument {
  private enum Meaning {
    case instant(Int64)
    case local(CivilDate, second: Int)
  }

  private let meaning: Meaning

  init?(argument: String) {
    if let day = CivilDate(text: argument) {
      meaning = .local(day, second: 0)
      return
    }
    let text = MomentArgument.withSeconds(argument)
    if let timestamp = Timestamp(text: text) {
      meaning = .instant(timestamp.microseconds)
    } else if let timestamp = Timestamp(text: text + "Z") {
      // Read as if it were UTC, its day and time are those of the workflow's zone.
      let seconds = timestamp.seconds
      let day = seconds.dividedDown(by: 86_400)
      guard let date = Int32(exactly: day) else { return nil }
      meaning = .local(CivilDate(daysSinceEpoch: date), second: Int(seconds - day * 86_400))
    } else {
      return nil
    }
  }

  /// Microseconds since 1970-01-01T00:00:00Z.
  func time(in definition: WorkflowDefinition) -> Int64 { time(in: definition.timeZone) }

  func time(in zone: TimeZoneRules) -> Int64 {
    switch meaning {
    case .instant(let microseconds): microseconds
    case .local(let date, let second):
      zone.utcSeconds(ofLocal: date, secondOfDay: second) * 1_000_000
    }
  }

  /// `2026-05-02T10:00` and `2026-05-02T10:00Z` with the seconds that were left out.
  private static func withSeconds(_ text: String) -> String {
    guard let start = text.firstIndex(of: "T") else { return text }
    let clock = text[text.index(after: start)...]
    let end = clock.firstIndex { $0 == "Z" || $0 == "+" || $0 == "-" } ?? clock.endIndex
    guard clock[..<end].count { $0 == ":" } == 1 else { return text }
    return String(text[..<end]) + ":00" + String(text[end...])
  }
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

extension Int64 {
  fileprivate func dividedDown(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}
