import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads decision tables: their columns and what they give, their rows, and whether every case has
/// one.
struct TableReader {
  let draft: DefinitionDraft
  /// Gives the files under `from:`.
  let source: PartSource

  static let maximumColumns = 16
  static let maximumRows = 1_000
  static let maximumTables = 200

  private var report: Report { draft.report }

  /// - Parameter sections: those of the main file and its parts.
  func read(_ sections: [Node?]) {
    var names = KnownNames(what: "a table")
    for entry in sections.flatMap({ report.named($0, of: "tables", .decisionTable) }) {
      let name = NameRules.check(entry.key, what: "a table", report)
      if Environment.isFunction(name) {
        report.add(
          .reservedName(name, what: "a table", because: "it is a function of formulas"),
          at: entry.key.range)
      }
      guard names.take(name, at: entry.key.range, report) else { continue }
      if draft.tables.count == TableReader.maximumTables {
        report.add(
          .tooMany("tables of a workflow", limit: TableReader.maximumTables), at: entry.key.range)
        return
      }
      let form = Form(entry.value, .decisionTable, report, strays: entry.strays)
      guard let form, let table = read(form, name: name, at: entry.key.range) else {
        // What calls it would be told in vain.
        report.lose(name)
        continue
      }
      draft.tables.append(table)
    }
  }

  private func read(_ form: Form, name: String, at range: SourceRange) -> DecisionTable? {
    for key in ["columns", "gives"] where form.lacks(key) {
      report.add(.missingKey(key, in: "table '\(name)'"), at: range)
    }
    if let key = form.key("from"), form["rows"] != nil {
      report.add(
        .misplacedKey("from", "cannot stand beside 'rows'", label: "keep one of them"),
        at: key.range)
      return nil
    }
    if form.lacks("rows"), form.lacks("from") {
      report.add(.missingKey("rows", in: "table '\(name)'", help: "or 'from'"), at: range)
    }
    let isFirst = report.boolean(form["first"], of: "first") ?? false
    let columns = form["columns"].flatMap { self.columns($0) }
    let result = form["gives"].flatMap { self.result($0) }
    guard let columns, let result else { return nil }
    let cells = CellReader(draft: draft)
    var read: (rows: [TableDraft.Row], form: TableForm)?
    if let node = form["rows"] {
      read = rows(node, columns, result, cells).map { ($0, .rows) }
    } else if let node = form["from"] {
      read = file(node, name, columns, result, cells)
    }
    guard let read else { return nil }
    let table = TableDraft(
      name: name, range: range, columns: columns, result: result, rows: read.rows,
      isFirst: isFirst, form: read.form)
    TableProof(table: table, draft: draft).run()
    return table.made(draft)
  }

  // MARK: Columns

  private func columns(_ node: Node) -> [TableDraft.Column]? {
    let entries = report.entries(node, of: "columns", example: "{age: integer}")
    if entries.count > TableReader.maximumColumns {
      report.add(
        .tooMany("columns of a table", limit: TableReader.maximumColumns), at: node.range)
      return nil
    }
    let columns = entries.map { key, value -> TableDraft.Column? in
      let name = NameRules.check(key, what: "a column", report)
      if name == "gives" {
        report.add(
          .reservedName(name, what: "a column", because: "it is what the table gives"),
          at: key.range)
      }
      if value.isNull {
        report.add(.emptyKey(name, mayBeNull: false), at: key.range)
        return nil
      }
      guard let read = columnType(value) else { return nil }
      return TableDraft.Column(name: name, type: read.type, isOptional: read.isOptional)
    }
    return columns.isEmpty ? nil : columns.complete()
  }

  private func result(_ node: Node) -> FieldType? {
    guard let read = columnType(node) else { return nil }
    if read.isOptional { report.add(.emptyResult(node.text), at: node.range) }
    return read.type
  }

  /// A type of field, or that of a record type's own: `integer`, `date?`, `item.kind`.
  private func columnType(_ node: Node) -> (type: FieldType, isOptional: Bool)? {
    guard node.isScalar, !node.isNull else {
      let inner = node.isMapping ? node["type"].flatMap { $0.isScalar ? $0.text : nil } : nil
      var mistake = Mistake.wrongShape(
        node, expected: "a type such as integer or item.kind", example: inner)
      mistake.replacement = inner
      report.add(mistake, at: node.range)
      return nil
    }
    var text = node.text
    let isOptional = text.hasSuffix("?")
    if isOptional { text.removeLast() }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2 {
      return member(parts[1], of: parts[0], in: node).map { ($0, isOptional) }
    }
    guard let type = FieldTypeReader(draft: draft).named(node).type else { return nil }
    if case .plain = type { return (type, isOptional) }
    report.add(.columnType(node.text), at: node.range)
    return nil
  }

