extension ChartContent {
  /// Its own expressions, without those of content inside it.
  var expressions: [ChartExpression] {
    switch self {
    case .raise: []
    case .cancel(let cancel): [cancel.id].compactMap(\.expression)
    case .choose(let branches): branches.compactMap(\.condition)
    case .assign(_, let value, _): [value].compactMap(\.self)
    case .log(_, let text, _): [text].compactMap(\.self)
    case .loop(let loop): [loop.array]
    case .send(let send):
      [send.event, send.target, send.type, send.delay].compactMap { $0?.expression }
        + EventData.values(send.payload).map(\.value)
    }
  }
}

extension ChartText {
  fileprivate var expression: ChartExpression? {
    if case .computed(let expression) = self { return expression }
    return nil
  }
}

extension Script {
  /// Visits it and everything inside it.
  func forEach(_ body: (Script) -> Void) {
    body(self)
    switch self {
    case .integer, .fraction, .text, .boolean, .nothing, .null, .name: break
    case .member(let inner, _), .unary(_, let inner): inner.forEach(body)
    case .element(let one, let two), .binary(_, let one, let two):
      one.forEach(body)
      two.forEach(body)
    case .call(let function, let arguments):
      function.forEach(body)
      for argument in arguments { argument.forEach(body) }
    case .conditional(let condition, let yes, let no):
      for script in [condition, yes, no] { script.forEach(body) }
    case .array(let elements): for element in elements { element.forEach(body) }
    case .object(let members): for member in members { member.value.forEach(body) }
    }
  }
}

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
