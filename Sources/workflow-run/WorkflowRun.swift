import ArgumentParser

/// The command with its subcommands.
struct WorkflowRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workflow-run",
    abstract: "Runs workflows that are written in YAML against customer records.",
    discussion: """
      A record is written type:id, an event by its name or as type.event.

      EXAMPLES
        workflow-run dry-run reactivate service:S1 --set end_date=null
        workflow-run apply customer.create --id C9 --input number=1001

      EXIT STATUS
        0 done   1 could not be done   3 blocked   4 a scenario failed   5 findings
        6 stale   7 some records blocked   8 waits for a second person
        9 committed, the answer was not written   10 others are writing
        64 wrong command line   65 unreadable input   130 interrupted
      """,
    version: Version.number,
    groupedSubcommands: [
      CommandGroup(name: "Definitions", subcommands: definitionCommands),
      CommandGroup(name: "Records", subcommands: recordCommands),
      CommandGroup(name: "Store", subcommands: storeCommands),
    ])

  /// The command of a name.
  ///
  /// Those for records are looked at first: what a command says of itself is made when it is asked,
  /// and they are called all day.
  static func command(named name: String) -> (any ParsableCommand.Type)? {
    func found(among commands: [any ParsableCommand.Type]) -> (any ParsableCommand.Type)? {
      commands.first { $0.configuration.commandName == name }
    }
    return found(among: recordCommands) ?? found(among: storeCommands)
      ?? found(among: definitionCommands)
  }

  private static let definitionCommands: [any ParsableCommand.Type] = [
    CheckCommand.self, VerifyCommand.self, TestCommand.self, EvalCommand.self, ExplainCommand.self,
    GraphCommand.self, ConvertCommand.self, SchemaCommand.self,
  ]
  private static let recordCommands: [any ParsableCommand.Type] = [
    DryRunCommand.self, ApplyCommand.self, ApproveCommand.self, RejectCommand.self,
    WithdrawCommand.self,
    PendingCommand.self, ShowCommand.self, ListCommand.self, HistoryCommand.self,
    RouteCommand.self, WhyCommand.self, SimulateCommand.self, DecideCommand.self,
  ]
  private static let storeCommands: [any ParsableCommand.Type] = [
    ImportCommand.self, ExportCommand.self, DueCommand.self, MessagesCommand.self,
    MigrateCommand.self, BackupCommand.self,
  ]
}

/// Two commands that work when pasted, for the end of a help page.
func examples(_ first: String, _ second: String) -> String {
  "EXAMPLES\n  workflow-run \(first)\n  workflow-run \(second)"
}
