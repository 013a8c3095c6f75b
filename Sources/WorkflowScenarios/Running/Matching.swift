/// Pairs each of the expected with one of the found, so that as many as possible have a partner.
struct Matching {
  /// For each expected one the place of its partner among the found.
  private(set) var partners: [Int?]
  private var takenBy: [Int?]
  private let fits: [[Bool]]

  init<Expected, Found>(
    _ expected: [Expected], _ found: [Found], by isLike: (Expected, Found) -> Bool
  ) {
    fits = expected.map { one in found.map { isLike(one, $0) } }
    partners = Array(repeating: nil, count: expected.count)
    takenBy = Array(repeating: nil, count: found.count)
    for place in expected.indices {
      var tried = Array(repeating: false, count: found.count)
      _ = seat(place, &tried)
    }
  }

  /// Expected ones without a partner.
  var missing: [Int] { partners.indices.filter { partners[$0] == nil } }

  /// Found ones that nobody expected.
  var surplus: [Int] { takenBy.indices.filter { takenBy[$0] == nil } }

  private mutating func seat(_ place: Int, _ tried: inout [Bool]) -> Bool {
    for candidate in takenBy.indices where fits[place][candidate] && !tried[candidate] {
      tried[candidate] = true
      if let other = takenBy[candidate], !seat(other, &tried) { continue }
      takenBy[candidate] = place
      partners[place] = candidate
      return true
    }
    return false
  }
}
