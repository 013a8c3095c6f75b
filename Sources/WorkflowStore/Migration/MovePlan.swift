import WorkflowEngine

/// What it takes to move a workflow's records to a definition.
struct MovePlan {
  /// One for each type that has a table.
  var types: [TypeMove] = []
  /// Types without records that the definition no longer has.
  var goneTypes: [FormerType] = []
  /// What the definition does not say how to move.
  var problems: [MoveProblem] = []
  /// What changes without any record losing a value.
  var notes: [String] = []

  /// Whether records have to be moved one by one, as `migrate:` says.
  var needsRecords: Bool { types.contains(where: \.needsRecords) }

  /// Whether tables and fields are what they were.
  var isEmpty: Bool {
    notes.isEmpty && problems.isEmpty && goneTypes.isEmpty && !types.contains(where: \.isChanged)
  }

  /// How many records are moved.
  var count: Int { types.filter(\.needsRecords).reduce(0) { $0 + $1.count } }
}

/// What becomes of a type's table and records.
struct TypeMove {
  let table: TableLayout
  /// Nil for a type that the store does not know yet.
  let former: FormerType?
  let count: Int
  var fields: ContainerMove
  /// By slot, for the inline lists that stay.
  var entries: [Int: ContainerMove] = [:]

  var type: RecordType { table.type }

  var isRenamed: Bool { former.map { $0.name != type.name } ?? false }

  var isChanged: Bool {
    former == nil || isRenamed || fields.isChanged || entries.values.contains(where: \.isChanged)
  }

  var needsRecords: Bool {
    count > 0
      && (isRenamed || fields.needsRecords || entries.values.contains(where: \.needsRecords))
  }
}

/// What becomes of a table's fields: a type's, or those of the entries of a list.
struct ContainerMove {
  let type: RecordType
  /// Where each slot's values come from.
  var sources: [FieldSource]
  /// Former fields whose values are dropped because `migrate:` says so.
  var dropped: [FormerField] = []
  /// Former fields that hold no value.
  var removed: [FormerField] = []
  /// Values for slots in which records have none.
  var set: [Assignment] = []

  var isChanged: Bool {
    !dropped.isEmpty || !removed.isEmpty
      || zip(sources, type.fields).contains { source, field in
        switch source {
        case .kept(let former): former.name != field.name
        case .added, .mapped, .converted: true
        }
      }
  }

  var needsRecords: Bool {
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

  func isSet(_ slot: Int) -> Bool { set.contains { $0.slot == slot } }
}

/// Where a slot's values come from.
enum FieldSource {
  case added
  case kept(FormerField)
  /// Some values of a choice give their place to others.
  case mapped(FormerField, values: [String: String])
  case converted(FormerField)

  var former: FormerField? {
    switch self {
    case .added: nil
    case .kept(let former), .mapped(let former, _), .converted(let former): former
    }
  }

  /// Whether the column that holds the values stays theirs.
  var staysInPlace: Bool {
    switch self {
    case .kept, .mapped: true
    case .added, .converted: false
    }
  }
}

/// What a definition does not say how to move.
struct MoveProblem {
  enum Kind {
    /// With the new type that it probably became.
    case goneType(meant: String?)
    case goneField(FormerKind)
    case changedField(was: FormerKind, now: String, misfits: Int)
    case goneValue(String, isState: Bool)
    case required
  }

  var kind: Kind
  /// The type that a `migrate:` block speaks of.
  var type: String
  /// The list, where the fields of its entries are meant.
  var list: String?
  var field: String
  /// How many records stand in the way.
  var count: Int

  var isGoneType: Bool {
    switch kind {
    case .goneType: true
    case .goneField, .changedField, .goneValue, .required: false
    }
  }

  var sentence: String {
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
