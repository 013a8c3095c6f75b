package import WorkflowEngine
package import WorkflowStore

/// Writes the records of a store in a form that can be imported again.
package struct RecordExport {
  private let definition: WorkflowDefinition
  private let types: [RecordType]
  private let form: RecordForm
  private let isSpreadsheetSafe: Bool
  /// Who has secret values written out.
  private let revealing: Revealing?

  /// How many records are fetched at a time.
  private static let page = 5000

  package init(
    _ definition: WorkflowDefinition, types: [RecordType], form: RecordForm,
    isSpreadsheetSafe: Bool = false, revealing: Revealing? = nil
  ) {
    self.definition = definition
    self.types = types
    self.form = form
    self.isSpreadsheetSafe = isSpreadsheetSafe
    self.revealing = revealing
  }

  /// That somebody has secret values written out, and when.
  package struct Revealing {
    let actor: Actor
    /// In microseconds.
    let at: Int64

    package init(to actor: Actor, at: Int64) {
      self.actor = actor
      self.at = at
    }
  }

  /// The first secret field that the one who has them written out may not see.
  package var firstHidden: (type: RecordType, field: Field)? {
    guard let revealing else { return nil }
    let sight = Sight(definition, of: revealing.actor)
    for type in types {
      for (slot, field) in type.fields.enumerated() {
        if sight.hides(slot: slot, of: type) { return (type, field) }
        guard case .entries(let number) = field.type else { continue }
        let entry = definition.recordTypes[number]
        if let slot = entry.fields.indices.first(where: { sight.hides(slot: $0, of: entry) }) {
          return (entry, entry.fields[slot])
        }
      }
    }
    return nil
  }

  /// Hands out the text piece by piece; says how many records there were.
  package func run(
    of store: any RecordStore, write: (String) throws -> Void
  ) throws -> Int {
    if let revealing { try note(revealing, on: store) }
    let sight = Sight(definition, of: revealing?.actor)
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
          for record in page {
            try write(writer.write(record.shown(to: sight, of: type), of: type))
          }
          count += page.count
          last = page.last?.id
          if page.count < Self.page { break }
        }
      }
    }
    try write(writer.end())
    return count
  }

  /// Leaves a line at each record whose secret values are about to be written out.
  private func note(_ revealing: Revealing, on store: any RecordStore) throws {
    let nobody = Sight(definition, of: nil)
    var found: [(type: RecordType, id: String)] = []
    try store.readOnce { view in
      for type in types {
        var last: String?
        while true {
          let page = try view.reader.records(of: type, after: last, limit: Self.page)
          for record in page where record.shown(to: nobody, of: type).values != record.values {
            found.append((type, record.id))
          }
          last = page.last?.id
          if page.count < Self.page { break }
        }
      }
    }
    if found.isEmpty { return }
    var next = 0
    let report = try store.bulk(BulkOptions(stepsPerTransaction: Self.page) { _ in }) { writer in
      let (type, id) = found[next]
      var attempt = Attempt(
        actor: revealing.actor, at: revealing.at, event: "export", recordType: type.name,
        recordID: id)
      attempt.purpose = .revealing
      try writer.refuse([], of: attempt)
      next += 1
      return next < found.count ? .more : .finished
    }
    if let failure = report.failure { throw failure }
  }
}

extension StoredRecord {
  /// The record as somebody may see it.
  fileprivate func shown(to sight: Sight, of type: RecordType) -> StoredRecord {
    var record = self
    for (slot, field) in type.fields.enumerated() {
      record.values[slot] = sight.shown(values[slot], of: field.name, in: type)
    }
    return record
  }
}
