import CEL
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Records of a file, looked at without a store.
enum QuickLook {
  /// How many bad rows are shown.
  private static let shownProblems = 10

  static func store(
    of path: String, _ definition: WorkflowDefinition, _ moment: MomentOptions
  ) throws -> any RecordStore {
    var reader = try RecordForm.of(path, asked: nil).reader(of: path)
    let store = MemoryStore(definition: definition)
    let translator = RowTranslator(definition: definition)
    var problems: [String] = []
    var lines: [Int] = []
    let options = ImportOptions(
      isAtomic: false, allowsMissingFields: true, actor: moment.actor, at: moment.time(in: definition))
    let report = try store.importRecords(options) {
      while let row = try reader.next() {
        switch row {
        case .problem(let line, let reason): problems.append("\(path):\(line): \(reason)")
        case .record(let record):
          do throws(RowTranslator.Mistake) {
            let row = try translator.translate(record)
            lines.append(record.line)
            return row
          } catch {
            problems.append("\(path):\(record.line): \(error.reason)")
          }
        }
      }
      return nil
    }
    problems += report.issues.map { "\(path):\(lines[$0.row - 1]): \($0.description)" }
    guard problems.isEmpty else {
      var hints = Array(problems.prefix(shownProblems))
      if problems.count > shownProblems {
        hints.append("and \(problems.count - shownProblems) more")
      }
      throw CommandFailure(
        .unreadable, "\(counted(problems.count, "record")) of '\(path)' cannot be read",
        hints: hints)
    }
    return store
  }
}
