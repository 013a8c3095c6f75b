import ArgumentParser
import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// A list that people look at.
struct ListCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", _superCommandName: Program.name,
    abstract: "Show a list of a record type: its records, order and columns.",
    discussion: examples(
      "list service.active --of account:A1", "list account --where 'balance > 0'"))

  @Argument(help: "The type, or one of its lists: service, service.active.")
  var list: String

  @Option(help: ArgumentHelp("Only those that belong to a record.", valueName: "record"))
  var of: String?

  @Option(help: ArgumentHelp("Only those for which a condition holds.", valueName: "condition"))
  var `where`: String?

  @Option(help: "How many rows are shown; all if left out.")
  var limit: Int?

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let reference = try EventReference(list)
    let typeName = reference.type ?? reference.event
    let listName = reference.type == nil ? nil : reference.event
    let definition = try source.definitions.definition(
      ofType: typeName, workflow: reference.workflow)
    guard let type = definition.recordType(named: typeName), !type.isInline else {
      throw CommandFailure(
        .usage, "\(withArticle(typeName)) is an entry of a list, with no list of its own")
    }
    let chosen =
      try recordList(named: listName, of: type)
      ?? (`where` == nil ? type.lists.first(where: \.isDefault) : nil)
    let condition = try `where`.map { try RecordCondition.compile($0, of: type, in: definition) }
    let store = try source.open(definition, for: .looking, moment)
    let rows = try store.read { view in
      let reader = RowReader(
        definition: definition, snapshot: view.snapshot, actor: moment.actor,
        now: moment.time(in: definition))
      let parent = try parent(in: view.snapshot, definition)
      return reader.rows(
        of: type, list: chosen, columns: columns(of: type, chosen), parent: parent,
        condition: condition)
    }
    try show(rows, type: type, list: chosen, ValueWords(definition: definition), report)
    return .done
  }

  private func show(
    _ rows: [RowReader.Row], type: RecordType, list: RecordList?, _ words: ValueWords,
    _ report: Report
  ) throws {
    let menu = Interpreter(words.definition).menu(of: type)
    let columns = columns(of: type, list)
    let shown = rows.prefix(limit.map { max(0, $0) } ?? rows.count)
    var table = Table(headings: ["id"] + columns + [""])
    table.rows = shown.map { row in [row.id] + row.cells.map { $0.text(words) } + [row.marks] }
    let name = list.map { "\(type.name).\($0.name)" } ?? type.name
    var text = rows.isEmpty ? "" : table.text(report.tint) + "\n"
    text += "\(name): \(counted(rows.count, "record"))"
    if shown.count < rows.count { text += ", \(shown.count) shown" }
    let others = type.lists.filter { $0.name != list?.name }.map { "\(type.name).\($0.name)" }
    if !others.isEmpty { text += "; also \(others.joined(separator: ", "))" }
    text += "\n"
    for item in menu { text += "For all at once: \(item.label) (\(type.name).\(item.event))\n" }
    try report.print(text)
    try report.printMachine([
      ("command", .string("list")), ("type", .string(type.name)), ("list", .optional(list?.name)),
      ("title", .optional(list?.title)), ("count", .integer(rows.count)),
      (
        "rows",
        .array(
          shown.map { row in
            .object(
              [("id", .string(row.id))] + zip(columns, row.cells).map { ($0, $1.json(words)) }
                + [("badges", .strings(row.badges)), ("row_color", .optional(row.color))])
          })
      ),
      (
        "menu",
        .array(
          menu.map { item in
            .object([
              ("event", .string(item.event)), ("label", .string(item.label)),
              ("tabs", .strings(item.tabs)),
            ])
          })
      ),
    ])
  }

  private func recordList(named name: String?, of type: RecordType) throws -> RecordList? {
    guard let name else { return nil }
    if let list = type.list(named: name) { return list }
    let known = type.lists.map(\.name)
    throw CommandFailure.unknown(
      "there is no list '\(name)' of \(type.name)", meant: suggestion(for: name, among: known),
      known: known)
  }

  /// The list's columns, or the states and the first fields.
  private func columns(of type: RecordType, _ list: RecordList?) -> [String] {
    if let list, !list.columns.isEmpty { return list.columns }
    let fields = type.fields.filter { field in
      guard field.region == nil, !field.isInternal else { return false }
      switch field.type {
      case .list, .entries, .links: return false
      case .text, .integer, .decimal, .boolean, .date, .timestamp, .duration, .choice, .reference:
        return true
      }
    }
    return type.regions.map(\.name) + fields.prefix(4).map(\.name)
  }

  private func parent(in snapshot: Snapshot, _ definition: WorkflowDefinition) throws
    -> RecordHandle?
  {
    guard let of else { return nil }
    let reference = try RecordReference(of)
    guard let name = reference.type, let type = definition.recordType(named: name) else {
      let known = definition.recordTypes.filter { !$0.isInline }.map(\.name)
      throw CommandFailure.unknown(
        "there is no record '\(of)' in \(definition.name)",
        meant: reference.type.flatMap { suggestion(for: $0, among: known) })
    }
    guard let record = snapshot.find(type: type.index, id: reference.id) else {
      throw CommandFailure(.usage, "there is no \(name) '\(reference.id)'")
    }
    return record
  }
}

extension RowReader.Row {
  /// Badges and colour: `[orange_deactivated] (red)`.
  fileprivate var marks: String {
    (badges.map { "[\($0)]" } + [color.map { "(\($0))" }].compactMap(\.self))
      .joined(separator: " ")
  }
}
