import RecordFiles
import TextFiles
import Workflow
import WorkflowEngine

/// What a command's end says to whoever started it.
enum ExitStatus: Int32 {
  case done = 0
  /// It could not be done: a file, a store.
  case failed = 1
  /// A guard, a role, a question not answered, a wrong state.
  case blocked = 3
  /// A scenario failed, or there is none.
  case scenarioFailed = 4
  /// Findings at or above the level that was asked for.
  case findings = 5
  /// Made from something that has changed, or used already.
  case stale = 6
  /// Of several records some were done and some blocked.
  case partlyBlocked = 7
  /// It waits for a second person.
  case pending = 8
  /// It is done and stays done, but the answer could not be written.
  case untold = 9
  /// Others are writing to the store, and did not finish in time.
  case busy = 10
  /// A wrong command line; an unknown record or event.
  case usage = 64
  /// The definition, the scenarios or the records cannot be read.
  case unreadable = 65
  case interrupted = 130

  /// Its name in answers that programs read.
  enum Code: String, Codable, CaseIterable {
    case done, failed, blocked
    case scenarioFailed = "scenario_failed"
    case findings, stale
    case partlyBlocked = "partly_blocked"
    case pending, untold, busy, usage, unreadable, interrupted
  }

  var code: Code {
    switch self {
    case .done: .done
    case .failed: .failed
    case .blocked: .blocked
    case .scenarioFailed: .scenarioFailed
    case .findings: .findings
    case .stale: .stale
    case .partlyBlocked: .partlyBlocked
    case .pending: .pending
    case .untold: .untold
    case .busy: .busy
    case .usage: .usage
    case .unreadable: .unreadable
    case .interrupted: .interrupted
    }
  }
}

/// Why a command cannot be carried out, for the person who gave it.
struct CommandFailure: Error {
  var status: ExitStatus
  /// One phrase, lower case, no period.
  var message: String
  /// What to do about it: whole sentences or commands, one for each line.
  var hints: [String]
  /// A text to be put into a file, which stands by itself so that it can be copied.
  var block = ""

  init(_ status: ExitStatus, _ message: String, hints: [String] = [], block: String = "") {
    self.status = status
    self.message = message
    self.hints = hints
    self.block = block
  }

  /// What was committed stays committed, whether anybody hears of it or not.
  static func untold(_ failure: FileFailure) -> CommandFailure {
    CommandFailure(
      .untold, "committed, but the answer could not be written: \(failure.sentence)",
      hints: ["do not repeat the command: 'workflow-run history' shows what was done"])
  }

  /// A record that is to be looked at is not there.
  static func absent(_ record: AbsentRecord) -> CommandFailure {
    let name = "\(record.type) '\(record.id)'"
    switch record.presence {
    case .deleted: return CommandFailure(.usage, "\(name) was deleted")
    case .erased: return CommandFailure(.usage, "\(name) was erased")
    case .unknown, .present:
      return CommandFailure(
        .usage, "there is no \(name)",
        hints: ["workflow-run list \(record.type) shows those that there are"])
    }
  }

  /// A name that does not exist, with the one that was probably meant.
  static func unknown(_ message: String, meant: String?, known: [String] = []) -> CommandFailure {
    var hints: [String] = []
    if let meant {
      hints.append("did you mean '\(meant)'?")
    } else if !known.isEmpty {
      let shown = known.prefix(12).joined(separator: ", ")
      hints.append("there is \(shown)" + (known.count > 12 ? " and \(known.count - 12) more" : ""))
    }
    return CommandFailure(.usage, message, hints: hints)
  }
}
