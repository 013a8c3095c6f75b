import Diagnostics

/// Reads the elements of an SCXML document into a chart.
///
/// What has no place in a chart, or no counterpart in a workflow, is reported where it stands.
struct ChartReader {
  static let namespace = "http://www.w3.org/2005/07/scxml"

  let file: SourceFile
  let findings: Findings
  private var states: [ChartState] = []
  private var data: [ChartData] = []
  /// The states' elements, in the states' order.
  private var elements: [XMLElement] = []
  private var index: [String: Int] = [:]

  init(file: SourceFile, findings: Findings) {
    self.file = file
    self.findings = findings
  }

  /// The chart, or nil if the document is none.
  mutating func read(_ root: XMLElement) -> Chart? {
    guard root.name == "scxml", root.namespace == ChartReader.namespace else {
      findings.add(wrongRoot(root), at: root.range)
      return nil
    }
    checkDataModel(of: root)
    AttributeCheck(findings: findings).run(root)
    let roots = collectStates(in: root, parent: nil)
    if roots.isEmpty {
      findings.add(.structure("a chart needs a state"), at: root.range)
      return nil
    }
    readRoot(root)
    for index in states.indices { fill(index) }
    let initial = root.attribute("initial").map { attribute in
      ChartTransition(targets: targets(attribute), range: attribute.range)
    }
    checkStates()
    checkDefaults()
    return Chart(
      file: file, name: root.attribute("name")?.value,
      isBoundLate: root.attribute("binding")?.value == "late",
      isCEL: root.attribute("datamodel")?.value == "cel", initial: initial, data: data,
      states: states, roots: roots)
  }

  private func wrongRoot(_ root: XMLElement) -> ChartMistake {
    if root.name == "scxml" {
      return ChartMistake(
        .notChart, "the document's namespace is not that of SCXML",
        label: "write xmlns=\"\(ChartReader.namespace)\"")
    }
    return ChartMistake(
      .notChart, "the document is no state chart: its root is '\(root.name)'",
      label: "'scxml' is expected here")
  }

  private func checkDataModel(of root: XMLElement) {
    let known = ["ecmascript", "null", "cel", "", "native"]
    if let model = root.attribute("datamodel"), !known.contains(model.value) {
      findings.add(
        .noCounterpart(
          "the data model '\(model.value)'",
          because: "expressions are read as ECMAScript", label: "read as ecmascript"),
        at: model.range)
    }
  }

  // MARK: The tree

  /// Numbers the states inside an element and those inside them, in document order.
  private mutating func collectStates(in element: XMLElement, parent: Int?) -> [Int] {
    var found: [Int] = []
    for child in element.children {
      guard let kind = kind(of: child) else { continue }
      let number = states.count
      let id = child.attribute("id")
      states.append(
        ChartState(
          kind: kind, id: id?.value ?? "", parent: parent, range: id?.range ?? child.range))
      elements.append(child)
      found.append(number)
      if let id { add(id, number) }
      let inner = collectStates(in: child, parent: number)
      states[number].children = inner.filter { !states[$0].isHistory }
      states[number].histories = inner.filter { states[$0].isHistory }
      checkInner(number, child)
    }
    return found
  }

  private func kind(of element: XMLElement) -> ChartState.Kind? {
    guard element.namespace == ChartReader.namespace else { return nil }
    switch element.name {
    case "state": return .state
    case "parallel": return .parallel
    case "final": return .final
    case "history": return .history(isDeep: element.attribute("type")?.value == "deep")
    default: return nil
    }
  }

  private mutating func add(_ id: XMLAttribute, _ number: Int) {
    if let first = index[id.value] {
      var mistake = ChartMistake(
        .duplicateState, "there are two states '\(ChartMistake.shortened(id.value))'")
      mistake.notes = [Diagnostic.Note("the first stands here", range: states[first].range)]
      findings.add(mistake, at: id.range)
    } else {
      index[id.value] = number
    }
  }

