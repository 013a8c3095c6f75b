/// How large a chart may be that is converted; beyond a limit it is refused with a diagnostic.
enum ChartLimits {
  /// Variables, each of which becomes a field.
  static let variables = 900
  /// Names of events.
  static let events = 1_000
  /// Ways: a transition stands once in each event that it takes.
  static let ways = 20_000
  /// Transitions.
  static let transitions = 5_000
  /// How deep states may stand inside each other: the file's lists would stand deeper still.
  static let depth = 14

  /// What is too large in a chart, before it is looked at more closely.
  static func excess(of chart: Chart) -> String? {
    if chart.data.count > variables { return "there are more than \(variables) variables" }
    let all = chart.states.lazy.flatMap(\.transitions)
    if all.count > transitions { return "there are more than \(transitions) transitions" }
    if isTooDeep(chart) { return "states stand more than \(depth) deep" }
    if all.map(\.events.count).reduce(0, +) > ways {
      return "its transitions name more than \(ways) events"
    }
    var names: Set<String> = []
    for transition in all { names.formUnion(transition.events) }
    chart.forEachContent { content in
      switch content {
      case .raise(let event, _): names.insert(event)
      case .send(let send):
        if case .constant(let event, _)? = send.event { names.insert(event) }
      case .cancel, .choose, .assign, .log, .loop: break
      }
    }
    if names.count > events { return "there are more than \(events) names of events" }
    var count = 0
    for transition in all {
      for name in names where transition.events.contains(where: { EventBook.matches($0, name) }) {
        count += 1
        if count > ways { return "its transitions take more than \(ways) events" }
      }
    }
    return nil
  }

  private static func isTooDeep(_ chart: Chart) -> Bool {
    var depths = [Int](repeating: 1, count: chart.states.count)
    // Children have higher numbers than their parents.
    for (index, state) in chart.states.enumerated() {
      guard let parent = state.parent else { continue }
      depths[index] = depths[parent] + 1
    }
    return (depths.max() ?? 0) > depth
  }
}
