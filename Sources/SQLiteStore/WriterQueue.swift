import WorkflowStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where all that write one store, in whatever process, stand in line.
///
/// SQLite lets in whoever asks at the right moment, and that is mostly the one who has just gone
/// out. Here the head of the line alone asks SQLite, and whoever comes back goes behind it. The
/// line is a lock (`flock`) on the store's log, which is there while a connection is open: no file
/// is made, and a process that ends leaves the line by ending. SQLite's own lock remains what keeps
/// writers apart; where the line cannot be had, its order is all that is lost.
final class WriterQueue {
  private let path: String
  private let patience: Patience
  private var file: Int32 = -1

  init(path: String, patience: Patience) {
    self.path = path
    self.patience = patience
  }

  deinit { if file >= 0 { close(file) } }

  /// Runs a body that asks SQLite for the right to write when all who came before have it, or had
  /// it.
  func atHead<Result>(_ body: () throws -> Result) throws -> Result {
    try patience.within {
      let isInLine = try enter()
      defer { if isInLine { flock(file, LOCK_UN) } }
      return try body()
    }
  }

  /// False where there is no line to stand in.
  private func enter() throws(StoreError) -> Bool {
    // INVARIANT: SQLite takes no locks on its log, so closing this descriptor lets none of them go.
    if file < 0 { file = open(path + "-wal", O_RDWR | O_CLOEXEC) }
    if file < 0 { return false }
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      if !patience.waitInLine() { throw .busy }
    }
    return true
  }
}
