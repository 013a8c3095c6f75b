import WorkflowEngine
import WorkflowStore

/// Gives a workflow's tables the columns of a definition.
///
/// `begin` loses nothing: former columns and tables that records still have to be moved from are
/// set aside under other names. `finish` takes them away. Both run inside a transaction of the
/// caller's.
struct TableMover {
  let connection: Connection
  let plan: MovePlan

  private var layout: StoreLayout { connection.layout }
  private var workflow: String { quotedText(layout.definition.name) }

  func begin() throws(StoreError) {
    for move in plan.types where move.isRenamed { try rename(move) }
    for move in plan.types {
      guard let former = move.former else {
        for statement in Schema.creation(of: layout.table(of: move), in: layout) {
          try connection.execute(statement)
        }
        continue
      }
      let table = move.isRenamed ? layout.table(of: move).plainName : former.table
      try moveTopFields(move, table)
      for (slot, entries) in move.entries.sorted(by: { $0.key < $1.key }) {
        guard case .entries(let place) = layout.table(of: move).columns[slot] else { continue }
        let columns = place.columns
        try moveColumns(
          entries, table: place.plainName,
          owner: (former.name, move.fields.sources[slot].former?.name)
        ) { columns[$0] }
      }
    }
  }

  /// Takes away what was set aside and what is empty.
  func finish() throws(StoreError) {
    for type in plan.goneTypes {
      for field in type.fields.values where field.column == nil { try dropTable(field.table) }
      try dropTable(type.table)
    }
    for move in plan.types where move.former != nil {
      let formers =
        leaving(move.fields) + move.entries.values.flatMap { leaving($0) }
      for field in formers {
        if let column = field.column {
          try connection.execute(
            "ALTER TABLE \(quoted(field.table)) DROP COLUMN \(quoted(column))")
        } else {
          try dropTable(field.table)
        }
      }
      for place in FieldPlace.all(of: layout.table(of: move), in: layout) { try adaptIndex(place) }
    }
  }

  private func leaving(_ move: ContainerMove) -> [FormerField] {
    move.dropped + move.removed
      + move.sources.compactMap { source in
        if case .converted(let former) = source { former } else { nil }
      }
  }

  private func dropTable(_ table: String) throws(StoreError) {
    try connection.execute("DROP TABLE IF EXISTS \(quoted(table))")
  }

  // MARK: Types

  private func rename(_ move: TypeMove) throws(StoreError) {
    guard let former = move.former else { return }
    try dropIndexes(of: former.table)
    try connection.execute(
      "ALTER TABLE \(quoted(former.table)) RENAME TO \(quoted(layout.table(of: move).plainName))")
    try connection.execute(
      """
      UPDATE workflow_columns SET table_name = \(quotedText(layout.table(of: move).plainName)) \
      WHERE workflow = \(workflow) AND record_type = \(quotedText(former.name)) \
      AND table_name = \(quotedText(former.table))
      """)
    let names = (former: quotedText(former.name), present: quotedText(move.type.name))
    try connection.makeWaitingTable()
    let tables = [
      "workflow_tombstones", "workflow_messages", "workflow_requests", "workflow_waiting",
    ]
    for table in tables {
      try connection.execute(
        """
        UPDATE \(table) SET record_type = \(names.present) \
        WHERE workflow = \(workflow) AND record_type = \(names.former)
        """)
    }
    try connection.execute(
      """
      UPDATE workflow_meta SET key = \(quotedText("next_number/\(move.type.name)")) \
      WHERE workflow = \(workflow) AND key = \(quotedText("next_number/\(former.name)"))
      """)
    try connection.noteFormerName(former.name, of: move.type.name)
  }

  // MARK: Fields

  private func moveTopFields(_ move: TypeMove, _ table: String) throws(StoreError) {
    guard let former = move.former else { return }
    try moveColumns(move.fields, table: table, owner: (former.name, nil)) { slot in
      layout.table(of: move).valueColumn(slot)
    }
    try enterInnerRegions(move, table)
    try rememberEntering(move, table)
    for slot in layout.table(of: move).sideSlots {
      guard let name = sideTable(layout.table(of: move), slot) else { continue }
      if let side = move.fields.sources[slot].former, move.fields.sources[slot].staysInPlace {
        try renameTable(side, to: name, of: former.name)
      } else {
        for statement in Schema.sideCreation(of: layout.table(of: move), slot: slot, in: layout) {
          try connection.execute(statement)
        }
      }
    }
  }

  private func hasNewInnerRegion(_ move: ContainerMove) -> Bool {
    move.type.regions.contains { region in
      if case .added = move.sources[region.slot] { region.parent != nil } else { false }
    }
  }

  /// States that records come into because they are in a state around a new region.
  struct InnerStates {
    /// Which records, in terms of their columns.
    var condition: String
    var states: [(column: String, state: String?)]
  }

