import CEL
import WorkflowEngine

/// Records that somebody has put together, or that came to be so, and what was asked of them.
package struct SampledMoment: Sendable {
  package var records: [PlacedRecord]
  /// What was asked then; nil where that cannot be asked of a world that is drawn.
  package var request: SampledRequest?
  /// What happened then: events by their type and their place there.
  package var events: [(type: Int, event: Int)]

  package init(
    records: [PlacedRecord], request: SampledRequest? = nil,
    events: [(type: Int, event: Int)] = []
  ) {
    self.records = records
    self.request = request
    self.events = events
  }

  func concerns(_ focus: (type: Int, event: Int)) -> Bool {
    let asked = request.map { (type: $0.recordType, event: $0.event) }
    return ([asked].compactMap(\.self) + events).contains { $0 == focus }
  }
}

extension StoredValue {
  /// The nearest values on either side of one that has sides.
  var neighbours: [StoredValue] {
    switch self {
    case .word(let word, .integer): [.integer(word &- 1), .integer(word &+ 1)]
    case .word(let word, .decimal):
      ["1", "-1", "0.01"].compactMap { Decimal(text: $0)?.adding(Decimal(packed: word)) }
        .map { .decimal($0) }
    case .word(let word, .date): [.word(word &- 1, .date), .word(word &+ 1, .date)]
    case .word(let word, .timestamp):
      [-1_000_000, 1_000_000].map { .timestamp(word &+ $0) }
    case .word(let word, .boolean): [.boolean(word == 0)]
    case .word, .null, .text, .choice, .reference, .list, .entries: []
    }
  }
}
