package import WorkflowEngine
package import WorkflowStore

/// Writes the records of a store in a form that can be imported again.
package struct RecordExport {
  private let definition: WorkflowDefinition
  private let types: [RecordType]
  private let form: RecordForm
  private let isSpreadsheetSafe: Bool

  /// How many records are fetched at a time.
  private static let page = 5000

  package init(
    _ definition: WorkflowDefinition, types: [RecordType], form: RecordForm,
    isSpreadsheetSafe: Bool = false
  ) {
    self.definition = definition
    self.types = types
    self.form = form
    self.isSpreadsheetSafe = isSpreadsheetSafe
  }

  /// Hands out the text piece by piece; says how many records there were.
  package func run(
    of store: any RecordStore, write: (String) throws -> Void
  ) throws -> Int {
    var writer = form.writer(
      definition, namesType: false, isSpreadsheetSafe: isSpreadsheetSafe)
    var count = 0
    // One moment for all pages: what others change meanwhile is in none of them.
    try store.readOnce { view in
      for type in types {
        try write(writer.begin(type))
        var last: String?
        while true {
          let page = try view.reader.records(of: type, after: last, limit: Self.page)
          for record in page { try write(writer.write(record, of: type)) }
          count += page.count
          last = page.last?.id
          if page.count < Self.page { break }
        }
      }
    }
    try write(writer.end())
    return count
  }
}
