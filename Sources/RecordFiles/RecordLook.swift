package import WorkflowEngine
package import WorkflowStore

/// Records of a file, looked at without a store.
package enum RecordLook {
  /// The records in memory, with the rows that cannot be read.
  package static func store(
    of reader: any RecordReader, _ definition: WorkflowDefinition, cells: CellForm = CellForm(),
    actor: Actor, at: Int64
  ) throws -> (store: any RecordStore, problems: [RowProblem]) {
    let store = MemoryStore(definition: definition)
    let options = ImportOptions(
      isAtomic: false, allowsMissingFields: true, actor: actor, at: at)
    var work = RecordImport(
      translator: RowTranslator(definition: definition, cells: cells), options: options)
    var reader = AnyRecordReader(reader)
    _ = try work.run(&reader, into: store)
    return (store, work.problems)
  }
}
