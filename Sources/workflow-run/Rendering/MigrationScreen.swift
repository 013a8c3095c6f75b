import CEL
import Diagnostics
import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// What a migration does to the records, or has done.
struct MigrationScreen {
  let definition: WorkflowDefinition
  let preview: MigrationPreview
  /// Nil where nothing was written.
  var moved: Int?
  var isFinished = false
  /// The block that leads back.
  let wayBack: String

  var isStopped: Bool { moved != nil && !isFinished }

  // MARK: Text

  func text(_ tint: Tint) -> String {
    if moved == nil, !preview.isNeeded {
      return breaches + "The store is at \(name(of: definition)) already.\n"
    }
    var text = tint.strong(title) + "\n\n" + table(tint)
    text += notes(tint)
    text += list(
      "Cannot be moved", preview.failureCount,
      preview.failures.map { "\($0.recordType):\($0.recordID)  \($0.sentence)" }, "✗")
    text += breaches
    if hasWayBack { text += "The way back, for the former definition:\n\n\(wayBack)\n" }
    return text + summary + "\n"
  }

  /// What stands against the definition and stays.
  private var breaches: String {
    list(
      "Break an invariant in their new form", preview.brokenCount,
      preview.broken.map { "\($0.recordType):\($0.recordID)  \($0.invariant)" }, "!")
      + list(
        "Hold what may stand only once", preview.shared.reduce(0) { $0 + $1.ids.count },
        preview.shared.prefix(MigrationPreview.shown).map(\.text), "!", isEach: false)
  }

  private var hasWayBack: Bool { wayBack.split(separator: "\n").count > 1 }

  /// `club: version 1 (3f9c2e1) → version 2 (8ab31c0)`.
  private var title: String {
    guard let former = preview.former else { return name(of: definition) }
    return "\(definition.name): version \(former.version) (\(former.hash.prefix(7))) → "
      + "version \(definition.version) (\(definition.hash.prefix(7)))"
  }

  private func name(of definition: WorkflowDefinition) -> String {
    "\(definition.name) version \(definition.version) (\(definition.hash.prefix(7)))"
  }

  private func table(_ tint: Tint) -> String {
    if preview.changes.isEmpty { return "" }
    var table = Table(headings: ["", "", "", "", "", ""], indent: "  ")
    table.widest = 100
    table.rows = preview.changes.map { change in
      [
        (change.kind == .fieldDropped ? PlanSign.removed : .changed).rawValue, change.recordType,
        change.field, phrase(change), counted(change.records, "record"), remark(change),
      ]
    }
    return table.text(tint) + "\n"
  }

  private func phrase(_ change: MigrationChange) -> String {
    switch change.kind {
    case .typeRenamed: "was \(change.former)"
    case .fieldRenamed: "was \(change.former)"
    case .fieldDropped: "dropped"
    case .converted:
      change.former == change.field ? "converted" : "was \(change.former), converted"
    case .valueMoved: "\(change.former) → \(change.present)"
    case .set: change.present.isEmpty ? "set" : "set to \(change.present)"
    }
  }

  private func remark(_ change: MigrationChange) -> String {
    let more = change.records > change.examples.count ? ", …" : ""
    let examples = change.examples.joined(separator: ", ") + more
    if change.losses == 0 { return examples }
    return "\(examples); the history alone tells \(change.losses == 1 ? "it" : "them") apart"
  }

  private func notes(_ tint: Tint) -> String {
    if preview.notes.isEmpty { return "" }
    return preview.notes.map { "  \(tint.sign(.untouched)) \($0)\n" }.joined() + "\n"
  }

  /// - Parameter isEach: whether each record has a line.
  private func list(
    _ heading: String, _ count: Int, _ lines: [String], _ sign: String, isEach: Bool = true
  ) -> String {
    if count == 0 { return "" }
    var text = "\(heading): \(counted(count, "record"))\n"
    for line in lines { text += "  \(sign) \(line.shownOnOneLine)\n" }
    if isEach, count > lines.count { text += "  and \(count - lines.count) more\n" }
    return text + "\n"
  }

  private var summary: String {
    let before = preview.moved > 0 ? ", \(preview.moved) moved before" : ""
    guard let moved else {
      let blocked = preview.failureCount > 0 ? " Nothing can be moved yet." : ""
      return "Plan: \(counted(preview.records, "record")) move, \(preview.changed) change\(before)."
        + blocked + " Dry run: nothing was written."
    }
    if isStopped {
      return "Stopped: \(moved) of \(counted(preview.records, "record")) moved\(before); "
        + "the same command goes on."
    }
    return "Done: \(counted(moved, "record")) moved\(before); "
      + "the store is at \(name(of: definition))."
  }

  // MARK: The machine form

  var answer: MigrationAnswer {
    MigrationAnswer(
      definition, preview, moved: moved, isFinished: isFinished,
      wayBack: hasWayBack ? wayBack : "")
  }
}
