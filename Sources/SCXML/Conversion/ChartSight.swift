/// What the content of a transition sees of the chart's states.
///
/// In SCXML the states that the transition leaves are not active any more then, and those that it
/// enters not yet; here effects see the states that `to` names. What is certain is written as
/// such, the rest is reported.
struct ChartSight {
  /// The ids of states that are certainly not active.
  private(set) var absent: Set<String> = []
  /// The ids of states of which only the recommendation's algorithm can tell.
  private var unsure: Set<String> = []

  /// The ids that the content asks about.
  private let asked: Set<String>

  init(_ shape: ChartShape, of transition: ChartTransition, from source: Int) {
    asked = ChartSight.asked(by: transition)
    if asked.isEmpty { return }
    let states = shape.chart.states
    func ids(inside outer: Int?) -> Set<String> {
      Set(
        states.indices.filter { index in outer.map { shape.isInside(index, $0) } ?? true }
          .map { states[$0].id })
    }
    if !transition.targets.isEmpty {
      let isReturning = shape.leadsBack(transition, from: source)
      let within = ids(inside: shape.domain(of: transition, from: source))
      if isReturning { unsure = within } else { absent = within }
    }
    for index in states.indices where shape.areCompatible(index, source) {
      for other in states[index].transitions where ChartSight.sharesEvent(transition, other) {
        if other.targets.isEmpty || other.range == transition.range { continue }
        let domain = shape.domain(of: other, from: index)
        // Of two that would leave the same state one alone is taken.
        let isConflict = domain.map { shape.isInside(source, $0) } ?? true
        if isConflict, !transition.targets.isEmpty { continue }
        unsure.formUnion(ids(inside: domain))
      }
    }
    unsure.subtract(absent)
  }

  private static func asked(by transition: ChartTransition) -> Set<String> {
    var asked: Set<String> = []
    Chart.visit(transition.content) { piece in
      for expression in piece.expressions {
        (try? expression.script())?.forEach { script in
          if case .call(.name("In"), let arguments) = script, case .text(let id)? = arguments.first
          {
            asked.insert(id)
          }
        }
      }
    }
    return asked
  }

  private static func sharesEvent(_ one: ChartTransition, _ other: ChartTransition) -> Bool {
    if one.events.isEmpty || other.events.isEmpty {
      return one.events.isEmpty && other.events.isEmpty
    }
    return one.events.contains { event in
      other.events.contains { EventBook.matches($0, event) || EventBook.matches(event, $0) }
    }
  }

  /// Says so where the content asks about a state of which only SCXML can tell.
  func report(_ transition: ChartTransition, _ findings: Findings) {
    for id in asked.intersection(unsure).sorted() {
      findings.add(
        .difference(
          "whether '\(ChartMistake.shortened(id))' is active is seen as it is after this transition",
          label: "SCXML: as it is once states are left and none is entered"),
        at: transition.range)
    }
  }
}

extension ChartShape {
  /// The compound state that a transition does not leave: the innermost around its source and all
  /// targets; nil stands for the chart.
  func domain(of transition: ChartTransition, from source: Int) -> Int? {
    if isInternal(transition, from: source) { return source }
    var ancestor = chart.states[source].parent
    while let state = ancestor {
      if chart.states[state].isCompound, transition.targets.allSatisfy({ isInside($0, state) }) {
        return state
      }
      ancestor = chart.states[state].parent
    }
    return nil
  }

  /// Whether a transition leads to a history of a state around its source.
  func leadsBack(_ transition: ChartTransition, from source: Int) -> Bool {
    transition.targets.contains { target in
      guard chart.states[target].isHistory, let around = chart.states[target].parent else {
        return false
      }
      return around == source || isInside(source, around)
    }
  }

  /// Whether a transition may lead by a history of a state around into the child of that state from
  /// which it comes, so that what lies between stays active.
  func entersBetween(_ transition: ChartTransition, from source: Int) -> Bool {
    transition.targets.contains { target in
      let history = chart.states[target]
      guard history.isHistory, let around = history.parent,
        let child = chart.states[around].children.first(where: {
          $0 == source || isInside(source, $0)
        })
      else { return false }
      let leads = history.initial?.targets ?? chart.states[around].initial?.targets ?? []
      let isInOwn = !leads.isEmpty && leads.allSatisfy { isInside($0, child) }
      if chart.states[around].kind == .parallel { return isInOwn }
      return child != source && (isInOwn || history.kind == .history(isDeep: true))
    }
  }

  /// Whether a transition that is called internal may lead by a history of a state around to states
  /// inside the one from which it comes.
  func mayStayInside(_ transition: ChartTransition, from source: Int) -> Bool {
    guard transition.isInternal, chart.states[source].isCompound,
      !isInternal(transition, from: source)
    else { return false }
    return transition.targets.allSatisfy { target in
      if isInside(target, source) { return true }
      let history = chart.states[target]
      guard history.isHistory, let around = history.parent, isInside(source, around) else {
        return false
      }
      if history.kind == .history(isDeep: true) { return true }
      let leads = history.initial?.targets ?? chart.states[around].initial?.targets ?? []
      return !leads.isEmpty && leads.allSatisfy { isInside($0, source) }
    }
  }

  /// Whether two states may be active together.
  func areCompatible(_ one: Int, _ other: Int) -> Bool {
    if one == other || isInside(one, other) || isInside(other, one) { return true }
    var current = chart.states[one].parent
    while let around = current {
      if isInside(other, around) { return chart.states[around].kind == .parallel }
      current = chart.states[around].parent
    }
    return false
  }
}
