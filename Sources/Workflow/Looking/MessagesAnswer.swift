public import JSONText
public import WorkflowEngine
import WorkflowStore

/// A page of the outbox. Its encoding is the documented JSON.
public struct MessagesAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "messages"
  /// In the order in which they were sent.
  public var messages: [Message]
  /// How many there are, on this page and the others.
  public var total: Int

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case messages, total
  }

  /// A message of the outbox: what was sent, and whether it has arrived.
  public struct Message: Codable, Sendable, Equatable {
    /// Later messages have higher numbers; a page begins after one.
    public var number: Int
    /// The key under which it is acknowledged.
    public var key: String
    /// The message's name in the definition.
    public var name: String
    /// The record type of the record that sent it.
    public var type: String
    /// That record's id.
    public var id: String
    /// When it was sent.
    public var createdAt: String
    /// When it was acknowledged; null while it waits.
    @OrNull public var deliveredAt: String?
    /// Null once the record they speak of was erased.
    public var fields: JSON

    enum CodingKeys: String, CodingKey {
      case number, key, name, type, id
      case createdAt = "created_at"
      case deliveredAt = "delivered_at"
      case fields
    }
  }

  /// Pages of several workflows as one: they share the numbers of one store.
  public init(_ pages: [MessagesAnswer], limit: Int) {
    messages = pages.flatMap(\.messages).sorted { $0.number < $1.number }
    messages.removeLast(max(0, messages.count - limit))
    total = pages.map(\.total).reduce(0, +)
  }

  init(messages: [Message], total: Int) {
    self.messages = messages
    self.total = total
  }
}

extension Conductor {
  /// Messages that wait for delivery, or those that were delivered.
  ///
  /// - Parameters:
  ///   - actor: who looks; nil is nobody, who sees no secret.
  ///   - after: the number of the last message of the page before.
  public func messages(
    to actor: Actor? = nil, delivered: Bool = false, after: Int = 0, limit: Int = 1000
  ) throws -> MessagesAnswer {
    let sight = Sight(definition, of: actor)
    return try store.read { view in
      let page = try view.reader.messages(delivered: delivered, after: after, limit: limit)
      return MessagesAnswer(
        messages: page.map { message($0, sight) },
        total: try view.reader.messageCount(delivered: delivered))
    }
  }

  private func message(_ message: OutboxMessage, _ sight: Sight) -> MessagesAnswer.Message {
    MessagesAnswer.Message(
      number: message.number, key: message.key, name: message.name, type: message.recordType,
      id: message.recordID, createdAt: definition.timeText(message.createdAt),
      deliveredAt: message.deliveredAt.map(definition.timeText),
      fields: message.payload.isEmpty ? .null : fields(of: message, sight))
  }

  private func fields(of message: OutboxMessage, _ sight: Sight) -> JSON {
    if sight.seesAll { return .raw(message.payload) }
    guard case .object(let members)? = JSON(text: message.payload) else {
      return .string(Sight.mark)
    }
    return .object(
      members.map { name, value in
        (
          name,
          sight.hides(name, ofMessage: message.name) && value != .null
            ? .string(Sight.mark) : value
        )
      })
  }
}
