package import SQLiteStore
package import WorkflowEngine
package import WorkflowStore

/// A kind of store that tests run over: a new one joins `all`, and every test about any store
/// tries it.
package struct StoreKind: Sendable, CustomStringConvertible {
  package let description: String
  /// Whether another store that is made in the same folder holds the same records.
  package let isLasting: Bool
  /// Makes a store in a folder of its own.
  package let make: @Sendable (WorkflowDefinition, Folder, SQLiteOptions) -> any RecordStore

  package static let memory = StoreKind(description: "memory", isLasting: false) {
    definition, _, _ in
    MemoryStore(definition: definition)
  }

  package static let sqlite = StoreKind(description: "sqlite", isLasting: true) {
    definition, folder, options in
    SQLiteStore(definition: definition, path: folder.path("workflow.db"), options: options)
  }

  package static let all = [memory, sqlite]
  package static let lasting = all.filter(\.isLasting)
}
