import Foundation
import Testing
import WorkflowScenarios

/// What the scenarios promise in memory holds on a store, through the commands.
///
/// `REPLAY=all` plays every scenario; without it those of the second look at the requirements and
/// each seventh of the others.
@Suite("Scenarios, played with commands on a store")
struct StoreReplayTests {
  private static let isComplete = ProcessInfo.processInfo.environment["REPLAY"] == "all"

  @Test("the same outcome, the same reasons, the same values", arguments: ReplayFile.bundled)
  func replay(name: String) throws {
    let file = try ReplayFile(name)
    let possible = file.scenarios.filter(Replay.isPossible)
    #expect(possible.count > file.scenarios.count * 9 / 10)
    for (number, scenario) in possible.enumerated()
    where Self.isComplete || number % 7 == 0 || Self.isOfSecondLook(scenario) {
      let place = try Workplace(workflow: nil)
      try place.bring("workflows")
      try Replay(place: place, file: file, scenario: scenario).run()
    }
  }

  /// Rows such as S2-10b, and those that were added with them.
  private static func isOfSecondLook(_ scenario: Scenario) -> Bool {
    scenario.covers.contains { row in
      row.last.map { "bc".contains($0) } ?? false || ["S0-55", "S0-56", "P15"].contains(row)
    }
  }
}