  /// - Parameter source: a table with the columns of the definition.
  func innerStates(_ move: TypeMove, in source: String) throws(StoreError) -> [InnerStates] {
    if !hasNewInnerRegion(move.fields) { return [] }
    let table = layout.table(of: move)
    let regions = move.type.regions
    let columns = regions.compactMap { table.valueColumn($0.slot)?.name }
    let query = try connection.prepare(
      "SELECT DISTINCT \(columns.joined(separator: ", ")) FROM \(source)")
    var rows: [[String?]] = []
    while try query.next() { rows.append(columns.indices.map { query.textOrNil(Int32($0)) }) }
    return rows.compactMap { row in
      let given = zip(regions, row).map { region, name in
        region.states.firstIndex { $0.name == name }
      }
      // A former state: its records are moved one by one.
      if zip(given, row).contains(where: { $0 == nil && $1 != nil }) { return nil }
      let states = zip(regions, move.type.completedStates(given)).map { region, state in
        state.map { region.states[$0].name }
      }
      if states == row { return nil }
      let condition = zip(columns, row).map { "\($0) IS \($1.map(quotedText) ?? "NULL")" }
      return InnerStates(
        condition: condition.joined(separator: " AND "),
        states: zip(columns, states).map { (column: $0, state: $1) })
    }
  }

  private func enterInnerRegions(_ move: TypeMove, _ table: String) throws(StoreError) {
    for entered in try innerStates(move, in: quoted(table)) {
      let changes = entered.states.map { "\($0.column) = \($0.state.map(quotedText) ?? "NULL")" }
      try connection.execute(
        "UPDATE \(quoted(table)) SET \(changes.joined(separator: ", ")) WHERE \(entered.condition)")
    }
  }

  /// What a timer that begins to ask when a state was entered is told: by the history, or by when
  /// the record came into the store; what a way back to the state before is told by the history; and
  /// whether a request waits. By column, of a table `r`.
  func enteringTimes(_ move: TypeMove) throws(StoreError) -> [String: String] {
    let table = layout.table(of: move)
    var times: [String: String] = [:]
    for region in move.type.regions {
      if let (column, state) = try previousState(of: region, move) { times[column] = state }
      guard let slot = region.enteredSlot, case .added = move.fields.sources[slot],
        let entered = table.valueColumn(slot), let state = table.valueColumn(region.slot)
      else { continue }
      let names = try connection.allNames(of: move.type.name)
      times[entered.name] = """
        CASE WHEN r.\(state.name) IS NOT NULL THEN ifnull((
          SELECT h.at FROM workflow_history h WHERE h.record_id = r.id AND h.workflow = \(workflow)
          AND h.record_type IN (\(names)) AND h.changes IS NOT NULL
          AND json_extract(h.changes, '$.\(region.name).new') = r.\(state.name)
          ORDER BY h.line DESC LIMIT 1), r._created_at) END
        """
    }
    return times.merging(try waiting(move)) { first, _ in first }
  }

  /// What a field that begins to tell whether a request waits says of each record.
  private func waiting(_ move: TypeMove) throws(StoreError) -> [String: String] {
    let table = layout.table(of: move)
    var told: [String: String] = [:]
    for event in move.type.events {
      guard let slot = event.pendingSlot, case .added = move.fields.sources[slot],
        let column = table.valueColumn(slot), try connection.hasWaitingTable()
      else { continue }
      let names = try connection.allNames(of: move.type.name)
      told[column.name] = Connection.waits(event, names, layout)
    }
    return told
  }

  /// The state that a record left when it came into the present one, where the definition still has
  /// it.
  private func previousState(
    of region: Region, _ move: TypeMove
  ) throws(StoreError) -> (column: String, state: String)? {
    let table = layout.table(of: move)
    guard let slot = region.previousSlot, case .added = move.fields.sources[slot],
      let before = table.valueColumn(slot), let state = table.valueColumn(region.slot)
    else { return nil }
    let names = try connection.allNames(of: move.type.name)
    let states = region.states.map { quotedText($0.name) }.joined(separator: ", ")
    let old = "json_extract(h.changes, '$.\(region.name).old')"
    return (
      before.name,
      """
      (SELECT CASE WHEN \(old) IN (\(states)) THEN \(old) END FROM workflow_history h
        WHERE h.record_id = r.id AND h.workflow = \(workflow)
        AND h.record_type IN (\(names)) AND h.changes IS NOT NULL
        AND json_extract(h.changes, '$.\(region.name).new') = r.\(state.name)
        AND \(old) IS NOT json_extract(h.changes, '$.\(region.name).new')
        ORDER BY h.line DESC LIMIT 1)
      """
    )
  }

  private func rememberEntering(_ move: TypeMove, _ table: String) throws(StoreError) {
    for (column, time) in try enteringTimes(move) {
      try connection.execute("UPDATE \(quoted(table)) AS r SET \(column) = \(time)")
    }
  }

  private func sideTable(_ table: TableLayout, _ slot: Int) -> String? {
    switch table.columns[slot] {
    case .value: nil
    case .links(let join, _): join
    case .entries(let entries): entries.plainName
    }
  }

