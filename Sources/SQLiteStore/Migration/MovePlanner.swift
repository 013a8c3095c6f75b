import CEL
import Diagnostics
import WorkflowEngine
import WorkflowStore

/// Compares a store's tables with a definition, and counts the records that stand between them.
struct MovePlanner {
  let connection: Connection
  let former: FormerLayout
  /// Former names of types that nothing says and that are taken to be meant.
  private let assumed: [Int: String]
  private var plan = MovePlan()

  private var layout: StoreLayout { connection.layout }
  private var definition: WorkflowDefinition { layout.definition }

  static func plan(_ connection: Connection) throws(StoreError) -> MovePlan {
    let former = try FormerLayout.read(connection)
    var planner = MovePlanner(connection, former, assuming: [:])
    try planner.run()
    let assumed = planner.guesses()
    if assumed.isEmpty { return planner.plan }
    // What else is to be said is said at once, not in a second round.
    var second = MovePlanner(connection, former, assuming: assumed)
    try second.run()
    second.plan.problems = planner.plan.problems.filter(\.isGoneType) + second.plan.problems
    return second.plan
  }

  private init(_ connection: Connection, _ former: FormerLayout, assuming assumed: [Int: String]) {
    self.connection = connection
    self.former = former
    self.assumed = assumed
  }

  /// New types that gone ones probably became.
  private func guesses() -> [Int: String] {
    var guesses: [Int: String] = [:]
    for problem in plan.problems {
      guard case .goneType(let meant?) = problem.kind,
        let type = definition.recordType(named: meant), guesses[type.index] == nil
      else { continue }
      guesses[type.index] = problem.type
    }
    return guesses
  }

  private mutating func run() throws(StoreError) {
    var taken: Set<String> = []
    for case let table? in layout.tables {
      let known = former.types[formerName(of: table.type.index)]
      if let known { taken.insert(known.name) }
      try add(table, known)
    }
    for (name, type) in former.types.sorted(by: { $0.key < $1.key }) where !taken.contains(name) {
      let count = try rowCount(type.table)
      if count > 0 {
        let new = plan.types.filter { $0.former == nil }.map(\.type.name)
        let meant = suggestion(for: name, among: new) ?? (new.count == 1 ? new[0] : nil)
        plan.problems.append(
          MoveProblem(kind: .goneType(meant: meant), type: name, field: "", count: count))
      } else {
        plan.goneTypes.append(type)
        plan.notes.append("dropped empty type \(name)")
      }
    }
  }

  /// What the store calls a type.
  private func formerName(of type: Int) -> String {
    if let name = assumed[type] { return name }
    let name = definition.recordTypes[type].name
    if let was = definition.migration?.type(type)?.was {
      let isEntry = definition.recordTypes[type].isInline
      let known = isEntry ? former.entryTypes : Set(former.types.keys)
      if known.contains(was), !known.contains(name) { return was }
    }
    return name
  }

  // MARK: Types

  private mutating func add(_ table: TableLayout, _ known: FormerType?) throws(StoreError) {
    guard let known else {
      plan.notes.append("new type \(table.type.name)")
      let fields = ContainerMove(
        type: table.type, sources: table.type.fields.map { _ in .added })
      plan.types.append(TypeMove(type: table.type, former: nil, count: 0, fields: fields))
      return
    }
    let count = try rowCount(known.table)
    var reader = ContainerPlanner(
      connection: connection, type: table.type, list: nil, count: count,
      migration: definition.migration?.type(table.type.index), typeName: formerName)
    var move = TypeMove(
      type: table.type, former: known, count: count, fields: try reader.plan(known.fields))
    take(&reader)
    for slot in table.sideSlots {
      guard case .entries(let entries) = table.columns[slot],
        let list = move.fields.sources[slot].former
      else { continue }
      var reader = ContainerPlanner(
        connection: connection, type: entries.type,
        list: "\(table.type.name).\(table.type.fields[slot].name)",
        count: try rowCount(list.table),
        migration: definition.migration?.type(entries.type.index), typeName: formerName)
      move.entries[slot] = try reader.plan(known.entries[list.name] ?? [:])
      take(&reader)
    }
    if move.isRenamed, count == 0 {
      plan.notes.append("renamed empty type \(known.name) to \(table.type.name)")
    }
    plan.types.append(move)
  }

