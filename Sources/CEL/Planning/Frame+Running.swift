extension Frame {
  /// Counts steps; false when there were too many.
  func charge(_ steps: Int) -> Bool {
    budget -= steps
    return budget >= 0
  }

  static let exhausted = Value.failure("the expression takes too many steps")
  static let tooLarge = Value.failure("the expression makes a value that is too large")

  /// Makes room for a program's locals and counts its steps while it runs.
  func run<Result>(locals count: Int, cost: Int, _ body: () -> Result) -> Result {
    let base = localBase
    let start = depth == 0 ? 0 : base + lastLocalCount
    let previousCount = lastLocalCount
    if depth == 0 { budget = cost }
    depth += 1
    localBase = start
    lastLocalCount = count
    while localWords.count < start + count {
      localWords.append(0)
      locals.append(.null)
    }
    defer {
      localBase = base
      lastLocalCount = previousCount
      depth -= 1
      if depth == 0 { budget = Frame.unbounded }
    }
    return body()
  }
}
