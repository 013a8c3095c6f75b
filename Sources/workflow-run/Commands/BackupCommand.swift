import ArgumentParser
import Glibc
import SQLiteStore
import Workflow
import WorkflowStore

/// A consistent copy of the store.
struct BackupCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", _superCommandName: Program.name,
    abstract: "Copy the store while others work; the copy is consistent.",
    discussion: examples("backup workflow-2026-03-10.db", "backup copy.db --store customers.db"))

  @Argument(help: "The file that is made.")
  var file: String

  @OptionGroup var definitions: WorkflowOptions

  @Option(help: ArgumentHelp("The store.", valueName: "file"))
  var store = "workflow.db"

  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    if Files.kind(of: file) != .missing {
      throw CommandFailure(.failed, "there is a '\(file)' already", hints: ["name a new file"])
    }
    let copy = try UnfinishedFile(file)
    // What a killed copying left is no part of this one.
    for ending in ["-journal", "-wal", "-shm"] { unlink(copy.temporary + ending) }
    try fill(copy, try definitions.workspace(), report)
    try copy.finish(replaces: false)
    try report.print("Copied: \(store) to \(file).\n")
    try report.printMachine(BackupAnswer(store: store, file: file))
    return .done
  }

  /// A file may hold several workflows; they are copied whichever opens it.
  private func fill(
    _ copy: UnfinishedFile, _ workspace: Workspace, _ report: Report
  ) throws {
    let definition = try Workspace.load(workspace.candidates[0].read)
    let options = SQLiteOptions(access: .readOnly, createsFile: false)
    let store = SQLiteStore(definition: definition, path: store, options: options)
    try store.backup(to: copy.temporary, named: file)
    report.watch(store)
  }
}
