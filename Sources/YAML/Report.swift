import Diagnostics

/// Collects what is wrong with a file.
struct Report {
  let file: SourceFile
  /// How many problems are shown.
  let limit: Int
  private var found: [(problem: Problem, start: Int, end: Int)] = []
  /// What ended the reading; it is shown whatever the limit.
  private var last: Diagnostic?
  /// Whether something has; asked at every event.
  private(set) var hasStopped = false

  init(file: SourceFile, limit: Int) {
    self.file = file
    self.limit = max(1, limit)
  }

  /// Whether reading on would only repeat what is known.
  var isFull: Bool { found.count >= max(1_000, 10 * limit) }

  mutating func add(_ problem: Problem, _ start: Int, _ end: Int) {
    // More than shown, because problems are not found in the order of the file.
    if !isFull { found.append((problem, start, end)) }
  }

  mutating func stop(_ problem: Problem, _ start: Int, _ end: Int) {
    stop(problem.diagnostic(in: file, start, end))
  }

  mutating func stop(_ diagnostic: Diagnostic) {
    if !hasStopped { last = diagnostic }
    hasStopped = true
  }

  /// The problems by place, and a closing note if there are too many.
  func diagnostics() -> [Diagnostic] {
    let ordered = found.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }
    var shown = ordered.prefix(limit).map {
      $0.element.problem.diagnostic(in: file, $0.element.start, $0.element.end)
    }
    if let last { shown.append(last) }
    shown = shown.sortedByPlace()
    if found.count > limit {
      shown.append(
        Diagnostic(
          severity: .note, code: "too-many-problems",
          message: "only the first \(limit) problems of '\(file.name)' are shown"))
    }
    return shown
  }
}
