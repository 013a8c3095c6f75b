import CEL

/// In which direction records are put in order, and where those without a value stand.
public struct SortOrder: Sendable, Hashable {
  /// Where records stand whose value is empty.
  public enum EmptyPlace: String, CaseIterable, Sendable {
    case first, last
  }

  /// Whether the greatest comes first.
  public let isDescending: Bool
  /// Where empty values stand, whatever the direction; nil: as the least of all.
  public let empty: EmptyPlace?

  public init(isDescending: Bool = false, empty: EmptyPlace? = nil) {
    self.isDescending = isDescending
    self.empty = empty
  }

  /// The records by their keys; those with equal keys stay as they are.
  func sorted(_ keyed: [(record: RecordHandle, key: SortKey)]) -> [RecordHandle] {
    keyed.enumerated().sorted { left, right in
      if precedes(left.element.key, right.element.key) { return true }
      if precedes(right.element.key, left.element.key) { return false }
      return left.offset < right.offset
    }.map(\.element.record)
  }

  private func precedes(_ left: SortKey, _ right: SortKey) -> Bool {
    if let empty, left.isEmpty != right.isEmpty { return left.isEmpty == (empty == .first) }
    return isDescending ? right < left : left < right
  }
}
