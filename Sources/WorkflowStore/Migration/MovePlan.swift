package import WorkflowEngine

/// What it takes to move a workflow's records to a definition.
package struct MovePlan {
  /// One for each type that has a table.
  package var types: [TypeMove] = []
  /// Types without records that the definition no longer has.
  package var goneTypes: [FormerType] = []
  /// What the definition does not say how to move.
  package var problems: [MoveProblem] = []
  /// What changes without any record losing a value.
  package var notes: [String] = []

  package init() {}

  /// Whether records have to be moved one by one, as `migrate:` says.
  package var needsRecords: Bool { types.contains(where: \.needsRecords) }

  /// Whether tables and fields are what they were.
  package var isEmpty: Bool {
    notes.isEmpty && problems.isEmpty && goneTypes.isEmpty && !types.contains(where: \.isChanged)
  }

  /// How many records are moved.
  package var count: Int { types.filter(\.needsRecords).reduce(0) { $0 + $1.count } }
}

/// What becomes of a type's table and records.
package struct TypeMove {
  package let type: RecordType
  /// Nil for a type that the store does not know yet.
  package let former: FormerType?
  package let count: Int
  package var fields: ContainerMove
  /// By slot, for the inline lists that stay.
  package var entries: [Int: ContainerMove] = [:]

  package init(
    type: RecordType, former: FormerType?, count: Int, fields: ContainerMove,
    entries: [Int: ContainerMove] = [:]
  ) {
    self.type = type
    self.former = former
    self.count = count
    self.fields = fields
    self.entries = entries
  }

  package var isRenamed: Bool { former.map { $0.name != type.name } ?? false }

  package var isChanged: Bool {
    former == nil || isRenamed || fields.isChanged || entries.values.contains(where: \.isChanged)
  }

  package var needsRecords: Bool {
    count > 0
      && (isRenamed || fields.needsRecords || entries.values.contains(where: \.needsRecords))
  }
}

/// What becomes of a table's fields: a type's, or those of the entries of a list.
package struct ContainerMove {
  package let type: RecordType
  /// Where each slot's values come from.
  package var sources: [FieldSource]
  /// Former fields whose values are dropped because `migrate:` says so.
  package var dropped: [FormerField] = []
  /// Former fields that hold no value.
  package var removed: [FormerField] = []
  /// Values for slots in which records have none.
  package var set: [Assignment] = []

  package init(
    type: RecordType, sources: [FieldSource], dropped: [FormerField] = [],
    removed: [FormerField] = [], set: [Assignment] = []
  ) {
    self.type = type
    self.sources = sources
    self.dropped = dropped
    self.removed = removed
    self.set = set
  }

  package var isChanged: Bool {
    !dropped.isEmpty || !removed.isEmpty
      || zip(sources, type.fields).contains { source, field in
        switch source {
        case .kept(let former): former.name != field.name
        case .added, .mapped, .converted: true
        }
      }
  }

  package var needsRecords: Bool {
    !dropped.isEmpty || !set.isEmpty
      || zip(sources, type.fields).contains { source, field in
        switch source {
        case .added: false
        case .kept(let former): former.name != field.name
        case .mapped(_, let values): !values.isEmpty
        case .converted: true
        }
      }
  }

  package func isSet(_ slot: Int) -> Bool { set.contains { $0.slot == slot } }
}

/// Where a slot's values come from.
package enum FieldSource {
  case added
  case kept(FormerField)
  /// Some values of a choice give their place to others.
  case mapped(FormerField, values: [String: String])
  case converted(FormerField)

  package var former: FormerField? {
    switch self {
    case .added: nil
    case .kept(let former), .mapped(let former, _), .converted(let former): former
    }
  }

  /// Whether the column that holds the values stays theirs.
  package var staysInPlace: Bool {
    switch self {
    case .kept, .mapped: true
    case .added, .converted: false
    }
  }
}

/// What a definition does not say how to move.
package struct MoveProblem {
  package enum Kind {
    /// With the new type that it probably became.
    case goneType(meant: String?)
    case goneField(FormerKind)
    case changedField(was: FormerKind, now: String, misfits: Int)
    case goneValue(String, isState: Bool)
    case required
  }

  package var kind: Kind
  /// The type that a `migrate:` block speaks of.
  package var type: String
  /// The list, where the fields of its entries are meant.
  package var list: String?
  package var field: String
  /// How many records stand in the way.
  package var count: Int

  package init(kind: Kind, type: String, list: String? = nil, field: String, count: Int) {
    self.kind = kind
    self.type = type
    self.list = list
    self.field = field
    self.count = count
  }

  package var isGoneType: Bool {
    switch kind {
    case .goneType: true
    case .goneField, .changedField, .goneValue, .required: false
    }
  }

  package var sentence: String {
    let records = count == 1 ? "1 record" : "\(count) records"
    let have = count == 1 ? "has" : "have"
    let path = field.isEmpty ? type : "\(list ?? type).\(field)"
    switch kind {
    case .goneType:
      return "type '\(type)' is gone from the definition, and the store holds \(records) of it"
    case .goneField:
      return "\(path) is gone from the definition, and \(records) \(have) a value there"
    case .changedField(let was, let now, _):
      return "\(path) was \(was.words) and is \(now) now, and \(records) \(have) a value there"
    case .goneValue(let value, let isState):
      let what = isState ? "state" : "value"
      return "\(what) '\(value)' of \(path) is gone from the definition, and \(records) "
        + (count == 1 ? "is in it" : "are in it")
    case .required:
      return "\(path) is new and may not be empty, and \(records) \(have) none"
    }
  }
}

extension ContainerMove {
  /// What an added slot holds in the records that are there: a region's first state, or a plain
  /// default, unless `migrate:` sets it.
  package func startingValue(_ slot: Int) -> StoredValue? {
    guard case .added = sources[slot], !isSet(slot) else { return nil }
    let field = type.fields[slot]
    if let region = field.region {
      // A region inside a state follows from the states around it.
      if type.regions[region].parent != nil { return nil }
      return type.regions[region].states.first.map { .choice($0.name) }
    }
    return field.plainDefault?.normalized(for: field)
  }
}

extension Field {
  /// A default that is no formula.
  package var plainDefault: StoredValue? {
    if case .constant(let value)? = defaultValue, value != .null { value } else { nil }
  }
}
