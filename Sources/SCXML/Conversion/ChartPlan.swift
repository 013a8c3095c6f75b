import Diagnostics

/// A chart with everything that has to be known before its first line is written.
struct ChartPlan {
  let chart: Chart
  let shape: ChartShape
  let vocabulary: Vocabulary
  let sends: SendBook
  let choices: ChoiceBook
  let events: EventBook
  let typeName: String
  /// The texts that a variable is given, where it is given nothing else.
  let texts: [String: [String]]
  /// Whether anything in the chart is evaluated.
  let canErr: Bool

  init(_ chart: Chart, baseName: String, findings: Findings) {
    self.chart = chart
    var fields = Names()
    typeName = fields.name(for: chart.name ?? baseName, otherwise: "chart")
    let values = ChartValues(chart, findings: findings)
    var vocabulary = Vocabulary()
    vocabulary.isCEL = chart.isCEL
    let fieldNames = fields.names(
      for: values.names.map { EventData.name(in: $0) == nil ? $0 : "data_\($0)" }, otherwise: "data"
    )
    for (id, field) in zip(values.names, fieldNames) {
      var variable = Variable(id: id, field: field)
      if values.unset.contains(id) { variable.missing = [.undefined] }
      variable.isStructured = values.structured.contains(id)
      variable.constantList = values.lists[id]
      vocabulary.add(variable)
    }
    shape = ChartShape(chart, fields: &fields)
    sends = SendBook(chart, fields: &fields)
    choices = ChoiceBook(chart, fields: &fields)
    for (index, state) in chart.states.enumerated() where !state.isHistory && !state.id.isEmpty {
      vocabulary.stateTests[state.id] = shape.test(of: index)
    }
    var inference = KindInference(vocabulary: vocabulary)
    inference.settle(values.given)
    self.vocabulary = inference.vocabulary
    texts = values.texts(sends)
    canErr = ChartPlan.evaluates(chart)
    events = EventBook(chart, shape, sends, sent: values.sent, needsErrors: canErr)
  }

  private static func evaluates(_ chart: Chart) -> Bool {
    let transitions = chart.states.flatMap(\.transitions)
    return !chart.data.isEmpty || transitions.contains { $0.condition != nil }
      || chart.contents.contains { content in
        content.contains { piece in
          if case .raise = piece { false } else { true }
        }
      }
  }

  func writer(event: String? = nil) -> FormulaWriter {
    FormulaWriter(vocabulary: vocabulary, event: event)
  }
}

/// All values that a chart's variables are given, and all events it sends.
struct ChartValues {
  /// The variables, in the order in which they are declared.
  private(set) var names: [String] = []
  private(set) var given: [(id: String, value: Script)] = []
  /// Variables that start without a value.
  private(set) var unset: Set<String> = []
  /// Variables that are given objects or lists.
  var structured: Set<String> {
    Set(given.filter { $0.value.isStructure }.map(\.id))
  }
  private(set) var lists: [String: [Script]] = [:]
  private(set) var sent: [String] = []
  private var idLocations: [(id: String, send: ChartSend)] = []
  private var outsideLoops: Set<String> = []

  init(_ chart: Chart, findings: Findings) {
    for data in chart.data {
      if names.contains(data.id) {
        findings.add(.structure("there are two variables '\(data.id)'"), at: data.range)
        continue
      }
      names.append(data.id)
      add(data, isLate: chart.isBoundLate && data.state != nil)
    }
    declareLoopNames(chart)
    for content in chart.contents { collect(content, isInLoop: false) }
    for id in outsideLoops { lists[id] = nil }
    collectSent(chart)
    if EventData.isRead(in: chart) { collectCarried(chart) }
  }

  private mutating func add(_ data: ChartData, isLate: Bool) {
    guard let value = data.value, let script = try? value.script() else {
      unset.insert(data.id)
      return
    }
    if case .array(let elements) = script { lists[data.id] = elements }
    // What is computed may fail.
    if isLate || EffectWriter.constant(script, as: .unknown) == nil { unset.insert(data.id) }
    given.append((data.id, script))
  }

