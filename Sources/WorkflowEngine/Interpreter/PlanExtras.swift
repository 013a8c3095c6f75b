/// What a step's plan carries beside steps and changes, as far as the step has come: messages, and
/// the members of sets that were left alone or passed over; and of whose personal values it is made.
struct PlanExtras {
  var messages: [Plan.Message] = []
  var leftAlone: [Plan.LeftAlone] = []
  var skipped: [Plan.Skipped] = []
  var mentions = MentionBook()

  @inline(__always)
  var isEmpty: Bool {
    messages.isEmpty && leftAlone.isEmpty && skipped.isEmpty && mentions.isEmpty
  }

  /// A moment to which they can be taken back.
  struct Mark {
    fileprivate var messages: Int
    fileprivate var leftAlone: Int
    fileprivate var skipped: Int
    fileprivate var mentions: Int
  }

  func makeMark() -> Mark {
    Mark(
      messages: messages.count, leftAlone: leftAlone.count, skipped: skipped.count,
      mentions: mentions.count)
  }

  mutating func takeBack(to mark: Mark) {
    messages.removeSubrange(mark.messages...)
    leftAlone.removeSubrange(mark.leftAlone...)
    skipped.removeSubrange(mark.skipped...)
    mentions.takeBack(to: mark.mentions)
  }

  mutating func forget() {
    if !isEmpty { self = PlanExtras() }
  }
}
