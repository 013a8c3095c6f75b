/// Reports where a chart may run otherwise than SCXML says, beside what a single transition shows.
struct DifferenceCheck {
  let plan: ChartPlan
  let findings: Findings

  private var chart: Chart { plan.chart }

  func run() {
    checkDelays()
    checkCarried()
    checkOrder()
    checkNestedEnds()
    checkWaysBack()
  }

  /// A history of a state around: the algorithm enters what lies between, active or not, and asks
  /// what it remembers to know what is left.
  private func checkWaysBack() {
    for (index, state) in chart.states.enumerated() {
      for transition in state.transitions {
        if plan.shape.entersBetween(transition, from: index) {
          findings.add(
            .difference(
              "it leads to a history of a state that stays active, and enters nothing that is active",
              label: "SCXML's algorithm enters the states between both anew"), at: transition.range)
        } else if plan.shape.mayStayInside(transition, from: index) {
          findings.add(
            .difference(
              "it leads to a history of a state around, and leaves its own state for that",
              label: "SCXML: not where the history leads to states inside its own"),
            at: transition.range)
        }
      }
    }
  }

  /// A delayed send is one timer: when it is carried out again, the timer starts anew.
  private func checkDelays() {
    let repetition = Repetition(plan.shape)
    chart.forEachHosted { host, piece, isInLoop in
      guard case .send(let send) = piece, plan.sends.entry(of: send) != nil else { return }
      if !isInLoop, isTakenBack(send, host) || !repetition.isPossible(host) { return }
      findings.add(
        .difference(
          "this delayed event may be sent again before it has come, and is one event then",
          label: "SCXML: each comes; a 'cancel' on exit of its state makes it one"),
        at: send.range)
    }
  }

  /// Whether a state that sends an event on entry takes it back on exit.
  private func isTakenBack(_ send: ChartSend, _ host: ContentHost) -> Bool {
    guard case .entry(let state) = host, let id = send.id else { return false }
    return chart.states[state].onExit.joined().contains { piece in
      if case .cancel(let cancel) = piece, case .constant(id, _) = cancel.id { return true }
      return false
    }
  }

  /// What an event carries is kept once: a second one before the first was taken overwrites it.
  private func checkCarried() {
    var senders: [String: Int] = [:]
    chart.forEachContent { piece in
      for event in carried(by: piece) { senders[event, default: 0] += 1 }
    }
    if senders.isEmpty { return }
    let inside = plan.events
    let repetition = Repetition(plan.shape) { transition in
      transition.events.isEmpty
        || transition.events.contains { event in
          event == "*" || event.hasPrefix("done") || event.hasPrefix("error")
            || inside.sent.contains { EventBook.matches(event, $0) }
        }
    }
    chart.forEachHosted { host, piece, isInLoop in
      guard case .send(let send) = piece else { return }
      let isRepeated = isInLoop || repetition.isPossible(host)
      for event in carried(by: piece) where isRepeated || (senders[event] ?? 0) > 1 {
        findings.add(
          .difference(
            "'\(ChartMistake.shortened(event))' may be sent again before it was taken, and carries "
              + "the later values then",
            label: "SCXML: each carries its own"), at: send.range)
      }
    }
  }

  /// The events that a piece sends with values that the chart reads.
  private func carried(by piece: ChartContent) -> [String] {
    guard case .send(let send) = piece else { return [] }
    return ChartValues.events(of: send, plan.texts).filter { event in
      let start = EventData.id(event: event, name: "")
      return plan.vocabulary.variables.contains { $0.id.hasPrefix(start) }
    }
  }

  private func checkOrder() {
    guard plan.sends.counter == nil, plan.sends.entries.count > 1 else { return }
    findings.add(
      .difference(
        "delayed events that come at the same time come in the document's order",
        label:
          "SCXML: in the order in which they were sent; up to \(SendBook.mostInOrder) are kept so"),
      at: chart.states[chart.roots[0]].range)
  }

  /// A parallel whose child is a parallel.
  private func checkNestedEnds() {
    for done in plan.events.done {
      let state = chart.states[done.state]
      let isNested =
        state.kind == .parallel
        && state.children.contains { chart.states[$0].kind == .parallel }
      guard isNested else { continue }
      findings.add(
        .difference(
          "'done.state.\(ChartMistake.shortened(state.id))' comes when all its children are done",
          label: "the recommendation's algorithm leaves it out where a child is a parallel too"),
        at: state.range)
    }
  }
}
