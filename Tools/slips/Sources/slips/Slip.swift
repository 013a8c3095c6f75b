/// A mistake of the kind that people make, and how a source reads with it.
struct Slip: Encodable {
  /// What was done wrong.
  enum Kind: String, Encodable {
    case conditionNegated = "condition negated"
    case conditionDropped = "condition dropped"
    case checkSkipped = "check skipped"
    case boundary = "boundary"
    case sign = "sign"
    case resultNegated = "result negated"
    case assignmentForgotten = "assignment forgotten"
    case callForgotten = "call forgotten"
    case exitForgotten = "exit forgotten"
    case earlyReturn = "early return"
    case argumentsSwapped = "arguments swapped"
    case orderReversed = "order reversed"
    case valuePassedOver = "value passed over"
  }

  /// Bytes of the source that are replaced by a text.
  struct Edit: Encodable {
    /// From the beginning of the file, in bytes of UTF-8.
    var offset: Int
    var length: Int
    /// `Slip.mark` stands for the condition that is true while the slip is switched on.
    var text: String
  }

  /// Stands in the texts of edits for the condition that is true while the slip is switched on.
  static let mark = "\u{1}"

  var file: String
  var line: Int
  var kind: Kind
  /// What stands there, and what stands there while the slip is switched on.
  var original: String
  var planted: String
  var edits: [Edit]
}
