import Diagnostics
public import WorkflowEngine

/// A list as people ask for it: with names and a condition as texts.
public struct ListText: Sendable {
  public var recordType: String
  /// One of the type's lists; nil for its default, or with a condition for all records.
  public var list: String?
  /// Only those for which an expression holds: `credit < 0`.
  public var condition: String?
  /// Only those that belong to a record.
  public var parent: (type: String, id: String)?
  /// How many rows are given; all if nil.
  public var limit: Int?

  public init(_ recordType: String) { self.recordType = recordType }

  /// The type and what is to be shown of it.
  ///
  /// - Throws: `RequestMistake` where it names what does not exist, or the condition has a mistake.
  public func read(
    in definition: WorkflowDefinition
  ) throws(RequestMistake) -> (type: RecordType, query: ListQuery) {
    let type = try ReadRequest.type(recordType, in: definition)
    var query = ListQuery(list: try recordList(of: type), limit: limit)
    if let condition {
      query.condition = try RecordCondition.compile(condition, of: type, in: definition)
    }
    if let parent {
      query.parent = (type: try ReadRequest.type(parent.type, in: definition), id: parent.id)
    }
    return (type: type, query: query)
  }

  private func recordList(of type: RecordType) throws(RequestMistake) -> RecordList? {
    guard let list else {
      return condition == nil ? type.lists.first(where: \.isDefault) : nil
    }
    if let found = type.list(named: list) { return found }
    throw .unknown(
      "there is no list '\(list)' of \(type.name)", list, among: type.lists.map(\.name))
  }
}