  private func checkInner(_ number: Int, _ element: XMLElement) {
    let state = states[number]
    switch state.kind {
    case .final, .history:
      if let inner = (state.children + state.histories).first {
        findings.add(
          .structure("a '\(element.name)' has no states inside"), at: states[inner].range)
      }
    case .parallel:
      for inner in state.children where states[inner].kind == .final {
        findings.add(
          .structure("a 'final' cannot be a child of a 'parallel'"), at: states[inner].range)
      }
    case .state: break
    }
  }

  private func checkStates() {
    for state in states where !state.isHistory && state.parent == nil && state.kind == .final {
      for transition in state.transitions {
        findings.add(.structure("nothing leaves a 'final'"), at: transition.range)
      }
    }
  }

  /// Where a state begins, and where a history leads, lies inside it.
  private func checkDefaults() {
    for (index, state) in states.enumerated() {
      guard let initial = state.initial else { continue }
      let outer = state.isHistory ? state.parent : index
      for target in initial.targets where !isInside(target, outer) {
        let name = ChartMistake.shortened(states[target].id)
        let around = outer.map { "inside '\(ChartMistake.shortened(states[$0].id))'" } ?? "inside"
        findings.add(.structure("'\(name)' does not lie \(around)"), at: initial.range)
      }
      if initial.targets.isEmpty, !state.isHistory {
        findings.add(.structure("'initial' names no state"), at: initial.range)
      }
    }
    for history in states.indices where states[history].isHistory { checkCircle(from: history) }
  }

  /// A history that leads to nothing but histories leads nowhere.
  private func checkCircle(from history: Int) {
    var seen: Set<Int> = []
    var open = [history]
    while let next = open.popLast() {
      for target in leads(next) where states[target].isHistory {
        if target == history {
          let name = ChartMistake.shortened(states[history].id)
          return findings.add(
            .structure("the history '\(name)' leads back to itself"), at: states[history].range)
        }
        if seen.insert(target).inserted { open.append(target) }
      }
    }
  }

  /// Where a history leads that has no memory: without a transition, where its parent begins.
  private func leads(_ history: Int) -> [Int] {
    if let own = states[history].initial { return own.targets }
    return states[history].parent.flatMap { states[$0].initial }?.targets ?? []
  }

  private func isInside(_ state: Int, _ outer: Int?) -> Bool {
    var parent = states[state].parent
    while let current = parent {
      if current == outer { return true }
      parent = states[current].parent
    }
    return outer == nil
  }

  // MARK: What stands in a state

  private mutating func fill(_ number: Int) {
    let element = elements[number]
    let isHistory = states[number].isHistory
    var state = states[number]
    if let initial = element.attribute("initial"), !isHistory {
      state.initial = ChartTransition(targets: targets(initial), range: initial.range)
    }
    for child in element.children {
      guard child.namespace == ChartReader.namespace else {
        findings.add(foreign(child), at: child.range)
        continue
      }
      switch child.name {
      case "state", "parallel", "final", "history": break
      case "onentry": state.onEntry.append(content(of: child))
      case "onexit": state.onExit.append(content(of: child))
      case "transition":
        if isHistory {
          state.initial = plainTransition(child)
        } else {
          state.transitions.append(transition(child))
        }
      case "initial":
        if let inner = child.children.first(where: { $0.name == "transition" }) {
          state.initial = plainTransition(inner)
        } else {
          findings.add(.structure("'initial' needs a 'transition'"), at: child.range)
        }
      case "datamodel": readData(child, state: number)
      case "invoke":
        findings.add(
          .noCounterpart("'invoke'", because: "a workflow starts no other machines"),
          at: child.range)
      case "donedata": state.doneData = ContentReader(findings: findings).payload(child)
      default: findings.add(misplaced(child, in: element), at: child.range)
      }
    }
    checkInitial(&state)
    states[number] = state
  }

