import CEL
import Diagnostics
package import SQLiteStore
package import WorkflowEngine
import WorkflowLanguage
package import WorkflowStore
import WorkflowWords

/// A store of the workflow `shop` with a session, and a folder that goes with it.
package final class Workshop {
  package static let morning: Int64 = 1_773_133_200_000_000
  package static let clerk = Actor(user: "u17", roles: ["clerk"])

  package let kind: StoreKind
  package let definition: WorkflowDefinition
  package let folder: Folder
  package let store: any RecordStore
  package let session: Session

  package init(
    _ kind: StoreKind, text: String = Workshop.shop, options: SQLiteOptions = SQLiteOptions()
  )
    throws
  {
    self.kind = kind
    definition = try Self.load(text)
    folder = try Folder()
    store = kind.make(definition, folder, options)
    session = Session(store: store)
  }

  /// Another store on the same records, with the same definition or another.
  package func again(
    _ definition: WorkflowDefinition? = nil, options: SQLiteOptions = SQLiteOptions()
  ) -> any RecordStore {
    kind.make(definition ?? self.definition, folder, options)
  }

  package static func load(_ text: String) throws -> WorkflowDefinition {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "shop.yaml", text: text))
    let renderer = DiagnosticRenderer(color: false)
    return try required(definition, "\(diagnostics.map(renderer.render).joined(separator: "\n"))")
  }

  // MARK: Records

  package func type(_ name: String) throws -> RecordType {
    try required(definition.recordType(named: name))
  }

  package func row(_ type: String, _ id: String, _ values: [String: StoredValue]) throws
    -> ImportRow
  {
    let recordType = try self.type(type)
    var slots: [Int: StoredValue] = [:]
    for (name, value) in values {
      slots[try required(recordType.slot(of: name), "\(name)")] = value
    }
    return ImportRow(type: recordType.index, id: id, values: slots)
  }

  @discardableResult
  package func take(
    _ rows: [ImportRow], mode: ImportOptions.Mode = .insert, isAtomic: Bool = true,
    at: Int64 = Workshop.morning
  ) throws -> ImportReport {
    var rows = rows[...]
    return try store.importRecords(
      ImportOptions(mode: mode, isAtomic: isAtomic, actor: Self.clerk, at: at)
    ) { rows.popFirst() }
  }

  /// Customer C1 with orders O1 and O2, customer C2 without any, and the list L1 of both.
  package func fill() throws {
    let report = try take([
      row(
        "customer", "C1",
        ["name": .text("Nordwind"), "number": .text("101"), "credit": .decimal(Decimal(5))]),
      row("customer", "C2", ["name": .text("Südwind"), "number": .text("102")]),
      row("order", "O1", ["customer": .reference("C1"), "total": .integer(20)]),
      row(
        "order", "O2",
        [
          "customer": .reference("C1"), "total": .integer(7),
          "lines": .entries([
            ["text": .text("bolts")], ["text": .text("nuts"), "amount": .integer(3)],
          ]),
        ]),
      row("mailing", "L1", ["members": .list([.reference("C2"), .reference("C1")])]),
    ])
    try required(report.isCommitted, "\(report.issues)")
  }

  package func value(_ type: String, _ id: String, _ field: String) throws -> StoredValue {
    let recordType = try self.type(type)
    let slot = try required(recordType.slot(of: field))
    return try store.read { view in
      guard let record = view.snapshot.find(type: recordType.index, id: id) else { return .null }
      return view.snapshot.storedValue(of: record, slot: slot)
    }
  }

  package func version(_ type: String, _ id: String) throws -> Int {
    let recordType = try self.type(type)
    return try store.read { view in
      view.snapshot.find(type: recordType.index, id: id).map { view.snapshot.version(of: $0) } ?? 0
    }
  }

  package func presence(_ type: String, _ id: String) throws -> RecordPresence {
    let recordType = try self.type(type)
    return try store.read { view in
      view.snapshot.presence(of: view.snapshot.known(type: recordType.index, id: id))
    }
  }

  // MARK: Requests

  package func request(
    _ event: String, _ type: String, _ id: String?, inputs: [String: StoredValue] = [:],
    edits: [String: StoredValue] = [:], isNew: Bool = false, key: String? = nil
  ) throws -> RecordRequest {
    let recordType = try self.type(type)
    return RecordRequest(
      recordType: recordType, event: try required(recordType.event(named: event)),
      target: isNew ? .new(id: id) : .record(try required(id)),
      inputs: inputs.sorted { $0.key < $1.key }.map { NamedValue($0.key, $0.value) },
      edits: edits.sorted { $0.key < $1.key }.map { NamedValue($0.key, $0.value) },
      isConfirmed: true, actor: Self.clerk, now: Self.morning, key: key)
  }

  /// Performs a request and gives the names of what refused it.
  @discardableResult
  package func perform(_ request: RecordRequest) throws -> [String] {
    let performance = try session.perform(request) { _, outcome in
      let names = Self.names(outcome)
      return (names, names.joined(separator: " "))
    }
    switch performance {
    case .answered(let names): return names
    case .repeated(let text): return ["repeated", text ?? "erased"]
    case .waiting(let names, _): return ["pending"] + names
    case .alreadyWaiting(let other): return other.alreadyPending.names
    case .keyUsed: return ["key used"]
    case .stale: return ["stale"]
    }
  }

  @discardableResult
  package func perform(
    _ event: String, _ type: String, _ id: String?, inputs: [String: StoredValue] = [:],
    edits: [String: StoredValue] = [:], isNew: Bool = false
  ) throws -> [String] {
    try perform(request(event, type, id, inputs: inputs, edits: edits, isNew: isNew))
  }

  /// Decides a request without committing it.
  package func plan(_ request: RecordRequest) throws -> (plan: Plan, view: StoreView) {
    try session.decide(request) { view, outcome in
      guard case .allowed(let plan) = outcome else { throw Refused(names: Self.names(outcome)) }
      return (plan, view)
    }
  }

  package struct Refused: Error { var names: [String] }

  package static func names(_ outcome: Outcome) -> [String] {
    switch outcome {
    case .allowed, .pending: []
    case .blocked(let refusal): refusal.names
    case .invalid(let invalid): ["invalid: \(invalid.message)"]
    }
  }

  package func history(_ type: String, _ id: String) throws -> [HistoryLine] {
    try store.history(ofType: type, id: id, after: 0, limit: 1000)
  }

  package static let shop = """
    workflow: web-shop
    version: 1
    records:
      customer:
        shown_as: "{number} {name}"
        fields:
          number: {type: text, unique: true}
          name: text
          email: text?
          credit: {type: decimal, default: 0}
          born: date?
          seen: timestamp?
          vip: {type: boolean, default: false}
          level: {choice: [basic, gold], default: basic}
          tags: {list: text, optional: true}
        relations:
          orders: {many: order}
          open_orders: {many: order, where: order.status == "open"}
          lists: {linked_by: mailing.members}
        states:
          status: [active, closed]
        guards:
          is_poor: {check: credit < 100, otherwise: "{name} has too much credit."}
        transitions:
          create: {from: new, inputs: [number, name, email]}
          edit: {edits: [number, name, email, credit, born, seen, vip, level, tags]}
          close:
            from: active
            to: closed
            guards: [is_poor]
            warnings:
              - has_credit: {when: credit > 0, say: "There is credit left."}
            effects:
              - {for: orders, send: cancel}
              - {emit: closed, with: {customer: =customer, name: =name, credit: =credit}}
          reopen: {from: closed, to: active}
          order_more:
            effects:
              - {create: order, with: {customer: =customer, total: 5, buyer: =name}}
          forget:
            from: closed
            effects:
              - {for: orders, set: {buyer: null, customer: null}}
              - {erase: customer}
          drop_orders: {effects: [{delete: orders}]}
      order:
        fields:
          customer: customer?
          total: decimal
          note: text?
          buyer: text?
        relations:
          lines: {many: line, inline: true}
        states:
          status: [open, cancelled]
        transitions:
          create: {from: new, inputs: [customer, total]}
          cancel: {from: open, to: cancelled}
          add: {inputs: [{text: {type: text}}], effects: [{create: lines, with: {text: =text}}]}
      line:
        fields: {text: text, amount: integer?}
      mailing:
        fields: {title: text?}
        relations:
          members: {links: customer}
        transitions:
          join: {inputs: [{who: {type: customer}}], effects: [{link: members, with: =who}]}
    """
}
