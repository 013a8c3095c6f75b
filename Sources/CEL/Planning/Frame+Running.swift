extension Frame {
  /// Counts steps; false when there were too many.
  func charge(_ steps: Int) -> Bool {
    running.budget -= steps
    return running.budget >= 0
  }

  static let exhausted = Value.failure("the expression takes too many steps")
  static let tooLarge = Value.failure("the expression makes a value that is too large")

  /// Makes room for a program's locals and counts its steps while it runs.
  func run<Result>(locals count: Int, cost: Int, _ body: () -> Result) -> Result {
    let base = running.localBase
    let start = running.depth == 0 ? 0 : base + running.lastLocalCount
    let previousCount = running.lastLocalCount
    if running.depth == 0 { running.budget = cost }
    running.depth += 1
    running.localBase = start
    running.lastLocalCount = count
    while running.localWords.count < start + count {
      running.localWords.append(0)
      running.locals.append(.null)
    }
    defer {
      running.localBase = base
      running.lastLocalCount = previousCount
      running.depth -= 1
      if running.depth == 0 { running.budget = Frame.unbounded }
    }
    return body()
  }
}
