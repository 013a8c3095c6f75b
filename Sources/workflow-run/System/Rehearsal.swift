import Glibc
import RecordFiles
import SQLiteStore
import TextFiles
import WorkflowEngine
import WorkflowStore

/// A copy of a store in which something is tried that the store itself is not to see.
///
/// A class, because it takes the copy away when it goes.
final class Rehearsal {
  private let folder: String
  /// The copy; no file where there is no store yet.
  var path: String { "\(folder)/copy.db" }

  init(of store: String, _ definition: WorkflowDefinition) throws {
    let parent = Surroundings.variable("TMPDIR") ?? "/tmp"
    var template = Array("\(parent)/workflow-run-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileFailure(parent, errorNumber: errno) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if Files.kind(of: store) == .missing { return }
    let options = SQLiteOptions(access: .readOnly, createsFile: false)
    try SQLiteStore(definition: definition, path: store, options: options)
      .backup(to: path, named: path)
  }

  deinit {
    for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    rmdir(folder)
  }
}
