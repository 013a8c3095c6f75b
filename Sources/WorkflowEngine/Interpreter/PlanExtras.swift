/// What a step's plan carries beside steps and changes, as far as the step has come: messages, and
/// the members of sets that were left alone or passed over.
struct PlanExtras {
  var messages: [Plan.Message] = []
  var leftAlone: [Plan.LeftAlone] = []
  var skipped: [Plan.Skipped] = []

  @inline(__always)
  var isEmpty: Bool { messages.isEmpty && leftAlone.isEmpty && skipped.isEmpty }

  /// A moment to which they can be taken back.
  struct Mark {
    fileprivate var messages: Int
    fileprivate var leftAlone: Int
    fileprivate var skipped: Int
  }

  func makeMark() -> Mark {
    Mark(messages: messages.count, leftAlone: leftAlone.count, skipped: skipped.count)
  }

  mutating func takeBack(to mark: Mark) {
    messages.removeSubrange(mark.messages...)
    leftAlone.removeSubrange(mark.leftAlone...)
    skipped.removeSubrange(mark.skipped...)
  }

  mutating func forget() {
    if !isEmpty { self = PlanExtras() }
  }
}
