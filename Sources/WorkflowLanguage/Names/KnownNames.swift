import Diagnostics

/// Names of one kind that several files may give, each once.
struct KnownNames {
  /// The kind with its article: "a list".
  let what: String
  private var ranges: [String: SourceRange] = [:]

  init(what: String) { self.what = what }

  /// Whether the name is a new one; where it stands already, that is told.
  mutating func take(_ name: String, at range: SourceRange, _ report: Report) -> Bool {
    if let first = ranges[name] {
      report.add(.nameTaken(name, what: what, by: first), at: range)
      return false
    }
    ranges[name] = range
    return true
  }
}
