/// The ways of an event by the state of the one region that they all look at.
struct StateTable: BitwiseCopyable {
  let slot: Int
  /// For each state the first way that starts from it.
  // INVARIANT: `Event` keeps the transitions alive, and frees the memory.
  private let ways: PlainTable<Unmanaged<Transition>?>

  /// Nil where not every way looks at the same region, and at no other.
  init?(of transitions: [Transition]) {
    let existing = transitions.filter { !$0.creates }
    guard let slot = existing.first?.from.first?.slot,
      existing.allSatisfy({ $0.from.count == 1 && $0.from[0].slot == slot })
    else { return nil }
    self.slot = slot
    let named = existing.reduce(0) { $0 | $1.from[0].states }
    ways = PlainTable(
      (0..<(64 - named.leadingZeroBitCount)).map { state in
        existing.first { $0.from[0].contains(Int64(state)) }.map(Unmanaged.passUnretained)
      })
  }

  func free() { ways.free() }

  @inline(__always)
  func way(from state: Int64) -> Unmanaged<Transition>? {
    state >= 0 && state < Int64(ways.count) ? ways[Int(state)] : nil
  }
}
