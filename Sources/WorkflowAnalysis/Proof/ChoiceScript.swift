/// Choices made one after another, and made anew until every combination was tried.
struct ChoiceScript {
  private var made: [(choice: Int, count: Int)] = []
  private var position = 0

  /// Which of so many ways is gone this time.
  mutating func choose(_ count: Int) -> Int {
    if position == made.count { made.append((0, count)) }
    defer { position += 1 }
    return made[position].choice
  }

  /// Goes on to the next combination; false where there is none.
  mutating func advance() -> Bool {
    position = 0
    while let last = made.last {
      if last.choice + 1 < last.count {
        made[made.count - 1].choice += 1
        return true
      }
      made.removeLast()
    }
    return false
  }
}