  private func renameTable(
    _ side: FormerField, to name: String, of formerType: String
  ) throws(StoreError) {
    if side.table == name { return }
    try dropIndexes(of: side.table)
    try connection.execute("ALTER TABLE \(quoted(side.table)) RENAME TO \(quoted(name))")
    try connection.execute(
      """
      UPDATE workflow_columns SET table_name = \(quotedText(name)) WHERE workflow = \(workflow) \
      AND record_type = \(quotedText(formerType)) AND table_name = \(quotedText(side.table))
      """)
  }

  /// - Parameter owner: The former type, and the former name of the list whose entries are meant.
  private func moveColumns(
    _ move: ContainerMove, table: String, owner: (type: String, list: String?),
    column: (Int) -> ValueColumn?
  ) throws(StoreError) {
    for field in leaving(move) { try setAside(field, in: table, owner) }
    for (slot, source) in move.sources.enumerated() {
      guard let present = column(slot) else { continue }
      switch source {
      case .kept(let former), .mapped(let former, _):
        if let name = former.column, name != present.plainName {
          try dropIndexes(of: table, on: name)
          try connection.execute(
            "ALTER TABLE \(quoted(table)) RENAME COLUMN \(quoted(name)) TO \(present.name)")
          try noteColumn(present.plainName, of: former, owner)
        }
        if case .mapped(_, let values) = source, move.type.fields[slot].isInternal {
          try forgetUnknown(present, values, in: table)
        }
      case .added, .converted: try add(present, slot, of: move, to: table)
      }
    }
  }

  private func setAside(
    _ field: FormerField, in table: String, _ owner: (type: String, list: String?)
  ) throws(StoreError) {
    guard let column = field.column else {
      return try renameTable(field, to: "\(field.table)___former", of: owner.type)
    }
    let name = "_former_\(column)"
    try dropIndexes(of: table, on: column)
    try connection.execute(
      "ALTER TABLE \(quoted(table)) RENAME COLUMN \(quoted(column)) TO \(quoted(name))")
    try noteColumn(name, of: field, owner)
  }

  private func noteColumn(
    _ column: String, of field: FormerField, _ owner: (type: String, list: String?)
  ) throws(StoreError) {
    let path = owner.list.map { "\($0).\(field.name)" } ?? field.name
    try connection.execute(
      """
      UPDATE workflow_columns SET column_name = \(quotedText(column)) WHERE workflow = \(workflow) \
      AND record_type = \(quotedText(owner.type)) AND field = \(quotedText(path))
      """)
  }

  private func add(
    _ column: ValueColumn, _ slot: Int, of move: ContainerMove, to table: String
  ) throws(StoreError) {
    try connection.execute(
      "ALTER TABLE \(quoted(table)) ADD COLUMN \(Schema.declaration(of: column))")
    guard let value = move.startingValue(slot) else { return }
    let fill = try connection.prepare("UPDATE \(quoted(table)) SET \(column.name) = ?1")
    fill.bind(1, value)
    try fill.run()
  }

  /// What the engine remembers is forgotten where nothing has taken its place.
  private func forgetUnknown(
    _ column: ValueColumn, _ values: [String: String], in table: String
  ) throws(StoreError) {
    guard let known = knownValues(column, values) else { return }
    try connection.execute(
      "UPDATE \(quoted(table)) SET \(column.name) = NULL WHERE \(column.name) NOT IN (\(known))")
  }

  /// The values of a choice that stay or give their place to others, as SQL lists them.
  func knownValues(_ column: ValueColumn, _ values: [String: String]) -> String? {
    guard case .choice(let choice) = column.type else { return nil }
    let known = layout.definition.choices[choice].values + values.keys.sorted()
    return known.map(quotedText).joined(separator: ", ")
  }

  // MARK: Indexes

  /// Indexes have their table's and column's names in theirs, so that they are made anew.
  private func dropIndexes(of table: String, on column: String? = nil) throws(StoreError) {
    let query = try connection.prepare(
      """
      SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?1 \
      AND (?2 IS NULL OR name = ?1 || '__by_' || ?2)
      """)
    query.bind(1, table)
    query.bind(2, column)
    var names: [String] = []
    while try query.next() { names.append(query.text(0)) }
    for name in names { try connection.execute("DROP INDEX \(quoted(name))") }
  }

  private func adaptIndex(_ place: FieldPlace) throws(StoreError) {
    guard let column = place.column else {
      if case .links = place.field.type {
        return try connection.execute(
          """
          CREATE INDEX IF NOT EXISTS \(quoted("\(place.table)__by_member")) \
          ON \(quoted(place.table))(member, owner)
          """)
      }
      return
    }
    let name = "\(place.table)__by_\(column.plainName)"
    if column.isIndexed {
      let exists = try connection.number(
        "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = \(quotedText(name))")
      if exists == 0 { try connection.execute(Schema.index(on: column, of: place.table)) }
    } else {
      try connection.execute("DROP INDEX IF EXISTS \(quoted(name))")
    }
  }
}
