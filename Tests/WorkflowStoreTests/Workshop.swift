import CEL
import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore
import WorkflowWords

#if canImport(Glibc)
  import Glibc
#endif

/// A kind of store that a test runs over.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
  case memory, sqlite

  var testDescription: String { rawValue }
}

/// A store of the workflow `shop` with a session, and a folder that goes with it.
final class Workshop {
  static let morning: Int64 = 1_773_133_200_000_000
  static let clerk = Actor(user: "u17", roles: ["clerk"])

  let definition: WorkflowDefinition
  let folder: Folder
  let store: any RecordStore
  let session: Session

  init(_ kind: StoreKind, text: String = Workshop.shop, options: SQLiteOptions = SQLiteOptions())
    throws
  {
    definition = try Self.load(text)
    folder = try Folder()
    switch kind {
    case .memory: store = MemoryStore(definition: definition)
    case .sqlite:
      store = SQLiteStore(
        definition: definition, path: folder.path("workflow.db"), options: options)
    }
    session = Session(store: store)
  }

  static func load(_ text: String) throws -> WorkflowDefinition {
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: "shop.yaml", text: text))
    let renderer = DiagnosticRenderer(color: false)
    return try #require(definition, "\(diagnostics.map(renderer.render).joined(separator: "\n"))")
  }

  // MARK: Records

  func type(_ name: String) throws -> RecordType {
    try #require(definition.recordType(named: name))
  }

  func row(_ type: String, _ id: String, _ values: [String: StoredValue]) throws -> ImportRow {
    let recordType = try self.type(type)
    var slots: [Int: StoredValue] = [:]
    for (name, value) in values {
      slots[try #require(recordType.slot(of: name), "\(name)")] = value
    }
    return ImportRow(type: recordType.index, id: id, values: slots)
  }

  @discardableResult
  func take(
    _ rows: [ImportRow], mode: ImportOptions.Mode = .insert, isAtomic: Bool = true,
    at: Int64 = Workshop.morning
  ) throws -> ImportReport {
    var rows = rows[...]
    return try store.importRecords(
      ImportOptions(mode: mode, isAtomic: isAtomic, actor: Self.clerk, at: at)
    ) { rows.popFirst() }
  }

  /// Customer C1 with orders O1 and O2, customer C2 without any, and the list L1 of both.
  func fill() throws {
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
    try #require(report.isCommitted, "\(report.issues)")
  }

  func value(_ type: String, _ id: String, _ field: String) throws -> StoredValue {
    let recordType = try self.type(type)
    let slot = try #require(recordType.slot(of: field))
    return try store.read { view in
      guard let record = view.snapshot.find(type: recordType.index, id: id) else { return .null }
      return view.snapshot.storedValue(of: record, slot: slot)
    }
  }

  func version(_ type: String, _ id: String) throws -> Int {
    let recordType = try self.type(type)
    return try store.read { view in
      view.snapshot.find(type: recordType.index, id: id).map { view.snapshot.version(of: $0) } ?? 0
    }
  }

  func presence(_ type: String, _ id: String) throws -> RecordPresence {
    let recordType = try self.type(type)
    return try store.read { view in
      view.snapshot.presence(of: view.snapshot.known(type: recordType.index, id: id))
    }
  }

  // MARK: Requests

  func request(
    _ event: String, _ type: String, _ id: String?, inputs: [String: StoredValue] = [:],
    edits: [String: StoredValue] = [:], isNew: Bool = false, key: String? = nil
  ) throws -> RecordRequest {
    let recordType = try self.type(type)
    return RecordRequest(
      recordType: recordType, event: try #require(recordType.event(named: event)),
      target: isNew ? .new(id: id) : .record(try #require(id)),
      inputs: inputs.sorted { $0.key < $1.key }.map { NamedValue($0.key, $0.value) },
      edits: edits.sorted { $0.key < $1.key }.map { NamedValue($0.key, $0.value) },
      isConfirmed: true, actor: Self.clerk, now: Self.morning, key: key)
  }

  /// Performs a request and gives the names of what refused it.
  @discardableResult
  func perform(_ request: RecordRequest) throws -> [String] {
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
  func perform(
    _ event: String, _ type: String, _ id: String?, inputs: [String: StoredValue] = [:],
    edits: [String: StoredValue] = [:], isNew: Bool = false
  ) throws -> [String] {
    try perform(request(event, type, id, inputs: inputs, edits: edits, isNew: isNew))
  }

  /// Decides a request without committing it.
  func plan(_ request: RecordRequest) throws -> (plan: Plan, view: StoreView) {
    try session.decide(request) { view, outcome in
      guard case .allowed(let plan) = outcome else { throw Refused(names: Self.names(outcome)) }
      return (plan, view)
    }
  }

  struct Refused: Error { var names: [String] }

  static func names(_ outcome: Outcome) -> [String] {
    switch outcome {
    case .allowed, .pending: []
    case .blocked(let refusal): refusal.names
    case .invalid(let invalid): ["invalid: \(invalid.message)"]
    }
  }

  func history(_ type: String, _ id: String) throws -> [HistoryLine] {
    try store.history(ofType: type, id: id, after: 0, limit: 1000)
  }

  static let shop = """
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

/// A folder for one test.
final class Folder {
  let path: String

  init() throws {
    var template = Array("/tmp/workflow-store-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else { throw StoreError(.failed, "no folder for the test") }
    path = made
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// The files in it.
  var names: [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func bytes(_ name: String) -> [UInt8]? {
    guard let file = fopen("\(path)/\(name)", "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  func write(_ bytes: [UInt8], to name: String) {
    guard let file = fopen("\(path)/\(name)", "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// The names of all files that contain a text.
  func files(containing text: String) -> [String] {
    let needle = Array(text.utf8)
    return names.filter { name in bytes(name).map { Self.contains($0, needle) } ?? false }
  }

  private static func contains(_ bytes: [UInt8], _ needle: [UInt8]) -> Bool {
    guard let first = needle.first, bytes.count >= needle.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place <= bytes.count - needle.count {
        if bytes[place] == first, bytes[place..<place + needle.count].elementsEqual(needle) {
          return true
        }
        place += 1
      }
      return false
    }
  }
}
