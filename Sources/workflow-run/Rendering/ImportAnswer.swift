import Diagnostics
import JSONText
import RecordFiles
import WorkflowStore

/// What an import did, and what it left out.
struct ImportAnswer {
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
      "\(tint.bad("✗")) \(path):\($0.line): \($0.words)"
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

  var members: [(String, JSON)] {
    [
      ("command", .string("import")),
      ("file", .string(path)),
      ("inserted", .integer(imported.isCommitted ? imported.inserted : 0)),
      ("updated", .integer(imported.isCommitted ? imported.updated : 0)),
      ("unchanged", .integer(imported.isCommitted ? imported.unchanged : 0)),
      ("states_changed", .integer(imported.isCommitted ? imported.statesChanged : 0)),
      ("written", .boolean(imported.isCommitted && !isDryRun)),
      (
        "problems",
        .array(
          problems.map {
            .object([
              ("line", .integer($0.line)), ("reason", .string($0.words)),
              ("rows", .integer($0.rows)),
            ])
          })
      ),
      (
        "broken_invariants",
        .array(
          broken.map {
            .object([
              ("invariant", .string($0.invariant)), ("type", .string($0.type)),
              ("id", .string($0.id)),
            ])
          })
      ),
    ]
  }
}

extension RowProblem {
  /// The reason with what makes the rows readable, and how many there are.
  var words: String {
    var words = reason
    switch lack {
    case .decimalComma: words += ": --decimal comma reads commas before decimals"
    case .dateOrder: words += ": --dates dmy, mdy or ymd says the order"
    case nil: break
    }
    return rows == 1 ? words : "\(words) (\(counted(rows, "row")))"
  }
}
