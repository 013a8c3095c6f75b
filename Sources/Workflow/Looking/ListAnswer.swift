import CEL
public import JSONText
public import WorkflowEngine
import WorkflowStore

/// A list that people look at. Its encoding is the documented JSON.
public struct ListAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "list"
  /// The record type.
  public var type: String
  /// The list's name; nil for all records of the type.
  @OrNull public var list: String?
  /// The list's title; null where it has none.
  @OrNull public var title: String?
  /// How many there are; more than rows where those are limited.
  public var count: Int
  /// The columns, in their order.
  public var columns: [Column]
  /// Each a mapping: `id`, a member for each column, `badges` and `row_color`.
  public var rows: [JSON]
  /// The labelled events that are for all records of the type at once.
  public var menu: [Offer]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case type, list, title, count, columns, rows, menu
  }

  /// An event for all records at once: an entry of a list's menu.
  public struct Offer: Codable, Sendable, Equatable {
    /// The event.
    public var event: String
    /// What the definition calls it.
    public var label: String
    /// The tabs on which it stands.
    public var tabs: [String]
  }

  /// A column of a list: a field, a region, a computed field or a set.
  public struct Column: Codable, Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Whether its values are the ids of a set's records.
    public var isSet: Bool

    enum CodingKeys: String, CodingKey {
      case name
      case isSet = "set"
    }
  }
}

/// What a list is to show.
public struct ListQuery {
  /// One of the type's lists; nil for all its records.
  public var list: RecordList?
  /// Only those that belong to a record of a type.
  public var parent: (type: RecordType, id: String)?
  public var condition: Condition?
  /// How many rows are given; all if nil.
  public var limit: Int?

  public init(
    list: RecordList? = nil, parent: (type: RecordType, id: String)? = nil,
    condition: Condition? = nil, limit: Int? = nil
  ) {
    self.list = list
    self.parent = parent
    self.condition = condition
    self.limit = limit
  }

  /// The list's columns, or the states and the first fields.
  fileprivate func columns(of type: RecordType) -> [String] {
    if let list, !list.columns.isEmpty { return list.columns }
    let fields = type.fields.filter { field in
      guard field.region == nil, !field.isInternal else { return false }
      switch field.type {
      case .list, .entries, .links: return false
      case .plain, .choice, .reference:
        return true
      }
    }
    return type.regions.map(\.name) + fields.prefix(4).map(\.name)
  }
}

extension Conductor {
  /// Records of a type in a list's order, with its columns.
  ///
  /// - Throws: `AbsentRecord` where they are to belong to a record that is not there.
  public func list(
    _ type: RecordType, _ query: ListQuery, to actor: Actor, at now: Int64
  ) throws -> ListAnswer {
    if let condition = query.condition {
      try RecordCondition.check(condition, for: actor, in: definition)
    }
    let columns = query.columns(of: type)
    var answer = ListAnswer(
      type: type.name, list: query.list?.name, title: query.list?.title, count: 0,
      columns: columns.map { name in
        ListAnswer.Column(name: name, isSet: type.sets.contains { $0.name == name })
      }, rows: [],
      menu: interpreter.menu(of: type).map {
        ListAnswer.Offer(event: $0.event, label: $0.label, tabs: $0.tabs)
      })
    let list =
      query.list
      ?? RecordList(
        name: type.name, title: nil, isDefault: false, condition: nil, orderBy: nil,
        order: SortOrder(), columns: columns, place: type.place)
    try store.read { view in
      let snapshot = view.snapshot
      let members = MemberReader(
        interpreter: interpreter, snapshot: snapshot, actor: actor, now: now)
      let parent = try query.parent.map { try snapshot.present($0.type, $0.id) }
      var records = interpreter.list(
        snapshot, list, of: type, parent: parent, actor: actor, now: now)
      if let condition = query.condition {
        records = records.filter {
          interpreter.holds(condition, snapshot, $0, actor: actor, now: now) == .yes
        }
      }
      answer.count = records.count
      answer.rows = records.prefix(query.limit.map { max(0, $0) } ?? records.count).map { record in
        let look = interpreter.view(snapshot, record, actor: actor, now: now)
        return .object(
          [("id", .string(snapshot.id(of: record)))]
            + columns.map { ($0, members.value(of: record, $0)) }
            + [("badges", .strings(look.badges)), ("row_color", .optional(look.rowColor))])
      }
    }
    return answer
  }
}
