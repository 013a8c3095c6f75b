import ArgumentParser
import RecordFiles
import SQLiteStore
import TextFiles
import Workflow
import WorkflowEngine
import WorkflowStore

/// Takes records into the store.
struct ImportCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", _superCommandName: Program.name,
    abstract: "Take records from a file into the store; bad rows are reported, the others stay.",
    discussion: examples(
      "import customers.csv --type customer", "import records.jsonl --atomic --output report.json"))

  @Argument(help: "CSV, JSON Lines, JSON or YAML; - is the standard input.")
  var file: String

  @Option(help: ArgumentHelp("The type of rows that name none.", valueName: "type"))
  var type: String?

  @Option(
    help: """
      The form of the file, where its name does not say it: jsonl, csv, yaml or json; json is the \
      form of the answer, too.
      """)
  var format: ImportFormat?

  @Option(help: .hidden)
  var form: RecordForm?

  @OptionGroup var recordText: RecordTextOptions

  @Flag(help: "A CSV file was written with 'export --spreadsheet-safe'.")
  var spreadsheetSafe = false

  @Flag(help: "Say what would be imported and leave the store as it is.")
  var dryRun = false

  @Flag(help: "Take all records or none.")
  var atomic = false

  @Flag(help: "Change records that are there already.")
  var update = false

  @OptionGroup var definitions: WorkflowOptions

  @Option(help: ArgumentHelp("The store; it is made if it is missing.", valueName: "file"))
  var store = "workflow.db"

  @OptionGroup var moment: MomentOptions
  @OptionGroup var screen: ScreenOptions

  var answerRequest: AnswerRequest { screen.request(isMachineAsked: format == .json) }

  func answer(_ report: Report) throws -> ExitStatus {
    try FileFailure.hinting { try take(report) }
  }

  private func take(_ report: Report) throws -> ExitStatus {
    let form = try RecordForm.of(file, asked: form ?? format?.recordForm(of: file))
    var reader = AnyRecordReader(
      try form.reader(of: Files.stream(of: file), encoding: recordText.encoding))
    let reference = try type.map { try TypeReference($0) }
    let definition = try definition(reference, seeing: &reader)
    let defaultType = reference.flatMap { definition.recordType(named: $0.type) }
    let rehearsal = try dryRun ? Rehearsal(of: store, definition) : nil
    let store = SQLiteStore(
      definition: definition, path: rehearsal?.path ?? store, options: SQLiteOptions())
    report.watch(store)
    var cells = recordText.cells
    cells.isSpreadsheetSafe = spreadsheetSafe
    let options = ImportOptions(
      mode: update ? .upsert : .insert, isAtomic: atomic,
      maximumIssues: RecordImport.mostProblems, actor: moment.actor,
      at: moment.time(in: definition))
    let progress = Progress(report: report, total: nil)
    var work = RecordImport(
      translator: RowTranslator(
        definition: definition, defaultType: defaultType, cells: cells),
      options: options, progress: progress.show, shouldStop: { Interruption.wasAsked })
    let imported = try Interruption.deferred { try work.run(&reader, into: store) }
    progress.end()
    report.hasCommitted = imported.isCommitted && !dryRun
    let broken =
      try imported.isCommitted
      ? store.brokenInvariants(
        of: definition, actor: moment.actor, at: moment.time(in: definition)) : []
    let result = ImportScreen(
      path: file, store: self.store, imported: imported, problems: work.problems, broken: broken,
      isAtomic: atomic, isDryRun: dryRun)
    try report.print(result.text(report.tint))
    try report.printMachine(
      ImportAnswer(
        file: file, imported, problems: work.problems, broken: broken, isDryRun: dryRun))
    return result.status
  }

  /// The workflow of the rows: that of `--type`, or of the first row that names a type.
  private func definition(
    _ reference: TypeReference?, seeing reader: inout AnyRecordReader
  ) throws -> WorkflowDefinition {
    let workspace = try definitions.workspace()
    if let reference {
      return try workspace.definition(ofType: reference.type, workflow: reference.workflow)
    }
    if workspace.candidates.count == 1 { return try workspace.definition(named: nil) }
    if let type = try reader.firstType() {
      return try workspace.definition(ofType: type, workflow: nil)
    }
    return try workspace.definition(named: nil)
  }
}
