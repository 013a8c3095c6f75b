/// That messages were said to have arrived. Its encoding is the documented JSON.
public struct DeliveredAnswer: Codable, Sendable, Equatable {
  /// The version of the encoding; members are only added to it.
  public var format = Answer.format
  /// The command that answers.
  public var purpose = "messages"
  /// The keys of the messages.
  public var delivered: [String]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case delivered
  }

  public init(_ keys: [String]) { delivered = keys }
}
