extension Chart {
  /// Every list of content, in document order of the states.
  var contents: [[ChartContent]] {
    states.flatMap { state -> [[ChartContent]] in
      var lists = state.onEntry + state.onExit
      if let initial = state.initial { lists.append(initial.content) }
      for transition in state.transitions { lists.append(transition.content) }
      return lists
    }
  }

  /// Visits every piece of content, inner ones too.
  func forEachContent(_ body: (ChartContent) -> Void) {
    for content in contents { Chart.visit(content, body) }
  }

  static func visit(_ content: [ChartContent], _ body: (ChartContent) -> Void) {
    for piece in content {
      body(piece)
      switch piece {
      case .choose(let branches): for branch in branches { visit(branch.content, body) }
      case .loop(let loop): visit(loop.content, body)
      case .raise, .send, .cancel, .assign, .log: break
      }
    }
  }
}