  /// A loop declares its item and index where nobody else does.
  private mutating func declareLoopNames(_ chart: Chart) {
    var found: [String] = []
    chart.forEachContent { content in
      guard case .loop(let loop) = content else { return }
      found += [loop.item.text, loop.index?.text].compactMap { $0?.trimmedSpace }
    }
    for name in found where ChartValues.isVariable(name) && !names.contains(name) {
      names.append(name)
      unset.insert(name)
    }
  }

  static func isVariable(_ name: String) -> Bool {
    guard case .name? = try? ScriptParser.parse(name) else { return false }
    return true
  }

  private mutating func collect(_ content: [ChartContent], isInLoop: Bool) {
    for piece in content {
      switch piece {
      case .assign(let location, let value, _):
        let id = location.text.trimmedSpace
        if !isInLoop { outsideLoops.insert(id) }
        if let value, let script = try? value.script() { given.append((id, script)) }
      case .loop(let loop):
        let elements = lists[loop.array.text.trimmedSpace] ?? ChartValues.literal(loop.array)
        for element in elements ?? [] { given.append((loop.item.text.trimmedSpace, element)) }
        if let index = loop.index { given.append((index.text.trimmedSpace, .integer("0"))) }
        collect(loop.content, isInLoop: true)
      case .choose(let branches):
        for branch in branches { collect(branch.content, isInLoop: isInLoop) }
      case .send(let send):
        guard let location = send.idLocation?.text.trimmedSpace else { continue }
        idLocations.append((location, send))
        given.append((location, .text(send.id ?? "")))
      case .raise, .cancel, .log: break
      }
    }
  }

  static func literal(_ expression: ChartExpression) -> [Script]? {
    guard case .array(let elements)? = try? ScriptParser.parse(expression.text) else {
      return nil
    }
    return elements
  }

  private mutating func collectSent(_ chart: Chart) {
    var found: [String] = []
    var computed: [String] = []
    chart.forEachContent { content in
      switch content {
      case .raise(let event, _): found.append(event)
      case .send(let send):
        switch send.event {
        case .constant(let event, _): found.append(event)
        case .computed(let expression): computed.append(expression.text.trimmedSpace)
        case nil: break
        }
      case .cancel, .choose, .assign, .log, .loop: break
      }
    }
    let texts = texts(nil)
    for expression in computed {
      if case .text(let event)? = try? ScriptParser.parse(expression) { found.append(event) }
      found += texts[expression] ?? []
    }
    sent = found
  }

  /// A variable for each value that events carry.
  private mutating func collectCarried(_ chart: Chart) {
    var carried: [(events: [String], payload: ChartPayload)] = []
    let texts = texts(nil)
    chart.forEachContent { content in
      guard case .send(let send) = content else { return }
      carried.append((ChartValues.events(of: send, texts), send.payload))
    }
    for state in chart.states {
      guard let payload = state.doneData, let parent = state.parent else { continue }
      carried.append((["done.state.\(chart.states[parent].id)"], payload))
    }
    for (events, payload) in carried {
      for event in events {
        for (name, value) in EventData.values(payload) {
          let id = EventData.id(event: event, name: name)
          if unset.insert(id).inserted { names.append(id) }
          if let script = try? ScriptParser.parse(value.text) { given.append((id, script)) }
        }
      }
    }
  }

  /// The events a send may send.
  static func events(of send: ChartSend, _ texts: [String: [String]]) -> [String] {
    switch send.event {
    case .constant(let event, _): return [event]
    case .computed(let expression):
      if case .text(let event)? = try? ScriptParser.parse(expression.text) { return [event] }
      return texts[expression.text.trimmedSpace] ?? []
    case nil: return []
    }
  }

  /// For each variable that is only ever given texts, these.
  func texts(_ sends: SendBook?) -> [String: [String]] {
    var found: [String: [String]] = [:]
    var others: Set<String> = []
    for (id, value) in given {
      if case .text(let text) = value, !text.isEmpty {
        if !(found[id] ?? []).contains(text) { found[id, default: []].append(text) }
      } else if case .text = value {
        continue
      } else {
        others.insert(id)
      }
    }
    for (id, send) in idLocations {
      if let entry = sends?.entry(of: send) { found[id, default: []].append(entry.id) }
    }
    for id in others { found[id] = nil }
    return found
  }
}
