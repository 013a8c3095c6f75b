import CEL
import WorkflowEngine

/// What moves were refused for: where everything that a refusal has read is as it was, the move is
/// refused again, and no step need be asked.
struct RefusalMemory {
  private struct Readings {
    var words: [(place: RecordWord, word: Int64)]
    var presences: [(record: RecordHandle, isPresent: Bool)]
    var sets: [(key: RecordSetKey, members: [RecordHandle])]
    var types: [(type: Int, records: [RecordHandle])]
    /// The moment, where it matters.
    var now: Int64?

    func hold(in world: RouteWorld) -> Bool {
      (now.map { $0 == world.situation.now } ?? true)
        && words.allSatisfy { world.peek($0.place) == $0.word }
        && presences.allSatisfy { world.isPresent($0.record) == $0.isPresent }
        && sets.allSatisfy { world.members(of: $0.key) == $0.members }
        && types.allSatisfy { world.every(ofType: $0.type) == $0.records }
    }
  }

  /// By move, the latest ones first.
  private var refusals: [Int: [Readings]] = [:]

  private static let most = 4

  /// Takes over what the world has read for a move that was refused.
  mutating func note(_ move: Int, _ world: RouteWorld, looksAtTime: Bool) {
    let readings = Readings(
      words: world.readWords.map { ($0, world.peek($0)) },
      presences: world.readPresences.map { ($0, world.isPresent($0)) },
      sets: world.readSets.map { ($0, world.members(of: $0)) },
      types: world.readTypes.map { ($0, world.every(ofType: $0)) },
      now: looksAtTime ? world.situation.now : nil)
    refusals[move, default: []].insert(readings, at: 0)
    if refusals[move, default: []].count > Self.most { refusals[move]?.removeLast() }
  }

  /// Whether the move is known to be refused in the situation that the world is in.
  func isRefused(_ move: Int, in world: RouteWorld) -> Bool {
    refusals[move]?.contains { $0.hold(in: world) } ?? false
  }
}
