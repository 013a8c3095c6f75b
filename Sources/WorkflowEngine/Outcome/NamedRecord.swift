/// A record as a reason names it, apart from any snapshot.
public struct NamedRecord: Sendable, Hashable {
  public var recordType: String
  /// Empty for an entry of an inline list.
  public var id: String
  /// What the definition's `shown_as` gives; nil where it gives nothing, or only the short name is
  /// meant.
  public var title: String?

  public init(recordType: String, id: String, title: String? = nil) {
    self.recordType = recordType
    self.id = id
    self.title = title
  }
}

extension NamedRecord: CustomStringConvertible {
  /// `service S1 "Weekly pickup"`.
  public var description: String {
    title.map { "\(recordType) \(id) \"\($0)\"" } ?? "\(recordType) \(id)"
  }
}
