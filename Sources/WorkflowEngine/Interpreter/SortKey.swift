import CEL

/// A value by which records are put in order: empty ones first, numbers by size, texts by their
/// bytes.
struct SortKey: Comparable {
  private let number: Decimal?
  private let word: Int64?
  private let text: String?

  init(_ value: Value, definition: WorkflowDefinition) {
    switch value {
    case .int(let integer): (number, word, text) = (Decimal(exactly: integer), integer, nil)
    case .decimal(let decimal): (number, word, text) = (decimal, nil, nil)
    case .bool(let flag): (number, word, text) = (nil, flag ? 1 : 0, nil)
    case .date(let date): (number, word, text) = (nil, Int64(date.daysSinceEpoch), nil)
    case .timestamp(let timestamp): (number, word, text) = (nil, timestamp.microseconds, nil)
    case .duration(let span): (number, word, text) = (nil, span.microseconds, nil)
    case .choice(_, let index): (number, word, text) = (nil, Int64(index), nil)
    default: (number, word, text) = (nil, nil, value.text)
    }
  }

  static func < (left: SortKey, right: SortKey) -> Bool {
    if let leftNumber = left.number, let rightNumber = right.number {
      return leftNumber < rightNumber
    }
    if let leftWord = left.word, let rightWord = right.word { return leftWord < rightWord }
    if let leftText = left.text, let rightText = right.text {
      return leftText.utf8.lexicographicallyPrecedes(rightText.utf8)
    }
    return left.isEmpty && !right.isEmpty
  }

  static func == (left: SortKey, right: SortKey) -> Bool { !(left < right) && !(right < left) }

  var isEmpty: Bool { number == nil && word == nil && text == nil }
}
