import ArgumentParser
import CEL
import Diagnostics
import RecordFiles
import SQLiteStore
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

/// Moves the store's records to a changed definition, as its `migrate:` block says.
struct MigrateCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", _superCommandName: Program.name,
    abstract: "Say what moving the records to a changed definition does; with --apply do it.",
    discussion: examples(
      "migrate workflows/customer-account.yaml", "migrate --apply --way-back back.yaml"))

  @Argument(help: "The workflow; the one of --workflow if left out.")
  var file: String?

  @Flag(help: "Move the records; without it nothing is written.")
  var apply = false

  @Option(
    name: [.customLong("store"), .customLong("db")],
    help: ArgumentHelp("The store.", valueName: "file"))
  var store = "workflow.db"

  @Option(
    name: .customLong("way-back"),
    help: ArgumentHelp("Write the block that leads back to a file as well.", valueName: "file"))
  var wayBackFile: String?

  @Option(help: "How many records share a transaction; each of them is whole.")
  var batch = 250

  @OptionGroup var definitions: WorkflowOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let definition = try Workspace(file ?? definitions.workflow).definition(named: nil)
    // Opened before anything is moved: the way back is not lost.
    let wayBack = try wayBackFile.map { try OutputStream(file: $0) }
    let screen: MigrationScreen
    if apply {
      screen = try move(definition, report)
    } else {
      let store = source(definition, SQLiteOptions(access: .readOnly, createsFile: false))
      var preview = try store.previewMigration(options(definition))
      if !preview.isNeeded {
        preview.shared = try store.sharedValues()
        preview.note(
          try store.brokenInvariants(
            of: definition, actor: moment.actor, at: moment.time(in: definition)))
      }
      report.watch(store)
      screen = MigrationScreen(
        definition: definition, preview: preview, wayBack: preview.wayBack.text)
    }
    try report.print(screen.text(report.tint))
    try report.printMachine(screen.answer)
    if let wayBack, !screen.wayBack.isEmpty {
      try wayBack.write(data: screen.wayBack)
      try wayBack.finish()
    }
    if screen.preview.failureCount > 0 { return .blocked }
    return screen.isStopped ? .interrupted : .done
  }

  private func move(_ definition: WorkflowDefinition, _ report: Report) throws -> MigrationScreen {
    let store = source(definition, SQLiteOptions(createsFile: false))
    let progress = Progress(report: report, total: nil)
    let done = try Interruption.deferred {
      try store.migrate(options(definition)) { moved, total in
        Progress(report: report, total: total).show(moved)
      }
    }
    progress.end()
    report.watch(store)
    return MigrationScreen(
      definition: definition, preview: done.preview, moved: done.moved,
      isFinished: done.isFinished, wayBack: done.wayBack)
  }

  private func source(_ definition: WorkflowDefinition, _ options: SQLiteOptions) -> SQLiteStore {
    var options = options
    options.definitionText = definition.readText
    return SQLiteStore(definition: definition, path: store, options: options)
  }

  private func options(_ definition: WorkflowDefinition) -> MigrationOptions {
    MigrationOptions(
      actor: moment.actor, at: moment.time(in: definition), recordsPerTransaction: batch,
      shouldStop: { Interruption.wasAsked }
    ) { known in
      guard let text = known.text else { return nil }
      let file = SourceFile(name: "former", bytes: Array(text.utf8))
      return DefinitionLoader().load(file).definition
    }
  }
}

extension MigrationPreview {
  /// Takes over the records that break a rule of the definition where none has to move.
  fileprivate mutating func note(_ breaches: [InvariantBreach]) {
    brokenCount = breaches.count
    broken = breaches.prefix(Self.shown).map {
      BrokenInvariant(recordType: $0.type, recordID: $0.id, invariant: $0.invariant)
    }
  }
}
