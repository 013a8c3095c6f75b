import WorkflowAnalysis
import WorkflowEngine

/// Every reachable situation of one account, two locations and some services.
struct SearchBench {
  let services: Int

  enum Way: String {
    /// Each attempt is a step of the interpreter.
    case stepping
    case remembering
    /// Records that can be exchanged are one.
    case merging
  }

  func run(definition: WorkflowDefinition, way: Way) {
    var search = WorldSearch(
      definition: definition, records: records,
      scope: Scope(of: definition, records: 0))
    search.scope.seconds = 600
    search.scope.maximumSituations = 1 << 30
    search.mergesAlike = way == .merging
    search.remembers = way != .stepping
    let start = monotonicSeconds()
    let figures = search.run()
    let seconds = monotonicSeconds() - start
    let members = [
      "\"way\":\"\(way.rawValue)\"", "\"nsvc\":\(services)", "\"states\":\(figures.situations)",
      "\"transitions\":\(figures.transitions)", "\"secs\":\(seconds)",
      "\"steps\":\(figures.realSteps)",
      "\"bytes_per_state\":\(Double(figures.bytes) / Double(figures.situations))",
      "\"violation\":\(figures.broken.count)", "\"peak_kb\":\(peakKilobytes())",
    ]
    print("{\"peer\":\"workflow\",\(members.joined(separator: ","))}")
  }

  private var records: [PlacedRecord] {
    let locations = (0..<2).map {
      PlacedRecord(type: 1, id: "L\($0)", values: [1: .reference("A")])
    }
    let services = (0..<services).map {
      PlacedRecord(
        type: 2, id: "S\($0)", values: [1: .reference("L\($0 * 2 / self.services)")])
    }
    return [PlacedRecord(type: 0, id: "A")] + locations + services
  }
}
