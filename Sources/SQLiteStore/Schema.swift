import CEL
import GRDB
import WorkflowEngine
import WorkflowStore

/// The tables of a store.
enum Schema {
  /// "WFLW": what `file` and `PRAGMA application_id` tell a store's file by.
  static let applicationID = 0x5746_4C57
  /// Raised to 2 when records began to carry the number of a definition.
  static let formatVersion = 2

  /// The tables that all workflows share.
  static let shared = """
    CREATE TABLE workflow_meta(
      workflow TEXT NOT NULL, key TEXT NOT NULL, value, PRIMARY KEY (workflow, key)) WITHOUT ROWID;
    INSERT INTO workflow_meta VALUES ('', 'commits', 0), ('', 'scrub_pending', 0);
    CREATE TABLE workflow_definitions(
      number INTEGER PRIMARY KEY, workflow TEXT NOT NULL, hash TEXT NOT NULL, version TEXT NOT NULL,
      noted_at TIMESTAMP_TEXT, text TEXT, UNIQUE (workflow, hash));
    CREATE TABLE workflow_schemas(
      workflow TEXT PRIMARY KEY, prefix TEXT NOT NULL UNIQUE,
      definition INTEGER NOT NULL REFERENCES workflow_definitions(number)) WITHOUT ROWID;
    CREATE TABLE workflow_columns(
      workflow TEXT NOT NULL, record_type TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL,
      table_name TEXT NOT NULL, column_name TEXT, PRIMARY KEY (workflow, record_type, field)) WITHOUT ROWID;
    CREATE TABLE workflow_history(\(historyColumns));
    CREATE INDEX workflow_history_record ON workflow_history(record_id);
    CREATE TRIGGER workflow_history_is_append_only BEFORE DELETE ON workflow_history
      BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
    CREATE TRIGGER workflow_history_stays BEFORE UPDATE OF \(lastingColumns) ON workflow_history
      BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
    CREATE VIEW workflow_history_changes AS
      SELECT h.line, h.at, h.actor, h.workflow, h.record_type, h.record_id, h.event, c.key AS field,
        json_extract(c.value, '$.old') AS old, json_extract(c.value, '$.new') AS new,
        d.hash AS definition
      FROM workflow_history h JOIN workflow_definitions d ON d.number = h.definition,
        json_each(h.changes) c;
    CREATE TABLE workflow_messages(
      number INTEGER PRIMARY KEY, workflow TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
      record_type TEXT NOT NULL, record_id TEXT NOT NULL, payload JSON_TEXT NOT NULL,
      created_at TIMESTAMP_TEXT NOT NULL, delivered_at TIMESTAMP_TEXT, step INTEGER NOT NULL,
      UNIQUE (workflow, key));
    CREATE INDEX workflow_messages_waiting ON workflow_messages(workflow, number)
      WHERE delivered_at IS NULL;
    CREATE INDEX workflow_messages_step ON workflow_messages(step);
    CREATE TABLE workflow_tombstones(
      workflow TEXT NOT NULL, record_type TEXT NOT NULL, record_id TEXT NOT NULL, kind TEXT NOT NULL,
      version INTEGER NOT NULL, at TIMESTAMP_TEXT NOT NULL,
      PRIMARY KEY (workflow, record_type, record_id)) WITHOUT ROWID;
    CREATE TABLE workflow_requests(
      workflow TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, step INTEGER NOT NULL,
      record_type TEXT NOT NULL, record_id TEXT, answer TEXT, PRIMARY KEY (workflow, key)) WITHOUT ROWID;
    CREATE INDEX workflow_requests_record ON workflow_requests(record_id, record_type);
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(formatVersion);
    """

  private static var historyColumns: String {
    HistoryColumn.allCases.map { "\($0.rawValue) \($0.declaration)" }.joined(separator: ", ")
  }

  /// Erasing touches the changes alone.
  private static var lastingColumns: String {
    HistoryColumn.allCases.filter { $0 != .changes }.map(\.rawValue).joined(separator: ", ")
  }

  // MARK: Tables of record types

  /// The statements that make a type's tables and indexes.
  static func creation(of table: TableLayout, in layout: StoreLayout) -> [String] {
    let columns = table.valueSlots.compactMap { table.valueColumn($0) }
    let declarations = columns.map { ", \(declaration(of: $0))" }.joined()
    var statements = [
      """
      CREATE TABLE \(table.name)(id TEXT NOT NULL PRIMARY KEY, _version INTEGER NOT NULL, \
      _created_at TIMESTAMP_TEXT NOT NULL, _updated_at TIMESTAMP_TEXT NOT NULL, \
      _definition INTEGER NOT NULL\(declarations)) WITHOUT ROWID
      """
    ]
    for column in columns where column.isIndexed {
      statements.append(index(on: column, of: table.plainName))
    }
    for slot in table.sideSlots { statements += sideCreation(of: table, slot: slot, in: layout) }
    return statements
  }

  static func declaration(of column: ValueColumn) -> String {
    let check = column.type == .boolean ? " CHECK (\(column.name) IN (0, 1))" : ""
    return "\(column.name) \(column.declaration)\(check)"
  }

  static func index(on column: ValueColumn, of table: String) -> String {
    "CREATE INDEX \(quoted("\(table)__by_\(column.plainName)")) ON \(quoted(table))(\(column.name))"
  }

  static func sideCreation(of table: TableLayout, slot: Int, in layout: StoreLayout) -> [String] {
    let owner =
      "owner TEXT NOT NULL REFERENCES \(table.name)(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
    switch table.columns[slot] {
    case .value: return []
    case .links(let join, let target):
      let member = layout.table(target).name
      return [
        """
        CREATE TABLE \(quoted(join))(\(owner), member TEXT NOT NULL REFERENCES \(member)(id) \
        DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (owner, member)) WITHOUT ROWID
        """,
        "CREATE INDEX \(quoted("\(join)__by_member")) ON \(quoted(join))(member, owner)",
      ]
    case .entries(let entries):
      let columns = entries.columns.map { ", \(declaration(of: $0))" }.joined()
      return [
        """
        CREATE TABLE \(entries.name)(\(owner), position INTEGER NOT NULL\(columns), \
        PRIMARY KEY (owner, position)) WITHOUT ROWID
        """
      ] + entries.columns.filter(\.isIndexed).map { index(on: $0, of: entries.plainName) }
    }
  }

  /// What a field is, as `workflow_columns` tells it; two definitions agree on a field where this
  /// agrees.
  static func kind(of type: FieldType, in definition: WorkflowDefinition) -> String {
    switch type {
    case .plain(let type): type.rawValue
    case .choice(let choice): "choice(\(definition.choices[choice].values.joined(separator: "|")))"
    case .reference(let target): "reference(\(definition.recordTypes[target].name))"
    case .list(let element): "list(\(kind(of: element, in: definition)))"
    case .links(let target): "links(\(definition.recordTypes[target].name))"
    case .entries(let entry): "entries(\(definition.recordTypes[entry].name))"
    }
  }
}
