import Foundation
import SQLiteStore
import WorkflowEngine
import WorkflowStore

/// A folder for one test, gone with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/workflow-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The store of the folder, opened anew.
  func store(_ definition: WorkflowDefinition) -> SQLiteStore {
    SQLiteStore(definition: definition, path: path + "/workflow.db")
  }
}
