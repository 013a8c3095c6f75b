/// The name most like a misspelt one, or nil when none is near enough.
///
/// Near is one mistake in up to four letters, two in up to eight, three in longer names; a
/// mistake is a letter too many, too few, wrong, or two that changed places.
public func closestName(to name: String, in candidates: some Sequence<String>) -> String? {
  let letters = Array(name.lowercased().utf8)
  guard !letters.isEmpty, letters.count <= 100 else { return nil }
  let threshold = letters.count <= 2 ? 1 : letters.count <= 4 ? 1 : letters.count <= 8 ? 2 : 3
  var best: String?
  var bestDistance = threshold + 1
  for candidate in candidates {
    let other = Array(candidate.lowercased().utf8)
    guard abs(other.count - letters.count) < bestDistance, other.count <= 100 else { continue }
    let distance = editDistance(letters, other)
    // A name of which every letter would change is none like it.
    guard distance < max(letters.count, other.count) else { continue }
    if distance < bestDistance {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/// Damerau-Levenshtein distance (adjacent letters may change places).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var older = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  var current = previous
  for i in 0..<a.count {
    current[0] = i + 1
    for j in 0..<b.count {
      let substitution = previous[j] + (a[i] == b[j] ? 0 : 1)
      current[j + 1] = min(substitution, previous[j + 1] + 1, current[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        current[j + 1] = min(current[j + 1], older[j - 1] + 1)
      }
    }
    (older, previous, current) = (previous, current, older)
  }
  return previous[b.count]
}