  private func member(_ name: String, of owner: String, in node: Node) -> FieldType? {
    let point = owner.utf8.count
    guard let number = draft.typeNumber(owner) else {
      report.add(
        .unknownRecordType(owner, all: draft.typeNames), at: node.range(ofText: 0..<point))
      return nil
    }
    let type = draft.types[number]
    switch type.member(name) {
    case .region(let region): return .choice(type.regions[region].choice)
    case .field(let field):
      switch type.fields[field].type {
      case .choice(let choice)?: return .choice(choice)
      case .plain(let scalar)?: return .plain(scalar)
      case nil: return nil
      case .reference?, .list?, .entries?, .links?: break
      }
    case .formula, .relation: break
    case nil:
      report.add(
        .unknownMember(name, type: type.name, all: type.memberNames, declared: type.range),
        at: node.range(ofText: point + 1..<point + 1 + name.utf8.count))
      return nil
    }
    report.add(.columnType(node.text), at: node.range)
    return nil
  }

  // MARK: Rows

  private func rows(
    _ node: Node, _ columns: [TableDraft.Column], _ result: FieldType, _ cells: CellReader
  ) -> [TableDraft.Row]? {
    let items = report.items(node, of: "rows", example: "a list: - [a, b, value]")
    guard !items.isEmpty, isWithin(items.count, at: node.range) else { return nil }
    let names = columns.map(\.name) + ["gives"]
    let rows = items.map { item -> TableDraft.Row? in
      guard item.isSequence else {
        report.lose(item)
        report.add(
          .wrongShape(
            item, expected: "a list of cells", example: "[\(names.joined(separator: ", "))]"),
          at: item.range)
        return nil
      }
      guard item.count == names.count else {
        report.add(.rowLength(item.count, names: names), at: item.range)
        return nil
      }
      return row(Array(item.items), at: item.range, columns, result, cells)
    }
    return rows.complete()
  }

  private func row(
    _ nodes: [Node], at range: SourceRange, _ columns: [TableDraft.Column], _ result: FieldType,
    _ cells: CellReader
  ) -> TableDraft.Row? {
    let read = zip(nodes, columns).map { cells.cell($0, of: $1) }
    let gives = nodes.last.flatMap { cells.value($0, as: result) }
    guard let gives, let read = read.complete() else { return nil }
    return TableDraft.Row(cells: read, gives: gives, range: range)
  }

  private func isWithin(_ count: Int, at range: SourceRange) -> Bool {
    if count <= TableReader.maximumRows { return true }
    report.add(.tooMany("rows of a table", limit: TableReader.maximumRows), at: range)
    return false
  }

  private func file(
    _ node: Node, _ name: String, _ columns: [TableDraft.Column], _ result: FieldType,
    _ cells: CellReader
  ) -> (rows: [TableDraft.Row], form: TableForm)? {
    guard let path = report.text(node, of: "from") else { return nil }
    switch CSVTable.read(path, from: source) {
    case .failure(let problem):
      let place = problem.label == nil ? nil : problem.range
      report.add(
        .unreadableTable(path, problem.reason, label: problem.label), at: place ?? node.range)
      return nil
    case .success(let table):
      draft.tableFiles.append(table.file)
      guard isWithin(table.rows.count, at: node.range),
        let order = order(table.heading, of: columns, name: name)
      else { return nil }
      if table.rows.isEmpty {
        report.add(.unreadableTable(path, "it has no rows below its heading"), at: node.range)
        return nil
      }
      let rows = table.rows.map { nodes -> TableDraft.Row? in
        let range = SourceRange(
          file: table.file, start: nodes.first?.range.start ?? 0, end: nodes.last?.range.end ?? 0)
        return row(order.map { nodes[$0] }, at: range, columns, result, cells)
      }
      guard let read = rows.complete() else { return nil }
      return (read, .file(order: order, separator: table.separator))
    }
  }

  /// Where the heading has each column, and last what the table gives, which may be called like the
  /// table.
  private func order(
    _ heading: [Node], of columns: [TableDraft.Column], name: String
  ) -> [Int]? {
    let names = columns.map(\.name) + ["gives"]
    var places: [String: Int] = [:]
    for (place, node) in heading.enumerated() {
      let text = node.text == name && !names.contains(name) ? "gives" : node.text
      if !names.contains(text) {
        report.add(.unknownColumn(node.text, all: names), at: node.range)
        return nil
      }
      if let first = places.updateValue(place, forKey: text) {
        report.add(
          .nameTaken(node.text, what: "a column", by: heading[first].range), at: node.range)
        return nil
      }
    }
    if let missing = names.first(where: { places[$0] == nil }), let first = heading.first {
      report.add(.missingColumn(missing), at: first.range)
      return nil
    }
    return names.compactMap { places[$0] }
  }
}
