import JSONText

/// The lines of the history that a commit wrote, told to a person and to a program.
struct WrittenLines {
  /// The store's file.
  let path: String
  let lines: ClosedRange<Int>

  /// `written to demo.db, line 3 of the history.`
  var phrase: String {
    let place =
      lines.count == 1
      ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound) to \(lines.upperBound)"
    return "written to \(path), \(place) of the history."
  }

  var json: JSON {
    .object([("first", .integer(lines.lowerBound)), ("last", .integer(lines.upperBound))])
  }
}
