import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// A row that was not taken, and why.
struct RowProblem {
  var line: Int
  var reason: String
}

/// A record that stands against a rule of its definition.
struct BrokenInvariant {
  var invariant: String
  var type: String
  var id: String
}

/// Takes the rows of a file into a store and keeps account of the bad ones.
struct ImportWork {
  let path: String
  let translator: RowTranslator
  let isAtomic: Bool
  let progress: Progress
  private(set) var problems: [RowProblem] = []
  /// The line of each row that was handed to the store.
  private var lines: [Int32] = []

  /// The reading stops when this many rows are bad.
  static let mostProblems = 1_000_000
  private static let rowsPerProgress = 1000

  init(path: String, translator: RowTranslator, isAtomic: Bool, progress: Progress) {
    self.path = path
    self.translator = translator
    self.isAtomic = isAtomic
    self.progress = progress
  }

  /// All or nothing was asked for, and a row is bad.
  private struct Spoiled: Error {}

  mutating func run(
    _ reader: inout AnyRecordReader, into store: any RecordStore, _ options: ImportOptions
  ) throws -> ImportReport {
    defer { progress.end() }
    do {
      let report = try store.importRecords(options) { try nextRow(&reader) }
      problems += report.issues.map { issue in
        RowProblem(line: Int(lines[issue.row - 1]), reason: issue.description)
      }
      problems.sort { $0.line < $1.line }
      return report
    } catch is Spoiled {
      return ImportReport()
    }
  }

  private mutating func nextRow(_ reader: inout AnyRecordReader) throws -> ImportRow? {
    while problems.count < Self.mostProblems, !Interruption.wasAsked, let row = try reader.next() {
      switch row {
      case .problem(let line, let reason):
        problems.append(RowProblem(line: line, reason: reason))
      case .record(let record):
        do throws(RowTranslator.Mistake) {
          let translated = try translator.translate(record)
          lines.append(Int32(clamping: record.line))
          if lines.count % Self.rowsPerProgress == 0 { progress.show(lines.count) }
          return translated
        } catch {
          problems.append(RowProblem(line: record.line, reason: error.reason))
        }
      }
    }
    if isAtomic, !problems.isEmpty || Interruption.wasAsked { throw Spoiled() }
    return nil
  }
}

/// What an import did, and what it left out.
struct ImportAnswer {
  let path: String
  let store: String
  let imported: ImportReport
  let problems: [RowProblem]
  let broken: [BrokenInvariant]
  let isAtomic: Bool

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
      "\(tint.bad("✗")) \(path):\($0.line): \($0.reason)"
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
      text = "Imported: \(counted(imported.inserted, "record")) into \(store)"
      if imported.updated > 0 { text += ", \(imported.updated) changed" }
      if imported.unchanged > 0 { text += ", \(imported.unchanged) as they were" }
    } else {
      text = "Imported: nothing into \(store)"
    }
    text += ", \(counted(problems.count, "bad row"))."
    if !broken.isEmpty { text += " \(counted(broken.count, "invariant")) broken." }
    if Interruption.wasAsked {
      text += imported.isCommitted ? " Interrupted: what was read stays." : " Interrupted."
    } else if isAtomic, !imported.isCommitted {
      text += " With --atomic one bad row keeps all others out."
    }
    return text
  }

  var members: [(String, JSON)] {
    [
      ("command", .string("import")),
      ("file", .string(path)),
      ("inserted", .integer(imported.isCommitted ? imported.inserted : 0)),
      ("updated", .integer(imported.isCommitted ? imported.updated : 0)),
      ("unchanged", .integer(imported.isCommitted ? imported.unchanged : 0)),
      ("written", .boolean(imported.isCommitted)),
      (
        "problems",
        .array(
          problems.map { .object([("line", .integer($0.line)), ("reason", .string($0.reason))]) })
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
