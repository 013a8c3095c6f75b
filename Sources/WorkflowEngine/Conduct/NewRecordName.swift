import Synchronization

/// An id for a record that an effect creates, known by its type and some of its fields.
public struct NewRecordName: Sendable, Equatable {
  public var id: String
  public var recordType: String
  public var fields: [String: StoredValue]

  public init(id: String, recordType: String, fields: [String: StoredValue]) {
    self.id = id
    self.recordType = recordType
    self.fields = fields
  }

  func fits(_ type: RecordType, _ values: [String: StoredValue]) -> Bool {
    type.name == recordType && fields.allSatisfy { values[$0.key] ?? .null == $0.value }
  }
}

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
