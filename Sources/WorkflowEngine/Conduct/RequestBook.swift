/// Remembers which requests were answered under a key, so that a repeat is safe.
public struct RequestBook {
  public enum Entry {
    /// The key was not used yet.
    case new
    /// The same request was answered before.
    case answered(Answer)
    /// The key was used for a request with other content.
    case different(Refusal)
  }

  private var answers: [String: (content: String, answer: Answer)] = [:]

  public init() {}

  /// What is known of a key, for a command with this canonical text.
  public func entry(for key: String, content: String) -> Entry {
    guard let known = answers[key] else { return .new }
    if known.content == content { return .answered(known.answer) }
    return .different(
      Refusal(blockers: [
        Blocker(code: .stale, cause: .keyUsed(key))
      ]))
  }

  /// Keeps the first answer, refusals too; an invalid request was never one.
  public mutating func keep(_ answer: Answer, for key: String, content: String) {
    if answer.verdict != .invalid, answers[key] == nil { answers[key] = (content, answer) }
  }
}
