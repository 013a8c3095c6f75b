/// Where the records of a workflow stand, under the names of the definition that the store was
/// last moved to.
package struct FormerLayout {
  package let types: [String: FormerType]
  /// The types of the entries of all inline lists.
  package let entryTypes: Set<String>

  package init(types: [String: FormerType]) {
    self.types = types
    entryTypes = Set(
      types.values.flatMap(\.fields.values).compactMap { field in
        if case .entries(let type) = field.kind { type } else { nil }
      })
  }
}

/// A type of record as it was.
package struct FormerType {
  package let name: String
  package var table = ""
  /// Its fields by name, but for those of entries.
  package var fields: [String: FormerField] = [:]
  /// The fields of the entries of each inline list.
  package var entries: [String: [String: FormerField]] = [:]

  package init(name: String) { self.name = name }

  package mutating func add(_ field: FormerField) {
    guard let list = FormerField.list(of: field.name) else {
      fields[field.name] = field
      return
    }
    var inner = field
    inner.name = String(field.name.dropFirst(list.utf8.count + 1))
    entries[list, default: [:]][inner.name] = inner
  }
}

/// A field as it was, and where its values stand now.
package struct FormerField {
  /// What stands before the kind of a field that the engine keeps for itself.
  package static let internalMark = "internal "

  package var name: String
  package let kind: FormerKind
  /// Whether the engine kept it for itself.
  package let isInternal: Bool
  package var table: String
  /// Nil where the field has a table of its own.
  package var column: String?

  package init(name: String, kind: String, table: String, column: String?) {
    self.name = name
    isInternal = kind.hasPrefix(Self.internalMark)
    self.kind = FormerKind(
      isInternal ? String(kind.dropFirst(Self.internalMark.count)) : kind)
    self.table = table
    self.column = column
  }
  /// The list that a field of entries belongs to.
  package static func list(of name: String) -> String? {
    name.firstIndex(of: ".").map { String(name[..<$0]) }
  }
}
