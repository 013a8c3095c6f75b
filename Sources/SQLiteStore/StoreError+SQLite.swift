import GRDB
import GRDBSQLite
import WorkflowStore

extension StoreError {
  static var busy: StoreError {
    StoreError(
      .busy, "the store is being written by another process, which did not finish in time",
      hint: "try again in a moment")
  }

  /// What SQLite said, in a sentence with a way out.
  static func sqlite(_ code: Int32, _ message: String) -> StoreError {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      StoreError(
        .readOnly, "the store, or its folder, may not be written",
        hint: "make the file and its folder writable, or use a dry run")
    case SQLITE_CORRUPT:
      StoreError(
        .damaged, "the store is damaged: \(message)",
        hint: "go back to a copy made with 'workflow-run backup', or try sqlite3's .recover")
    case SQLITE_NOTADB:
      StoreError(
        .notAStore, "the file is not a store", hint: "name another file with --store")
    case SQLITE_FULL:
      StoreError(
        .full, "the disk is full: what was not committed was taken back",
        hint: "make room and run the same command again; what is done is not done twice")
    case SQLITE_CANTOPEN:
      StoreError(
        .failed, "the store cannot be opened: \(message)",
        hint: "check that its folder exists and may be read and written")
    case SQLITE_IOERR:
      StoreError(
        .failed, "the store's file could not be read or written: \(message)",
        hint: "check the disk; what was not committed was taken back")
    case SQLITE_CONSTRAINT:
      StoreError(
        .failed, "what was decided breaks a rule of the store's tables: nothing was changed",
        hint:
          "this is a mistake in workflow-run, or another program has changed the tables: please report it"
      )
    default: StoreError(.failed, "the store failed: \(message)")
    }
  }

  /// Any error as one of a store's.
  static func from(_ error: any Error) -> StoreError {
    if let error = error as? StoreError { return error }
    if let error = error as? DatabaseError {
      return .sqlite(error.extendedResultCode.rawValue, error.message ?? "")
    }
    return StoreError(.failed, "the store failed: \(error)")
  }

  /// The sentence with the file's name in front.
  func about(_ path: String) -> StoreError {
    if sentence.hasPrefix("\(path): ") { return self }
    return StoreError(kind, "\(path): \(sentence)", hint: hint, block: block)
  }
}
