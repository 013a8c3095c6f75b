import Diagnostics
import RecordFiles
import WorkflowStore

/// What an import did, and what it left out.
struct ImportScreen {
  let path: String
  let store: String
  let imported: ImportReport
  let problems: [RowProblem]
  let broken: [InvariantBreach]
  let isAtomic: Bool
  var isDryRun = false

  /// How many bad rows the text names.
  static let shown = 20

  var status: ExitStatus {
    if Interruption.wasAsked { return .interrupted }
    if problems.isEmpty { return .done }
    return imported.inserted + imported.updated + imported.unchanged > 0 && imported.isCommitted
      ? .partlyBlocked : .unreadable
  }

  func text(_ tint: Tint) -> String {
    var lines = problems.prefix(Self.shown).map {
      "\(tint.bad("✗")) \(path):\($0.line): \(Self.words(for: $0))"
    }
    if problems.count > Self.shown {
      lines.append("  … and \(problems.count - Self.shown) more; --output FILE has them all")
    }
    for record in broken.prefix(Self.shown) {
      lines.append("\(tint.changed("~")) \(record.type) \(record.id) breaks \(record.invariant)")
    }
    if broken.count > Self.shown { lines.append("  … and \(broken.count - Self.shown) more") }
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    var text: String
    if imported.isCommitted {
      let verb = isDryRun ? "Would import" : "Imported"
      text = "\(verb): \(counted(imported.inserted, "record")) into \(store)"
      if imported.updated > 0 { text += ", \(imported.updated) changed" }
      if imported.unchanged > 0 { text += ", \(imported.unchanged) as they were" }
    } else {
      text = "\(isDryRun ? "Would import" : "Imported"): nothing into \(store)"
    }
    text += ", \(counted(badRows, "bad row"))."
    if imported.isCommitted, imported.statesChanged > 0 {
      let verb = imported.statesChanged == 1 ? "is" : "are"
      text += " \(counted(imported.statesChanged, "record")) \(verb) in another state now:"
      text += " no rule was asked."
    }
    if !broken.isEmpty { text += " \(counted(broken.count, "invariant")) broken." }
    if Interruption.wasAsked {
      text += imported.isCommitted ? " Interrupted: what was read stays." : " Interrupted."
    } else if isAtomic, !imported.isCommitted {
      text += " With --atomic one bad row keeps all others out."
    }
    return text
  }

  private var badRows: Int { problems.reduce(0) { $0 + $1.rows } }

  /// The reason, and how many rows it is about.
  private static func words(for problem: RowProblem) -> String {
    problem.rows == 1 ? problem.words : "\(problem.words) (\(counted(problem.rows, "row")))"
  }
}
