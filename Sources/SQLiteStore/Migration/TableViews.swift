import WorkflowEngine
import WorkflowStore

/// Shows a reader the tables as its definition has them, where the store was last moved to another
/// one and nothing would be lost in between.
///
/// Views of the connection's own stand in front of the tables, under their names; the file is left
/// as it is.
struct TableViews {
  let connection: Connection
  let plan: MovePlan

  private var layout: StoreLayout { connection.layout }
  private var mover: TableMover { TableMover(connection: connection, plan: plan) }

  func create() throws(StoreError) {
    try connection.execute("PRAGMA temp_store = MEMORY; PRAGMA query_only = 0")
    for move in plan.types where move.isChanged {
      try show(layout.table(of: move).plainName, as: records(move))
      try showSides(of: move)
    }
    try connection.execute("PRAGMA query_only = 1")
  }

  private func show(_ name: String, as select: String) throws(StoreError) {
    try connection.execute("CREATE TEMP VIEW \(quoted(name)) AS \(select)")
  }

  // MARK: Records

  private func records(_ move: TypeMove) throws(StoreError) -> String {
    let table = layout.table(of: move)
    let own = TableLayout.ownColumns.map(quoted)
    let columns = own + table.valueSlots.compactMap { table.valueColumn($0)?.name }
    guard let former = move.former else { return nothing(columns) }
    var values: [String: String] = [:]
    for slot in table.valueSlots {
      guard let column = table.valueColumn(slot) else { continue }
      values[column.name] = try value(move.fields, slot, column)
    }
    if try connection.number("PRAGMA user_version") == 1 { values[quoted("_definition")] = "0" }
    var select = layer(columns, values, over: "main.\(quoted(former.table))")
    let entered = try mover.innerStates(move, in: "(\(select))")
    if !entered.isEmpty { select = layer(columns, cases(entered), over: "(\(select))") }
    let times = try mover.enteringTimes(move)
    return times.isEmpty ? select : layer(columns, times, over: "(\(select))")
  }

  /// All columns, some of them with other values.
  private func layer(
    _ columns: [String], _ values: [String: String], over source: String
  ) -> String {
    let list = columns.map { column in
      values[column].map { "\($0) AS \(column)" } ?? "r.\(column)"
    }
    return "SELECT \(list.joined(separator: ", ")) FROM \(source) AS r"
  }

  private func nothing(_ columns: [String]) -> String {
    "SELECT \(columns.map { "NULL AS \($0)" }.joined(separator: ", ")) WHERE 0"
  }

  private func cases(_ moves: [TableMover.InnerStates]) -> [String: String] {
    var result: [String: String] = [:]
    for column in Set(moves.flatMap { $0.states.map(\.column) }) {
      let branches = moves.map { move in
        let state = move.states.first { $0.column == column }?.state
        return "WHEN \(move.condition) THEN \(state.map(quotedText) ?? "NULL")"
      }
      result[column] = "CASE \(branches.joined(separator: " ")) ELSE r.\(column) END"
    }
    return result
  }

  private func value(
    _ container: ContainerMove, _ slot: Int, _ column: ValueColumn
  ) throws(StoreError) -> String {
    switch container.sources[slot] {
    case .kept(let former), .converted(let former):
      return former.column.map { "r.\(quoted($0))" } ?? "NULL"
    case .mapped(let former, let values):
      guard let name = former.column else { return "NULL" }
      guard container.type.fields[slot].isInternal,
        let known = mover.knownValues(column, values)
      else { return "r.\(quoted(name))" }
      return "CASE WHEN r.\(quoted(name)) IN (\(known)) THEN r.\(quoted(name)) END"
    case .added:
      guard let value = container.startingValue(slot) else { return "NULL" }
      let literal = try connection.prepare("SELECT quote(?1)")
      literal.bind(1, value)
      defer { literal.reset() }
      return try literal.next() ? literal.text(0) : "NULL"
    }
  }

  // MARK: Tables beside the record's

  private func showSides(of move: TypeMove) throws(StoreError) {
    let table = layout.table(of: move)
    for slot in table.sideSlots {
      let source = move.fields.sources[slot]
      let former = source.staysInPlace ? source.former : nil
      switch table.columns[slot] {
      case .value: break
      case .links(let join, _):
        let columns = ["owner", "member"]
        try show(
          join,
          as: former.map { layer(columns, [:], over: "main.\(quoted($0.table))") }
            ?? nothing(columns))
      case .entries(let entries):
        let columns = ["owner", "position"] + entries.columns.map(\.name)
        guard let former, let container = move.entries[slot] else {
          try show(entries.plainName, as: nothing(columns))
          continue
        }
        var values: [String: String] = [:]
        for (slot, column) in entries.columns.enumerated() {
          values[column.name] = try value(container, slot, column)
        }
        try show(
          entries.plainName, as: layer(columns, values, over: "main.\(quoted(former.table))"))
      }
    }
  }
}
