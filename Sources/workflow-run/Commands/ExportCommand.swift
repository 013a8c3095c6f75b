import ArgumentParser
import Diagnostics
import JSONText
import RecordFiles
import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Writes records in the forms that `import` reads.
struct ExportCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", _superCommandName: Program.name,
    abstract: "Write records as JSON Lines, JSON, CSV or YAML; import reads them again.",
    discussion: examples(
      "export --output records.jsonl", "export customer --format csv --store backup.db"))

  @Argument(help: "The record types; all if left out.")
  var types: [String] = []

  @Option(help: "The form: json, jsonl, csv or yaml; told from --output if left out, else jsonl.")
  var format: RecordForm?

  @Option(help: .hidden)
  var form: RecordForm?

  @Option(
    help: ArgumentHelp(
      "The file that is written instead of the standard output.", valueName: "file"))
  var output: String?

  @Flag(help: "Keep a spreadsheet from taking texts of a CSV file as formulas.")
  var spreadsheetSafe = false

  @Flag(help: "Write secret values out, too; each record's history says who did.")
  var reveal = false

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: false, output: nil, color: .never)
  }

  func answer(_ report: Report) throws -> ExitStatus {
    let definition = try definition()
    let types = try recordTypes(of: definition)
    let form = format ?? form ?? output.flatMap { RecordForm(path: $0) } ?? .jsonl
    if form == .csv, types.count > 1 {
      throw CommandFailure(
        .usage, "a CSV file holds records of one type",
        hints: [
          "name one of \(types.map(\.name).joined(separator: ", "))",
          "--format jsonl holds all of them",
        ])
    }
    let export = RecordExport(
      definition, types: types, form: form, isSpreadsheetSafe: spreadsheetSafe,
      revealing: reveal
        ? RecordExport.Revealing(to: moment.actor, at: moment.time(in: definition)) : nil)
    if let (type, field) = export.firstHidden {
      let roles = field.seenBy ?? []
      throw CommandFailure(
        .usage, "'\(field.name)' of \(type.name) is secret to \(moment.actor.user)",
        hints: roles.isEmpty
          ? ["nobody sees it: leave --reveal out"]
          : ["say who sees it with --as NAME:\(roles[0])", "leave --reveal out"])
    }
    let store = try source.open(
      definition, for: reveal ? .writing : .looking, moment, report)
    let file = try output.map { try OutputStream(file: $0) }
    let count = try export.run(of: store) { text in
      if let file { try file.write(data: text) } else { try report.print(data: text) }
    }
    try file?.finish()
    if let output { try report.print("Exported: \(counted(count, "record")) to \(output).\n") }
    return .done
  }

  private func definition() throws -> WorkflowDefinition {
    let workspace = try source.definitions.workspace()
    guard let first = types.first else { return try workspace.definition(named: nil) }
    let reference = try TypeReference(first)
    return try workspace.definition(ofType: reference.type, workflow: reference.workflow)
  }

  private func recordTypes(of definition: WorkflowDefinition) throws -> [RecordType] {
    let all = definition.recordTypes.filter { !$0.isInline }
    if types.isEmpty { return all }
    return try types.map { text in
      let name = try TypeReference(text).type
      if let type = all.first(where: { $0.name == name }) { return type }
      let known = all.map(\.name)
      throw CommandFailure.unknown(
        "there is no record type '\(name)' in \(definition.name)",
        meant: suggestion(for: name, among: known), known: known)
    }
  }
}
