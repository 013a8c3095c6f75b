import WorkflowEngine
import WorkflowStore

extension FormerLayout {
  /// What the store's tables are, as `workflow_columns` tells it.
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
