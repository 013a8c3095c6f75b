import Synchronization
import WorkflowEngine

/// Gives each name away once, in the order of the names.
///
/// A class, because all records of one command draw from the same names.
final class NameBook: Sendable {
  private let left: Mutex<[NewRecordName]>

  init(_ names: [NewRecordName]) { left = Mutex(names) }

  func take(for type: RecordType, _ values: [String: StoredValue]) -> String? {
    left.withLock { names in
      names.firstIndex { $0.fits(type, values) }.map { names.remove(at: $0).id }
    }
  }
}
