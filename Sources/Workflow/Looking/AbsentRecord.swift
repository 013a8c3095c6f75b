package import CEL
public import WorkflowEngine

/// A record that is to be looked at is not there.
public struct AbsentRecord: Error, Sendable, Equatable {
  public var type: String
  public var id: String
  /// Whether it never was, was deleted or was erased.
  public var presence: RecordPresence
}

extension Snapshot {
  /// A record that is there.
  package func present(_ type: RecordType, _ id: String) throws(AbsentRecord) -> RecordHandle {
    let absent = AbsentRecord(type: type.name, id: id, presence: .unknown)
    guard let record = find(type: type.index, id: id) else { throw absent }
    let presence = presence(of: record)
    if presence == .present { return record }
    throw AbsentRecord(type: type.name, id: id, presence: presence)
  }
}
