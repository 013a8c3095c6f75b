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
    var asked = ListText(typeName)
    asked.list = listName
    asked.condition = `where`
    asked.parent = try parent(in: definition)
    asked.limit = limit
    let query = try asked.read(in: definition).query
    let store = try source.open(definition, for: .looking, moment, report)
    let answer = try Conductor(store).list(
      type, query, to: moment.actor, at: moment.time(in: definition))
    try report.print(text(of: answer, type, definition, report.tint))
    try report.printMachine(answer)
    return .done
  }

  private func text(
    of answer: ListAnswer, _ type: RecordType, _ definition: WorkflowDefinition, _ tint: Tint
  ) -> String {
    var table = Table(headings: ["id"] + answer.columns.map(\.name) + [""])
    table.rows = answer.rows.map { row in
      cells(of: row, answer.columns) { definition.shown($1, of: $0, in: type.name) }
    }
    var text = answer.count == 0 ? "" : table.text(tint) + "\n"
    text += "\(answer.list.map { "\(answer.type).\($0)" } ?? answer.type): "
    text += counted(answer.count, "record")
    if answer.rows.count < answer.count { text += ", \(answer.rows.count) shown" }
    let others = type.lists.filter { $0.name != answer.list }.map { "\(type.name).\($0.name)" }
    if !others.isEmpty { text += "; also \(others.joined(separator: ", "))" }
    text += "\n"
    for item in answer.menu {
      text += "For all at once: \(item.label) (\(answer.type).\(item.event))\n"
    }
    return text
  }

  private func cells(
    of row: JSON, _ columns: [ListAnswer.Column], shown: (String, JSON) -> JSON
  ) -> [String] {
    guard case .object(let members) = row else { return [] }
    let cells = zip(members, [nil] + columns).map { member, column in
      shown(member.0, member.1).cellText(isSet: column?.isSet ?? false)
    }
    return cells + [marks(Array(members.dropFirst(cells.count)))]
  }

  /// Badges and colour: `[orange_deactivated] (red)`.
  private func marks(_ members: [(String, JSON)]) -> String {
    members.flatMap { member -> [String] in
      switch member.1 {
      case .array(let badges): badges.map { "[\($0.plainText)]" }
      case .string(let color): ["(\(color))"]
      case .null, .boolean, .integer, .number, .raw, .object: []
      }
    }.joined(separator: " ")
  }

  private func parent(
    in definition: WorkflowDefinition
  ) throws -> (type: String, id: String)? {
    guard let of else { return nil }
    let reference = try RecordReference(of)
    guard let name = reference.type, definition.recordType(named: name) != nil else {
      let known = definition.recordTypes.filter { !$0.isInline }.map(\.name)
      throw CommandFailure.unknown(
        "there is no record '\(of)' in \(definition.name)",
        meant: reference.type.flatMap { suggestion(for: $0, among: known) })
    }
    return (type: name, id: reference.id)
  }
}