  private mutating func take(_ reader: inout ContainerPlanner) {
    plan.problems += reader.problems
    plan.notes += reader.notes
  }

  private func rowCount(_ table: String) throws(StoreError) -> Int {
    Int(try connection.number("SELECT count(*) FROM \(quoted(table))") ?? 0)
  }
}

/// Compares the fields of one table with those of a type.
struct ContainerPlanner {
  let connection: Connection
  let type: RecordType
  /// `order.lines`, for the entries of a list.
  let list: String?
  /// How many rows there are.
  let count: Int
  let migration: TypeMigration?
  let typeName: (Int) -> String
  private(set) var problems: [MoveProblem] = []
  private(set) var notes: [String] = []

  init(
    connection: Connection, type: RecordType, list: String?, count: Int,
    migration: TypeMigration?, typeName: @escaping (Int) -> String
  ) {
    self.connection = connection
    self.type = type
    self.list = list
    self.count = count
    self.migration = migration
    self.typeName = typeName
  }

  private var definition: WorkflowDefinition { connection.layout.definition }

  mutating func plan(_ formerFields: [String: FormerField]) throws(StoreError) -> ContainerMove {
    var move = ContainerMove(type: type, sources: type.fields.map { _ in .added })
    for (name, field) in formerFields.sorted(by: { $0.key < $1.key }) {
      let stated = migration?.fields.first { $0.former == name }
      if let stated, stated.slot == nil {
        try drop(field, isStated: true, &move)
      } else if let slot = stated?.slot ?? type.slot(of: name) {
        try place(field, slot, isStated: stated != nil, &move)
      } else {
        try drop(field, isStated: false, &move)
      }
    }
    for assignment in migration?.set ?? [] where try isWanted(assignment, move) {
      move.set.append(assignment)
    }
    for (slot, field) in type.fields.enumerated() where isNew(slot, move) {
      if count > 0, needsValue(field), !move.isSet(slot) {
        add(.required, field: field.name, count: count)
      } else {
        notes.append("new field \(path(field.name))")
      }
    }
    return move
  }

  private func isNew(_ slot: Int, _ move: ContainerMove) -> Bool {
    if case .added = move.sources[slot] { true } else { false }
  }

  private func needsValue(_ field: Field) -> Bool {
    field.mustHaveValue && field.region == nil && field.plainDefault == nil
  }

  /// Whether there are records without a value in the field.
  private func isWanted(_ assignment: Assignment, _ move: ContainerMove) throws(StoreError) -> Bool
  {
    if count == 0 { return false }
    switch move.sources[assignment.slot] {
    case .added, .converted: return true
    case .mapped: return false
    case .kept(let former):
      guard type.fields[assignment.slot].mustHaveValue, let column = former.column else {
        return false
      }
      let empty = try connection.number(
        "SELECT EXISTS (SELECT 1 FROM \(quoted(former.table)) WHERE \(quoted(column)) IS NULL)")
      return empty == 1
    }
  }

  // MARK: Fields

  private mutating func drop(
    _ field: FormerField, isStated: Bool, _ move: inout ContainerMove
  ) throws(StoreError) {
    let holding = field.isInternal ? 0 : try valueCount(field)
    if holding == 0 {
      move.removed.append(field)
      if !field.isInternal { notes.append("dropped empty field \(path(field.name))") }
    } else if isStated {
      move.dropped.append(field)
    } else {
      add(.goneField(field.kind), field: field.name, count: holding)
    }
  }

