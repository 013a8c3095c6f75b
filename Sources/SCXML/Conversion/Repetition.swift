/// Where content stands.
enum ContentHost {
  /// Run when a state is entered.
  case entry(Int)
  case exit(Int)
  case transition(ChartTransition, source: Int)
}

/// Whether content of a chart may run again, as far as its transitions alone tell: what they do not
/// rule out counts as possible.
struct Repetition {
  private let shape: ChartShape
  private let transitions: [(source: Int, transition: ChartTransition)]
  /// Larger charts are not looked at: everything may run again.
  private static let maximumStates = 300

  private var states: [ChartState] { shape.chart.states }

  /// - Parameter isMeant: the transitions that count.
  init(_ shape: ChartShape, where isMeant: (ChartTransition) -> Bool = { _ in true }) {
    self.shape = shape
    transitions = shape.chart.states.enumerated().flatMap { index, state in
      state.transitions.filter(isMeant).map { (index, $0) }
    }
  }

  func isPossible(_ host: ContentHost) -> Bool {
    if states.count > Repetition.maximumStates { return true }
    switch host {
    case .entry(let state), .exit(let state):
      return reached(from: beside(state)).entered.contains(state)
    case .transition(let transition, let source):
      if transition.targets.isEmpty { return true }
      return reached(from: entered(transition, source)).active.contains(source)
    }
  }

  /// The states that may be active from now on, and those that may be entered.
  private func reached(from start: Set<Int>) -> (active: Set<Int>, entered: Set<Int>) {
    var active = start
    var all: Set<Int> = []
    var open = transitions.filter { !$0.transition.targets.isEmpty }
    while let next = open.firstIndex(where: { active.contains($0.source) }) {
      let (source, transition) = open.remove(at: next)
      let entered = entered(transition, source)
      all.formUnion(entered)
      active.formUnion(entered)
    }
    return (active, all)
  }

  /// The states that a transition may enter.
  private func entered(_ transition: ChartTransition, _ source: Int) -> Set<Int> {
    let domain = shape.domain(of: transition, from: source)
    let targets = transition.targets.map { states[$0].isHistory ? states[$0].parent ?? $0 : $0 }
    return Set(targets.flatMap(beside)).filter { state in
      domain.map { shape.isInside(state, $0) } ?? true
    }
  }

  /// The states that may be active beside one, and itself.
  private func beside(_ state: Int) -> Set<Int> {
    Set(
      states.indices.filter { other in !states[other].isHistory && shape.areCompatible(state, other)
      })
  }
}

extension Chart {
  /// Visits every piece of content with where it stands, and whether it stands in a loop.
  func forEachHosted(_ body: (ContentHost, ChartContent, Bool) -> Void) {
    func visit(_ content: [ChartContent], _ host: ContentHost, isInLoop: Bool) {
      for piece in content {
        body(host, piece, isInLoop)
        switch piece {
        case .choose(let branches):
          for branch in branches { visit(branch.content, host, isInLoop: isInLoop) }
        case .loop(let loop): visit(loop.content, host, isInLoop: true)
        case .raise, .send, .cancel, .assign, .log: break
        }
      }
    }
    for (index, state) in states.enumerated() {
      let around = state.isHistory ? state.parent ?? index : index
      for content in state.onEntry { visit(content, .entry(index), isInLoop: false) }
      for content in state.onExit { visit(content, .exit(index), isInLoop: false) }
      visit(state.initial?.content ?? [], .entry(around), isInLoop: false)
      for transition in state.transitions {
        visit(
          transition.content, .transition(transition, source: index), isInLoop: false)
      }
    }
  }
}
