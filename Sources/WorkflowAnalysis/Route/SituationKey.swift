import CEL
import WorkflowEngine

/// A situation as a key: what differs, and when.
struct SituationKey: Hashable {
  private let numbers: [Int64]

  /// - Parameter words: those that count; nil means all.
  init(_ situation: RouteSituation, _ words: Set<RecordWord>?) {
    var rows: [[Int64]] = []
    for (place, word) in situation.words where words?.contains(place) ?? true {
      rows.append([Int64(place.record.raw), Int64(place.slot), word])
    }
    for (record, presence) in situation.presences {
      rows.append([Int64(record.raw), -1, Int64(presence.rawValue)])
    }
    rows.sort { $0.lexicographicallyPrecedes($1) }
    numbers = [situation.now] + rows.joined()
  }
}
