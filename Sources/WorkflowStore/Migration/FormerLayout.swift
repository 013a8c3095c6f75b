import WorkflowEngine

/// Where the records of a workflow stand, under the names of the definition that the store was
/// last moved to.
struct FormerLayout {
  let types: [String: FormerType]
  /// The types of the entries of all inline lists.
  let entryTypes: Set<String>

  private init(types: [String: FormerType]) {
    self.types = types
    entryTypes = Set(
      types.values.flatMap(\.fields.values).compactMap { field in
        if case .entries(let type) = field.kind { type } else { nil }
      })
  }

  static func read(_ connection: Connection) throws(StoreError) -> FormerLayout {
    let query = try connection.prepare(
      """
      SELECT record_type, field, kind, table_name, column_name FROM workflow_columns \
      WHERE workflow = ?1 ORDER BY record_type, field
      """)
    query.bind(1, connection.layout.definition.name)
    var types: [String: FormerType] = [:]
    while try query.next() {
      let name = query.text(0)
      if query.text(1).isEmpty {
        types[name, default: FormerType(name: name)].table = query.text(3)
        continue
      }
      let field = FormerField(
        name: query.text(1), kind: query.text(2), table: query.text(3), column: query.textOrNil(4))
      types[name, default: FormerType(name: name)].add(field)
    }
    return FormerLayout(types: types)
  }
}

/// A type of record as it was.
struct FormerType {
  let name: String
  var table = ""
  /// Its fields by name, but for those of entries.
  var fields: [String: FormerField] = [:]
  /// The fields of the entries of each inline list.
  var entries: [String: [String: FormerField]] = [:]

  init(name: String) { self.name = name }

  mutating func add(_ field: FormerField) {
    guard let list = FieldPlace.list(of: field.name) else {
      fields[field.name] = field
      return
    }
    var inner = field
    inner.name = String(field.name.dropFirst(list.utf8.count + 1))
    entries[list, default: [:]][inner.name] = inner
  }
}

/// A field as it was, and where its values stand now.
struct FormerField {
  var name: String
  let kind: FormerKind
  /// Whether the engine kept it for itself.
  let isInternal: Bool
  var table: String
  /// Nil where the field has a table of its own.
  var column: String?

  init(name: String, kind: String, table: String, column: String?) {
    self.name = name
    isInternal = kind.hasPrefix(FieldPlace.internalMark)
    self.kind = FormerKind(
      isInternal ? String(kind.dropFirst(FieldPlace.internalMark.count)) : kind)
    self.table = table
    self.column = column
  }
}
