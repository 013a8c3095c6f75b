import RecordFiles
import SQLiteStore
import WorkflowEngine
import WorkflowStore

/// What a command wants of the records.
enum Purpose {
  case looking
  /// The file must be there.
  case writing
  /// A missing file is made.
  case making
}

extension SourceOptions {
  /// The records, as a command needs them: the store's, or those of a file as if they were imported
  /// at the moment.
  func open(
    _ definition: WorkflowDefinition, for purpose: Purpose, _ moment: MomentOptions,
    _ report: Report, _ writing: WritingOptions? = nil
  ) throws -> any RecordStore {
    if let records {
      switch purpose {
      case .looking: return try QuickLook.store(of: records, definition, moment, recordText)
      case .writing, .making:
        throw CommandFailure(
          .usage, "--records is for looking only",
          hints: [
            "workflow-run dry-run says what would happen",
            "workflow-run import \(records) puts the records into a store",
          ])
      }
    }
    let store = sqliteStore(definition, for: purpose, writing)
    report.watch(store)
    return store
  }

  /// The store's file itself.
  func sqliteStore(
    _ definition: WorkflowDefinition, for purpose: Purpose, _ writing: WritingOptions? = nil
  ) -> SQLiteStore {
    var options: SQLiteOptions
    switch purpose {
    case .looking:
      options = SQLiteOptions(access: .readOnly, createsFile: false)
      options.isLeftOpen = true
    case .writing: options = SQLiteOptions(createsFile: false)
    case .making: options = SQLiteOptions()
    }
    options.definitionText = definition.readText
    if let writing {
      options.waitSeconds = writing.waitSeconds
      options.isDurable = writing.durable
    }
    return SQLiteStore(definition: definition, path: store, options: options)
  }

  /// What a body finds in the records of a workflow; nil where the store holds nothing of it.
  func ifKnown<Result>(
    _ definition: WorkflowDefinition, _ moment: MomentOptions, _ report: Report,
    _ body: (any RecordStore) throws -> Result
  ) throws -> Result? {
    do {
      return try body(try open(definition, for: .looking, moment, report))
    } catch let failure as StoreError where failure.kind == .unknownWorkflow {
      return nil
    }
  }
}

extension WorkflowDefinition {
  /// Reads the text of the file it came from once more.
  var readText: @Sendable () -> String? {
    { [file] in
      guard let bytes = try? Files.bytes(of: file) else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
