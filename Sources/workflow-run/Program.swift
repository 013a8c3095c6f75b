import ArgumentParser
import WorkflowStore

/// Reads the command line, carries the command out and ends with its status.
@main
enum Program {
  static func main() {
    Interruption.install()
    do {
      var command = try WorkflowRun.parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      end(failure)
    } catch let failure as FileFailure {
      end(CommandFailure(.failed, failure.sentence))
    } catch let failure as StoreError {
      end(CommandFailure(failure))
    } catch {
      WorkflowRun.exit(withError: error)
    }
  }

  private static func end(_ failure: CommandFailure) -> Never {
    let stream = OutputStream.standardError()
    let tint = Tint(isOn: ColorChoice.automatic.isOn(for: stream))
    var text = "\(tint.bad("error")): \(failure.message)\n"
    for hint in failure.hints { text += "  \(tint.strong("help")): \(hint)\n" }
    // Nothing can be said about a failure to say something.
    try? stream.write(text)
    try? stream.flush()
    WorkflowRun.exit(withError: ExitCode(failure.status.rawValue))
  }
}

extension CommandFailure {
  init(_ failure: StoreError) {
    self.init(.failed, failure.sentence, hints: failure.hint.isEmpty ? [] : [failure.hint])
  }
}
