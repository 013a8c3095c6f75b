import WorkflowEngine
import WorkflowStore

/// Where the records of a workflow stand: a table for each type, named `workflow__type`, and tables
/// beside it for inline entries and links, named `workflow__type__field`.
///
/// A class, like `TableLayout`: both pass through the hot path, where copies would cost more than
/// the work.
final class StoreLayout {
  let definition: WorkflowDefinition
  let prefix: String
  let slots: SlotTable
  /// Those that were asked for, by type: most commands look into a few.
  private var made: [TableLayout?]

  init(definition: WorkflowDefinition) {
    self.definition = definition
    let prefix = Self.prefix(of: definition.name)
    self.prefix = prefix
    slots = SlotTable(definition: definition)
    made = Array(repeating: nil, count: definition.recordTypes.count)
  }

  /// By type; nil for types whose records are entries of a list.
  var tables: [TableLayout?] {
    definition.recordTypes.map { $0.isInline ? nil : table($0.index) }
  }

  func table(_ type: Int) -> TableLayout {
    if let table = made[type] { return table }
    let recordType = definition.recordTypes[type]
    precondition(!recordType.isInline, "entries of a list have no table of their own")
    let table = TableLayout(type: recordType, prefix: prefix, definition: definition)
    made[type] = table
    return table
  }

  func table(of move: TypeMove) -> TableLayout { table(move.type.index) }

  /// `customer-account` as `customer_account`.
  static func prefix(of workflow: String) -> String {
    String(
      decoding: workflow.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        default: UInt8(ascii: "_")
        }
      }, as: UTF8.self)
  }
}

/// The table of one type of record.
final class TableLayout {
  enum Column {
    case value(ValueColumn)
    /// A join table.
    case links(table: String, target: Int)
    case entries(EntriesLayout)
  }

  let type: RecordType
  let plainName: String
  let name: String
  /// By slot.
  let columns: [Column]
  /// The slots that are columns of the table, in their order.
  let valueSlots: [Int]
  /// The slots that have tables of their own.
  let sideSlots: [Int]

  init(type: RecordType, prefix: String, definition: WorkflowDefinition) {
    self.type = type
    plainName = "\(prefix)__\(type.name)"
    name = quoted(plainName)
    var names = ColumnNames(taken: Self.ownColumns)
    var columns: [Column] = []
    for field in type.fields {
      switch field.type {
      case .links(let target):
        columns.append(.links(table: "\(plainName)__\(field.name)", target: target))
      case .entries(let entryType):
        columns.append(
          .entries(
            EntriesLayout(
              type: definition.recordTypes[entryType], table: "\(plainName)__\(field.name)",
              prefix: prefix, definition: definition)))
      case .plain, .choice, .reference, .list:
        columns.append(
          .value(
            ValueColumn(
              field: field, plainName: names.name(for: field.name), prefix: prefix,
              definition: definition)))
      }
    }
    self.columns = columns
    valueSlots = columns.indices.filter { if case .value = columns[$0] { true } else { false } }
    sideSlots = columns.indices.filter { if case .value = columns[$0] { false } else { true } }
  }

  static let ownColumns = ["id", "_version", "_created_at", "_updated_at", "_definition"]

  func valueColumn(_ slot: Int) -> ValueColumn? {
    if case .value(let column) = columns[slot] { column } else { nil }
  }

  /// The names of the value columns, each after a comma.
  var valueColumnList: String {
    valueSlots.compactMap { valueColumn($0).map { ", \($0.name)" } }.joined()
  }
}

/// A column that holds a field.
struct ValueColumn {
  let plainName: String
  let name: String
  let type: FieldType
  /// Its type as SQLite and its tools see it.
  let declaration: String
  let isIndexed: Bool

  init(field: Field, plainName: String, prefix: String, definition: WorkflowDefinition) {
    self.plainName = plainName
    name = quoted(plainName)
    type = field.type
    declaration = Self.declaration(of: field.type, prefix: prefix, definition: definition)
    if case .reference = field.type {
      isIndexed = true
    } else {
      isIndexed = field.isLookedUp
    }
  }

  /// Texts for what must stay exact, with names that say what the texts are.
  private static func declaration(
    of type: FieldType, prefix: String, definition: WorkflowDefinition
  ) -> String {
    switch type {
    case .plain(let type): type.traits.column
    case .choice: "TEXT"
    case .list, .links, .entries: "JSON_TEXT"
    case .reference(let target):
      "TEXT REFERENCES \(quoted("\(prefix)__\(definition.recordTypes[target].name)"))(id) "
        + "DEFERRABLE INITIALLY DEFERRED"
    }
  }
}

/// The table of an inline list: its owner's id, the place in the list, and a column for each field.
struct EntriesLayout {
  let type: RecordType
  let plainName: String
  let name: String
  let columns: [ValueColumn]

  init(type: RecordType, table: String, prefix: String, definition: WorkflowDefinition) {
    self.type = type
    plainName = table
    name = quoted(table)
    var names = ColumnNames(taken: ["owner", "position"])
    columns = type.fields.map { field in
      ValueColumn(
        field: field, plainName: names.name(for: field.name), prefix: prefix, definition: definition
      )
    }
  }

  var columnList: String { columns.map { ", \($0.name)" }.joined() }
}

/// Gives each field a column name that nothing else has: SQLite does not tell upper from lower
/// case.
struct ColumnNames {
  private var taken: Set<String>

  init(taken: [String]) { self.taken = Set(taken) }

  mutating func name(for field: String) -> String {
    var name = field
    while !taken.insert(name.lowercased()).inserted { name += "_" }
    return name
  }
}
