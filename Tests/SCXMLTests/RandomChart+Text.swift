extension RandomChart {
  /// The document.
  var text: String {
    """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" name="m">
    <datamodel><data id="t" expr="''"/><data id="n" expr="0"/></datamodel>
    \(root.children.map(written).joined())</scxml>
    """
  }

  private func written(_ state: OracleState) -> String {
    let inner = state.children.map(written).joined()
    switch state.kind {
    case .shallowHistory, .deepHistory:
      let kind = state.kind == .deepHistory ? "deep" : "shallow"
      let initial = state.initial.map { transition($0) } ?? ""
      return "<history id=\"\(state.id)\" type=\"\(kind)\">\(initial)</history>\n"
    case .state: return element("state", state, inner)
    case .parallel: return element("parallel", state, inner)
    case .final: return element("final", state, inner)
    }
  }

  private func element(_ name: String, _ state: OracleState, _ inner: String) -> String {
    let initial = state.initial.map { "<initial>\(transition($0))</initial>" } ?? ""
    let entry = state.onEntry.map { "<onentry>\(content($0))</onentry>" }.joined()
    let exit = state.onExit.map { "<onexit>\(content($0))</onexit>" }.joined()
    let transitions = state.transitions.map { transition($0) + "\n" }.joined()
    return
      "<\(name) id=\"\(state.id)\">\(initial)\(entry)\(exit)\n\(transitions)\(inner)</\(name)>\n"
  }

  private func transition(_ transition: OracleTransition) -> String {
    var attributes = ""
    if !transition.event.isEmpty { attributes += " event=\"\(transition.event)\"" }
    if let condition = transition.condition { attributes += " cond=\"\(script(condition))\"" }
    if !transition.targets.isEmpty {
      attributes += " target=\"\(transition.targets.map(\.id).joined(separator: " "))\""
    }
    if transition.isInternal { attributes += " type=\"internal\"" }
    return "<transition\(attributes)>\(content(transition.content))</transition>"
  }

  private func content(_ content: [OracleContent]) -> String { content.map(piece).joined() }

  private func piece(_ piece: OracleContent) -> String {
    switch piece {
    case .note(let word): "<assign location=\"t\" expr=\"t + '\(word) '\"/>"
    case .count: "<assign location=\"n\" expr=\"n + 1\"/>"
    case .raise(let event): "<raise event=\"\(event)\"/>"
    case .send(let event, 0, _): "<send event=\"\(event)\"/>"
    case .send(let event, let time, let id):
      "<send event=\"\(event)\" delay=\"\(time)ms\" id=\"\(id)\"/>"
    case .cancel(let id): "<cancel sendid=\"\(id)\"/>"
    case .choose(let condition, let yes, let no):
      "<if cond=\"\(script(condition))\">\(content(yes))<else/>\(content(no))</if>"
    case .fail: "<assign location=\"t\" expr=\"nowhere\"/>"
    }
  }

  private func script(_ condition: OracleCondition) -> String {
    switch condition {
    case .isIn(let id): "In('\(id)')"
    case .isNotIn(let id): "!In('\(id)')"
    case .less(let limit): "n &lt; \(limit)"
    case .failing: "nowhere"
    }
  }
}
