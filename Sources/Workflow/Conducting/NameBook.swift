import Synchronization
import WorkflowEngine

/// Gives each name away once, in the order of the names.
///
/// A class, because all records of one command draw from the same names. What a decision drew is
/// given back when the next one begins, unless it was carried out: a step may be decided again.
final class NameBook: Sendable {
  private struct Names {
    var left: [NewRecordName]
    /// What is left beside those that were drawn since the last decision began.
    var undrawn: [NewRecordName]
  }

  private let names: Mutex<Names>

  init(_ names: [NewRecordName]) { self.names = Mutex(Names(left: names, undrawn: names)) }

  func beginDecision() { names.withLock { $0.undrawn = $0.left } }

  /// What was drawn is used.
  func settle() { names.withLock { $0.left = $0.undrawn } }

  func take(for type: RecordType, _ values: [String: StoredValue]) -> String? {
    names.withLock { names in
      names.undrawn.firstIndex { $0.fits(type, values) }.map { names.undrawn.remove(at: $0).id }
    }
  }
}
