import Glibc
import Synchronization

/// Whether somebody pressed Ctrl-C, for work that stops at the next safe place.
enum Interruption {
  static var wasAsked: Bool { isAsked.load(ordering: .relaxed) }

  /// Ctrl-C ends the process at once, with the status of an interruption.
  static func install() {
    // Both are made before a signal can come: making them is not safe inside its handler.
    isAsked.store(false, ordering: .relaxed)
    isDeferred.store(false, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      if isDeferred.load(ordering: .relaxed), !isAsked.exchange(true, ordering: .relaxed) { return }
      _exit(ExitStatus.interrupted.rawValue)
    }
    // Without SA_RESTART: a read that waits ends, so that the work can stop.
    sigaction(SIGINT, &action, nil)
    // Whoever started the process may have left the signal blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigprocmask(SIG_UNBLOCK, &signals, nil)
  }

  /// While the body runs the first Ctrl-C is only noted; a second one ends the process.
  static func deferred<Result>(_ body: () throws -> Result) rethrows -> Result {
    isDeferred.store(true, ordering: .relaxed)
    defer { isDeferred.store(false, ordering: .relaxed) }
    return try body()
  }
}

private let isAsked = Atomic<Bool>(false)
private let isDeferred = Atomic<Bool>(false)
