/// What events carry, kept in fields from when an event is sent until it is taken.
///
/// An event that is sent again before it was taken carries the later values.
enum EventData {
  /// The variable for a value of an event; the whole has an empty name.
  static func id(event: String, name: String) -> String { "\(event)\u{0}\(name)" }

  /// The name in such a variable's id; nil for a variable of the chart's own.
  static func name(in id: String) -> String? {
    id.firstIndex(of: "\u{0}").map { String(id[id.index(after: $0)...]) }
  }

  /// Whether a chart reads what events carry.
  static func isRead(in chart: Chart) -> Bool {
    var texts = chart.states.flatMap(\.transitions).compactMap { $0.condition?.text }
    chart.forEachContent { content in
      switch content {
      case .assign(_, let value, _): texts.append(value?.text ?? "")
      case .log(_, let text, _): texts.append(text?.text ?? "")
      case .choose(let branches): texts += branches.compactMap { $0.condition?.text }
      case .send(let send): texts += send.payload.parameters.map(\.value.text)
      case .raise, .cancel, .loop: break
      }
    }
    return texts.contains { $0.contains("_event.data") }
  }

  /// What is carried, by name.
  static func values(_ payload: ChartPayload) -> [(name: String, value: ChartExpression)] {
    var values = payload.parameters.map { ($0.name, $0.value) }
    switch payload.content {
    case .computed(let expression)?: values.append(("", expression))
    case .text(let text, let range)?:
      let script = try? ScriptParser.parse(text)
      if case .object(let members)? = script {
        values += members.map {
          ($0.name, ChartExpression(text: ScriptParser.json($0.value), range: range))
        }
      }
      let isValue = script?.isPlainValue ?? false
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      values.append(
        ("", ChartExpression(text: isValue ? text : ScriptParser.quoted(words), range: range)))
    case nil: break
    }
    return values
  }
}

extension Script {
  /// The name in `_event.data.name` or `_event.data['name']`; empty for `_event.data` itself.
  var eventData: String? {
    switch self {
    case .member(.name("_event"), "data"): ""
    case .member(let inner, let name) where inner.eventData == "": name
    case .element(let inner, .text(let name)) where inner.eventData == "": name
    case .integer, .fraction, .text, .boolean, .nothing, .null, .name, .member, .element, .call,
      .unary,
      .binary, .conditional, .array, .object:
      nil
    }
  }

  var isStructure: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  var isPlainValue: Bool {
    switch self {
    case .integer, .fraction, .text, .boolean, .array, .object: true
    case .unary(.minus, let inner): inner.isPlainValue
    case .nothing, .null, .name, .member, .element, .call, .unary, .binary, .conditional: false
    }
  }
}