  private mutating func place(
    _ former: FormerField, _ slot: Int, isStated: Bool, _ move: inout ContainerMove
  ) throws(StoreError) {
    let field = type.fields[slot]
    let kind = FormerKind(field.type, in: definition, typeName: typeName)
    if former.kind == kind || isText(former.kind, field) {
      move.sources[slot] = .kept(former)
    } else if case .choice = former.kind, case .choice(let choice) = field.type {
      move.sources[slot] = try mapped(former, slot, definition.choices[choice].values)
    } else if field.isInternal {
      move.removed.append(former)
    } else {
      try change(former, slot, isStated: isStated, &move)
    }
  }

  /// The values of a choice are texts already.
  private func isText(_ kind: FormerKind, _ field: Field) -> Bool {
    if case .choice = kind { field.type == .text } else { false }
  }

  private mutating func change(
    _ former: FormerField, _ slot: Int, isStated: Bool, _ move: inout ContainerMove
  ) throws(StoreError) {
    let field = type.fields[slot]
    let holding = try valueCount(former)
    if holding == 0 {
      move.removed.append(former)
      return notes.append("emptied field \(path(former.name))")
    }
    let misfits = try misfitCount(former, field.type)
    if isStated, misfits == 0 {
      move.sources[slot] = .converted(former)
    } else {
      add(
        .changedField(
          was: former.kind, now: Schema.kind(of: field.type, in: definition), misfits: misfits),
        field: former.name, count: holding)
      // The field is told once: not as one without values too.
      move.sources[slot] = .converted(former)
    }
  }

  /// How many records hold a value that has no counterpart.
  private func misfitCount(_ former: FormerField, _ type: FieldType) throws(StoreError) -> Int {
    guard let column = former.column, let reading = former.kind.readingType else { return count }
    let query = try connection.prepare(
      """
      SELECT \(quoted(column)), count(*) FROM \(quoted(former.table)) \
      WHERE \(quoted(column)) IS NOT NULL GROUP BY 1
      """)
    let conversion = ValueConversion(definition: definition)
    var misfits = 0
    while try query.next() {
      let value = query.value(0, as: reading, in: definition)
      if value.flatMap({ conversion.convert($0, to: type) }) == nil {
        misfits += Int(query.integer(1))
      }
    }
    return misfits
  }

  // MARK: Values of choices

  private mutating func mapped(
    _ former: FormerField, _ slot: Int, _ present: [String]
  ) throws(StoreError) -> FieldSource {
    guard let column = former.column else { return .kept(former) }
    let list = present.map(quotedText).joined(separator: ", ")
    let query = try connection.prepare(
      """
      SELECT \(quoted(column)), count(*) FROM \(quoted(former.table)) \
      WHERE \(quoted(column)) NOT IN (\(list)) GROUP BY 1 ORDER BY 1
      """)
    let field = type.fields[slot]
    var used: [String: String] = [:]
    while try query.next() {
      let value = query.text(0)
      if let move = stated(value, slot) {
        used[value] = move
      } else if !field.isInternal {
        add(
          .goneValue(value, isState: field.region != nil), field: field.name,
          count: Int(query.integer(1)))
      }
    }
    return used.isEmpty && !field.isInternal ? .kept(former) : .mapped(former, values: used)
  }

  /// What takes a former value's place; what the engine remembers of a region moves with it.
  private func stated(_ value: String, _ slot: Int) -> String? {
    migration?.values.first { move in
      move.former == value
        && (move.slot == slot
          || type.fields[slot].isInternal && type.fields[move.slot].type == type.fields[slot].type)
    }?.present
  }

  // MARK: Accounts

  private func valueCount(_ field: FormerField) throws(StoreError) -> Int {
    let count =
      if let column = field.column {
        "SELECT count(*) FROM \(quoted(field.table)) WHERE \(quoted(column)) IS NOT NULL"
      } else {
        "SELECT count(DISTINCT owner) FROM \(quoted(field.table))"
      }
    return Int(try connection.number(count) ?? 0)
  }

  private mutating func add(_ kind: MoveProblem.Kind, field: String, count: Int) {
    problems.append(
      MoveProblem(kind: kind, type: type.name, list: list, field: field, count: count))
  }

  private func path(_ field: String) -> String { "\(list ?? type.name).\(field)" }
}
