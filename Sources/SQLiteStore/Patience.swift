import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How long a store waits for others that write, and how it spends that time.
///
/// It looks again after pauses that begin short, so that little time is lost between two writers,
/// and grow, so that waiting for a long import costs nothing.
final class Patience: Sendable {
  /// Nanoseconds.
  private let span: Int64
  /// When the waiting that has begun is over, in nanoseconds of the monotonic clock; 0 where none
  /// has.
  private let end = Mutex<Int64>(0)

  init(seconds: Double) { span = Int64(min(max(seconds, 0), 1e9) * 1e9) }

  /// Runs a body whose waiting, of whatever kind, shares one span.
  func within<Result>(_ body: () throws -> Result) rethrows -> Result {
    begin()
    defer { end.withLock { $0 = 0 } }
    return try body()
  }

  private func begin() { end.withLock { $0 = Self.now() + span } }

  /// Lets some time go by; false where there is none left.
  ///
  /// - Parameter tries: how often this was asked since the waiting began.
  func wait(tries: Int) -> Bool {
    let end = end.withLock { end in
      if end == 0 || tries == 0 && Self.now() > end { end = Self.now() + span }
      return end
    }
    let left = end - Self.now()
    if left <= 0 { return false }
    Self.pause(microseconds: min(Self.pause(afterTries: tries), left / 1000 + 1))
    return true
  }

  /// Lets about a millisecond go by, never the same: those who wait look in no fixed order.
  func waitInLine() -> Bool {
    let left = end.withLock { $0 } - Self.now()
    if left <= 0 { return false }
    Self.pause(microseconds: Int64.random(in: 500...1500))
    return true
  }

  private static func pause(afterTries tries: Int) -> Int64 {
    switch tries {
    case ..<20: 100
    case ..<60: 250
    case ..<500: 1000
    default: 5000
    }
  }

  private static func pause(microseconds: Int64) { usleep(UInt32(microseconds)) }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
