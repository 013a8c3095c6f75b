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

  /// Whether a record with these values is the one that is meant.
  public func fits(_ type: RecordType, _ values: [String: StoredValue]) -> Bool {
    type.name == recordType && fields.allSatisfy { values[$0.key] ?? .null == $0.value }
  }
}
