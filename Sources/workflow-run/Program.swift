import ArgumentParser
import Diagnostics
import Glibc
import RecordFiles
import TextFiles
import Workflow
import WorkflowStore
import WorkflowWords

/// Reads the command line, carries the command out and ends with its status.
@main
enum Program {
  /// Said by every command as the one above it, which also spares each the look for a call for
  /// completion scripts when it is read by itself.
  static let name = "workflow-run"

  static func main() {
    Interruption.install()
    do {
      var command = try parsed(Array(CommandLine.arguments.dropFirst()))
      try command.run()
    } catch let failure as CommandFailure {
      end(failure)
    } catch let status as ExitCode {
      // All was said: looking for words about it would cost as much as reading the command line.
      exit(status.rawValue)
    } catch {
      end(ofParsing: error)
    }
  }

  /// An expression that begins with a minus is no option: it goes behind `--`.
  private static func withExpressionLast(_ arguments: [String]) -> [String] {
    guard arguments.count > 1, arguments[0] == EvalCommand.configuration.commandName,
      let expression = arguments[1...].first, expression.hasPrefix("-"), expression != "-h",
      !expression.hasPrefix("--"), !arguments.contains("--")
    else { return arguments }
    return [arguments[0]] + arguments.dropFirst(2) + ["--", expression]
  }

  /// The command of a command line.
  private static func parsed(_ written: [String]) throws -> any ParsableCommand {
    let arguments = withExpressionLast(written)
    // Most lines are right, and reading one against its own command alone takes half the time.
    // Whatever that cannot read (a mistake, a call for help) is read against the whole.
    if let name = arguments.first,
      let command = WorkflowRun.command(named: name),
      let parsed = try? command.parseAsRoot(Array(arguments.dropFirst())),
      type(of: parsed) == command
    {
      return parsed
    }
    return try WorkflowRun.parseAsRoot(arguments)
  }

  /// Help that was asked for, or what is wrong with the command line.
  private static func end(ofParsing error: any Error) -> Never {
    let status = WorkflowRun.exitCode(for: error)
    let stream = status.isSuccess ? OutputStream.standardOutput() : OutputStream.standardError()
    let text = WorkflowRun.fullMessage(for: error)
    try? stream.write(text.isEmpty ? "" : text + "\n")
    try? stream.flush()
    exit(status.rawValue)
  }

  private static func end(_ failure: CommandFailure) -> Never {
    let stream = OutputStream.standardError()
    let tint = Tint(isOn: ColorChoice.automatic.isOn(for: stream))
    var text = "\(tint.bad("error")): \(failure.message)\n"
    for hint in failure.hints { text += "  \(tint.strong("help")): \(hint)\n" }
    if !failure.block.isEmpty { text += "\n\(failure.block)" }
    // Nothing can be said about a failure to say something.
    try? stream.write(text)
    try? stream.flush()
    exit(failure.status.rawValue)
  }
}

extension CommandFailure {
  /// Any failure of a command's work, in the words of a command.
  static func from(_ error: any Error) -> CommandFailure {
    switch error {
    case let failure as CommandFailure: failure
    case let mistake as RequestMistake:
      mistake.hints.isEmpty
        ? .unknown(mistake.message, meant: mistake.meant, known: mistake.known)
        : CommandFailure(.usage, mistake.message, hints: mistake.hints)
    case let absent as AbsentRecord: .absent(absent)
    case let failure as FileFailure: CommandFailure(.failed, failure.sentence)
    case let failure as StoreError:
      CommandFailure(
        failure.kind == .busy ? .busy : .failed, failure.sentence,
        hints: failure.hint.isEmpty ? [] : [failure.hint],
        block: failure.block)
    case let unsound as UnsoundDefinition:
      CommandFailure(
        .unreadable,
        "'\(unsound.file)' has \(counted(unsound.errorCount, "error"))",
        hints: [
          ["workflow-run check", unsound.file, unsound.checkedWith].filter { !$0.isEmpty }
            .joined(separator: " ")
        ])
    default: CommandFailure(.failed, "\(error)")
    }
  }
}
