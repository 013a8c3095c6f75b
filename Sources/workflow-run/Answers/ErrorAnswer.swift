import Workflow

/// Why there is no answer. Its encoding is the documented JSON.
struct ErrorAnswer: Codable {
  var format = Answer.format
  var failure: Failure

  enum CodingKeys: String, CodingKey {
    case format
    case failure = "error"
  }

  struct Failure: Codable {
    var code: ExitStatus.Code
    /// The exit status.
    var status: Int
    var message: String
    /// What to do about it.
    var hints: [String]
    /// A text to be put into a file; nil where there is none.
    var block: String?
  }

  init(_ failure: CommandFailure) {
    self.failure = Failure(
      code: failure.status.code, status: Int(failure.status.rawValue), message: failure.message,
      hints: failure.hints, block: failure.block.isEmpty ? nil : failure.block)
  }
}
