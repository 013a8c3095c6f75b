/// The candidate a mistyped name most probably meant, or nil if none is close.
///
/// Close means at most one slip (a wrong, missing, extra or swapped character) in three, and
/// never more than three; upper and lower case count as the same. The first of equals wins.
public func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased().unicodeScalars)
  guard typed.count > 1, typed.count <= longestName else { return nil }
  let allowed = min(3, max(1, typed.count / 3))
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != name {
    let meant = Array(candidate.lowercased().unicodeScalars)
    guard meant.count <= longestName, abs(meant.count - typed.count) <= allowed else { continue }
    let distance = slips(from: typed, to: meant)
    if distance <= allowed, distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  return best?.name
}

/// Longer names are not compared: the work grows with the product of the lengths.
private let longestName = 80

/// The Damerau–Levenshtein distance without moves inside moves (optimal string alignment).
private func slips(from typed: [Unicode.Scalar], to meant: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...meant.count)
  for row in typed.indices {
    var current = [row + 1]
    for column in meant.indices {
      let change = last[column] + (typed[row] == meant[column] ? 0 : 1)
      var cost = min(change, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, typed[row] == meant[column - 1], typed[row - 1] == meant[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[meant.count]
}
