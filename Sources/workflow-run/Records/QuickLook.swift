import Diagnostics
import RecordFiles
import TextFiles
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Records of a file, looked at without a store.
enum QuickLook {
  /// How many bad rows are shown.
  private static let shownProblems = 10

  static func store(
    of path: String, _ definition: WorkflowDefinition, _ moment: MomentOptions,
    _ text: RecordTextOptions
  ) throws -> any RecordStore {
    let (store, problems) = try FileFailure.hinting {
      let reader = try RecordForm.of(path, asked: nil).reader(
        of: Files.stream(of: path), encoding: text.encoding)
      return try RecordLook.store(
        of: reader, definition, cells: text.cells, actor: moment.actor,
        at: moment.time(in: definition))
    }
    guard problems.isEmpty else {
      var hints = problems.prefix(shownProblems).map { "\(path):\($0.line): \($0.words)" }
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
