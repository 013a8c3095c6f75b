import CEL
import GRDB
import GRDBSQLite
import JSONText
import WorkflowEngine
import WorkflowStore

/// A prepared statement, driven through SQLite's own functions: GRDB's rows and arguments cost too
/// much where every record of a bulk apply passes.
final class Query {
  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer?
  private var scratch: [UInt8] = []
  // INVARIANT: between two runs all texts are bound anew, except lasting ones: their bytes lie here
  // until then.
  private let arena: UnsafeMutablePointer<UInt8>
  private var arenaCount = 0
  private var hasRun = false
  private static let arenaCapacity = 4096

  init(_ sql: String, on database: Database) throws {
    statement = try database.makeStatement(sql: sql)
    handle = statement.sqliteStatement
    connection = database.sqliteConnection
    arena = .allocate(capacity: Self.arenaCapacity)
  }

  deinit {
    sqlite3_clear_bindings(handle)
    arena.deallocate()
  }

  // MARK: Running

  /// Goes to the next row; after the last one the query is ready to run again.
  func next() throws(StoreError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      reset()
      return false
    case let code:
      let message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? ""
      reset()
      throw StoreError.sqlite(code, message)
    }
  }

  /// Runs to the end.
  func run() throws(StoreError) { while try next() {} }

  func reset() {
    sqlite3_reset(handle)
    hasRun = true
  }

  // MARK: Binding, parameters from 1

  func bindNull(_ place: Int32) { sqlite3_bind_null(handle, place) }

  func bind(_ place: Int32, _ number: Int64) { sqlite3_bind_int64(handle, place, number) }

  func bind(_ place: Int32, _ number: Int) { sqlite3_bind_int64(handle, place, Int64(number)) }

  func bind(_ place: Int32, _ text: String) {
    var text = text
    text.withUTF8 { bind(place, UnsafeRawBufferPointer($0)) }
  }

  func bind(_ place: Int32, _ text: String?) {
    if let text { bind(place, text) } else { bindNull(place) }
  }

  func bind(_ place: Int32, text bytes: [UInt8]) {
    bytes.withUnsafeBytes { bind(place, $0) }
  }

  private func bind(_ place: Int32, _ bytes: UnsafeRawBufferPointer) {
    // An empty buffer may have no address, which SQLite would take for null.
    guard let base = bytes.baseAddress, bytes.count > 0 else {
      sqlite3_bind_text(handle, place, "", 0, Self.transient)
      return
    }
    if hasRun {
      arenaCount = 0
      hasRun = false
    }
    if bytes.count > 1024 || arenaCount + bytes.count > Self.arenaCapacity {
      sqlite3_bind_text(
        handle, place, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count), Self.transient)
      return
    }
    let copy = UnsafeMutableRawPointer(arena + arenaCount)
    copy.copyMemory(from: base, byteCount: bytes.count)
    sqlite3_bind_text(
      handle, place, copy.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
    arenaCount += bytes.count
  }

  /// Binds a text that later runs use too.
  func bind(lasting place: Int32, _ text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard let base = bytes.baseAddress, bytes.count > 0 else {
        sqlite3_bind_text(handle, place, "", 0, Self.transient)
        return
      }
      sqlite3_bind_text(
        handle, place, UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self),
        Int32(bytes.count),
        Self.transient)
    }
  }

  /// Binds a word of a snapshot as its slot's value.
  func bind(
    _ place: Int32, word: Int64, as slot: SlotTable.Slot, of snapshot: Snapshot, _ table: SlotTable
  ) {
    if word == Scalar.null { return bindNull(place) }
    switch slot.code {
    case .integer, .flag: bind(place, word)
    case .choice: bind(place, table.choiceNames[Int(slot.target)][Int(word)])
    case .date:
      scratch.removeAll(keepingCapacity: true)
      CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: word)).appendText(to: &scratch)
      bind(place, text: scratch)
    case .decimal: bind(place, Decimal(packed: word).description)
    case .spelled(let type): bind(place, type.traits.text(word))
    case .reference:
      bind(place, snapshot.id(of: RecordHandle(raw: Int32(truncatingIfNeeded: word))))
    case .text: bind(place, snapshot.storedValue(word, as: .text))
    case .list: preconditionFailure("a list is bound as a value")
    }
  }

  func bind(_ place: Int32, _ value: StoredValue) {
    switch value {
    case .null: bindNull(place)
    case .text(let text), .choice(let text), .reference(let text): bind(place, text)
    case .word(let day, .date):
      scratch.removeAll(keepingCapacity: true)
      CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: day)).appendText(to: &scratch)
      bind(place, text: scratch)
    case .word(let word, let type):
      let traits = type.traits
      switch traits.storage {
      case .integer, .flag: bind(place, word)
      case .text: bind(place, traits.text(word))
      }
    case .list, .entries: bind(place, JSONWriter.text(of: value))
    }
  }

  // MARK: Columns, from 0

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The bytes of a text column, valid until the next row.
  func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: sqlite3_column_text(handle, column), count: Int(sqlite3_column_bytes(handle, column)))
  }

  func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_INTEGER }

  func text(_ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// The value of a field's column; nil where another hand wrote something that it cannot hold.
  func value(_ column: Int32, as type: FieldType, in definition: WorkflowDefinition) -> StoredValue?
  {
    let kind = sqlite3_column_type(handle, column)
    if kind == SQLITE_NULL { return .null }
    switch type {
    case .plain(.text): return .text(text(column))
    case .choice: return .choice(text(column))
    case .reference: return .reference(text(column))
    case .plain(let type):
      let traits = type.traits
      switch traits.storage {
      case .integer: return kind == SQLITE_INTEGER ? .word(integer(column), type) : nil
      case .flag: return kind == SQLITE_INTEGER ? .word(integer(column) != 0 ? 1 : 0, type) : nil
      case .text: return traits.word(text(column)).map { .word($0, type) }
      }
    case .list, .links, .entries:
      return JSON(text: text(column))?.stored(as: type, in: definition)
    }
  }

  /// SQLite copies what is bound.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
