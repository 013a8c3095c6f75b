import Diagnostics
import WorkflowEngine
import YAML

/// Reads what files add to record types of other files.
struct AdditionReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }

  /// - Parameter sections: `adds_to:` of the main file and its parts.
  func read(_ sections: [Node]) {
    for section in sections {
      let entries = report.entries(
        section, of: "adds_to", example: "{\(example(section)): {fields: …}}")
      for entry in report.adopting(entries, .addition) { read(entry) }
    }
  }

  private func read(_ entry: NamedEntry) {
    guard let number = draft.typeNumber(entry.key.text) else {
      report.lose(entry.value)
      report.add(
        .unknownRecordType(entry.key.text, all: draft.types.map(\.name)), at: entry.key.range)
      return
    }
    let type = draft.types[number]
    if type.range.file === entry.key.range.file {
      report.lose(entry.value)
      report.add(.addedWhereItStands(type.name, declared: type.range), at: entry.key.range)
      return
    }
    if let form = Form(entry.value, .addition, report, strays: entry.strays) {
      type.additions.append(form)
    }
  }

  /// The type that is meant where its name alone stands there.
  private func example(_ section: Node) -> String {
    section.isScalar ? section.text : draft.types.first?.name ?? "account"
  }
}