  /// What stands at the top beside the states.
  private mutating func readRoot(_ root: XMLElement) {
    for child in root.children where kind(of: child) == nil {
      if child.namespace != ChartReader.namespace {
        findings.add(foreign(child), at: child.range)
      } else if child.name == "datamodel" {
        readData(child, state: nil)
      } else if child.name == "script" {
        findings.add(
          .noCounterpart("'script'", because: "a workflow has no program code"), at: child.range)
      } else {
        findings.add(misplaced(child, in: root), at: child.range)
      }
    }
  }

  private func checkInitial(_ state: inout ChartState) {
    guard let initial = state.initial, !state.isHistory else { return }
    if state.kind != .state || state.children.isEmpty {
      findings.add(
        .structure("'initial' belongs to a state with states inside"), at: initial.range)
      state.initial = nil
    }
  }

  private func foreign(_ element: XMLElement) -> ChartMistake {
    .noCounterpart(
      "the element '\(element.name)' of another namespace", because: "only SCXML's are read")
  }

  private func misplaced(_ element: XMLElement, in parent: XMLElement) -> ChartMistake {
    .noCounterpart(
      "'\(element.name)' in '\(parent.name)'", because: "SCXML has no such element in this place")
  }

  private mutating func readData(_ model: XMLElement, state: Int?) {
    for element in model.children where element.name == "data" {
      guard let id = element.attribute("id") else {
        findings.add(.structure("'data' needs an 'id'"), at: element.range)
        continue
      }
      if let source = element.attribute("src") {
        findings.add(
          .noCounterpart("'src'", because: "data from other files is not read"), at: source.range)
      }
      var value = element.attribute("expr").map { ChartExpression(text: $0.value, range: $0.range) }
      let text = element.text.trimmedSpace
      if value == nil, !text.isEmpty || !element.children.isEmpty {
        value = ChartExpression(
          text: element.children.isEmpty ? text : "<\(element.children[0].name)>",
          range: element.range, isContent: true)
      }
      data.append(ChartData(id: id.value, state: state, value: value, range: id.range))
    }
  }

  // MARK: Transitions

  private func transition(_ element: XMLElement) -> ChartTransition {
    var transition = plainTransition(element)
    transition.events = (element.attribute("event")?.value ?? "")
      .split(whereSeparator: \.isWhitespace).map { ChartReader.descriptor(String($0)) }
    transition.condition = element.attribute("cond").map {
      ChartExpression(text: $0.value, range: $0.range)
    }
    transition.isInternal = element.attribute("type")?.value == "internal"
    return transition
  }

  /// A descriptor without the `.*` or the points behind it, which mean nothing more.
  private static func descriptor(_ text: String) -> String {
    var rest = text[...]
    while true {
      if rest.hasSuffix(".*") {
        rest = rest.dropLast(2)
      } else if rest.hasSuffix("."), rest.count > 1 {
        rest = rest.dropLast()
      } else {
        return String(rest)
      }
    }
  }

  private func plainTransition(_ element: XMLElement) -> ChartTransition {
    var transition = ChartTransition(range: element.range)
    if let target = element.attribute("target") { transition.targets = targets(target) }
    transition.content = content(of: element)
    return transition
  }

  private func targets(_ attribute: XMLAttribute) -> [Int] {
    var found: [Int] = []
    for name in attribute.value.split(whereSeparator: \.isWhitespace).map(String.init) {
      if let number = index[name] {
        found.append(number)
      } else {
        findings.add(
          ChartMistake(
            .unknownState, "there is no state '\(ChartMistake.shortened(name))'",
            label: suggestion(for: name, among: index.keys.sorted()).map {
              "did you mean '\($0)'?"
            }),
          at: attribute.range)
      }
    }
    return found
  }

  private func content(of element: XMLElement) -> [ChartContent] {
    ContentReader(findings: findings).read(element.children)
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmedSpace: String {
    var rest = self[...]
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    return String(rest)
  }
}
