import CEL
import WorkflowEngine

/// The words of a workflow as an SCXML document says them.
struct ChartWords {
  let definition: WorkflowDefinition
  let type: RecordType
  private let stateIDs: [[String]]
  private let historyIDs: [[String]]
  private let regionIDs: [String]
  let rootID: String
  let sends: DelayedSends

  init(_ definition: WorkflowDefinition, _ type: RecordType) {
    self.definition = definition
    self.type = type
    sends = DelayedSends(type)
    let names = type.regions.flatMap { $0.states.map(\.name) + $0.histories.map(\.name) }
    let repeated = Set(Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys)
    func id(_ name: String, in region: Region) -> String {
      repeated.contains(name) ? "\(region.name).\(name)" : name
    }
    stateIDs = type.regions.map { region in region.states.map { id($0.name, in: region) } }
    historyIDs = type.regions.map { region in region.histories.map { id($0.name, in: region) } }
    let used = Set((stateIDs + historyIDs).flatMap(\.self))
    regionIDs = type.regions.map { used.contains($0.name) ? "region.\($0.name)" : $0.name }
    rootID = used.contains(type.name) ? "record.\(type.name)" : type.name
  }

  func id(of state: StateID) -> String { stateIDs[state.region][state.state] }

  func id(ofRegion region: Int) -> String { regionIDs[region] }

  func id(of target: EntryTarget) -> String {
    switch target {
    case .state(let state): id(of: state)
    case .history(let region, let index): historyIDs[region][index]
    case .previous(let region): id(ofRegion: region)
    }
  }

  // MARK: Ways

  /// What a way enters, in one attribute.
  func targets(_ way: Transition) -> String {
    let states = way.to.compactMap { move in
      region(at: move.slot).map { id(of: StateID(region: $0, state: Int(move.state))) }
    }
    // SCXML has no way back to the state before; a remark says it.
    let histories = way.toHistories.filter { target in
      if case .previous = target { false } else { true }
    }
    return (states + histories.map(id)).joined(separator: " ")
  }

  private func region(at slot: Int) -> Int? {
    type.regions.firstIndex { $0.slot == slot }
  }

  /// The states a way stands in: of several regions the innermost.
  func source(of way: Transition) -> StateTest? {
    way.from.max { depth(of: $0.slot) < depth(of: $1.slot) }
  }

  private func depth(of slot: Int) -> Int {
    var depth = 0
    var region = region(at: slot)
    while let current = region {
      depth += 1
      region = type.regions[current].parent?.region
    }
    return depth
  }

  /// Whether a way from any state is written in the states of a region at the top.
  func entersOnlyRegion(_ region: Int, _ way: Transition) -> Bool {
    let top = type.regions.indices.filter { type.regions[$0].parent == nil }
    if top.count == 1 { return true }
    guard
      let first = way.to.first.flatMap({ self.region(at: $0.slot) })
        ?? way.toHistories.first?.region
    else { return false }
    var current = first
    while let parent = type.regions[current].parent { current = parent.region }
    return current == region
  }

  /// The event of a way; nil for one that needs none.
  func event(_ event: Event, _ way: Transition) -> String? {
    switch way.occasion {
    case .automatic: nil
    case .done(let state): "done.state.\(id(of: state))"
    case .asked, .sent, .clock, .expired: name(of: event.index)
    }
  }

  func name(of event: Int) -> String {
    event == type.undecidedEvent ? "error.execution" : type.events[event].name
  }

  /// The length of a timer that runs from the entry of its state: an attribute and its value.
  func delay(of timer: Timer) -> (String, String)? {
    guard timer.enteredSlot != nil, timer.recurrence == nil else { return nil }
    var length = timer.at.text[...]
    if let start = length.firstIndex(of: "("), length.last == ")" {
      length = length[length.index(after: start)...].dropLast()
    }
    let fixed = "duration('"
    if length.hasPrefix(fixed), length.hasSuffix("')") {
      return ("delay", String(length.dropFirst(fixed.count).dropLast(2)))
    }
    return ("delayexpr", String(length))
  }

  /// Whether a way does nothing and could be taken anywhere: SCXML drops its event all the same.
  func isEmpty(_ way: Transition) -> Bool {
    way.from.isEmpty && way.to.isEmpty && way.toHistories.isEmpty && way.effects.isEmpty
  }

  // MARK: Conditions

  /// The condition, the guards and the states of other regions that a way needs.
  func condition(of way: Transition) -> String? {
    var parts: [String] = []
    if let when = way.when { parts.append(formula(when)) }
    let source = source(of: way)
    for test in way.from where test != source { parts.append(states(test)) }
    for use in way.guards {
      let check = formula(use.declared.check)
      parts.append(use.declared.when.map { "!(\(formula($0))) || \(check)" } ?? check)
    }
    if parts == ["true"] { return nil }
    if parts.count == 1 { return parts[0] }
    return parts.isEmpty ? nil : parts.map { "(\($0))" }.joined(separator: " && ")
  }

  private func states(_ test: StateTest) -> String {
    guard let region = region(at: test.slot) else { return "true" }
    let names = type.regions[region].states.indices.filter { test.contains(Int64($0)) }
    return names.map { "In('\(id(of: StateID(region: region, state: $0)))')" }
      .joined(separator: " || ")
  }

  func formula(_ condition: Condition) -> String {
    switch condition {
    case .formula(let formula): text(formula.text)
    case .all(let parts): parts.map { "(\(formula($0)))" }.joined(separator: " && ")
    case .any(let parts): parts.map { "(\(formula($0)))" }.joined(separator: " || ")
    case .none(let parts): "!(\(parts.map { "(\(formula($0)))" }.joined(separator: " || ")))"
    }
  }

  /// A formula, with `region == "state"` as SCXML's own `In('state')`.
  func text(_ formula: String) -> String {
    var result = formula
    for (region, declared) in type.regions.enumerated() {
      for (state, name) in declared.states.map(\.name).enumerated() {
        let id = id(of: StateID(region: region, state: state))
        for (sign, test) in [(" == ", "In('\(id)')"), (" != ", "!In('\(id)')")] {
          result = ChartWords.replaceWord("\(declared.name)\(sign)\"\(name)\"", test, in: result)
        }
      }
    }
    return result
  }

  /// Replaces a text that no name and no point stands before.
  private static func replaceWord(_ old: String, _ new: String, in text: String) -> String {
    guard text.contains(old) else { return text }
    var result = ""
    var rest = text[...]
    while let match = rest.firstRange(of: old) {
      let before = rest[..<match.lowerBound].last ?? result.last
      let isName = before.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
      result += rest[..<match.lowerBound] + (isName ? old : new)
      rest = rest[match.upperBound...]
    }
    return result + rest
  }

  // MARK: Values

  func type(of field: Field) -> String { word(field.type) + (field.isOptional ? "?" : "") }

  private func word(_ type: FieldType) -> String {
    switch type {
    case .plain(let type): type.rawValue
    case .choice(let choice): definition.choices[choice].values.joined(separator: "|")
    case .reference(let type): definition.recordTypes[type].name
    case .list(let element): "list of \(word(element))"
    case .entries(let type), .links(let type): "list of \(definition.recordTypes[type].name)"
    }
  }

  func value(_ expression: Expression) -> String {
    switch expression {
    case .constant(let value): constant(value)
    case .formula(let formula): text(formula.text)
    }
  }

  private func constant(_ value: StoredValue) -> String {
    switch value {
    case .null: "null"
    case .text(let text), .choice(let text), .reference(let text): ScriptParser.quoted(text)
    case .word(let microseconds, .duration): "duration(\"\(microseconds / 1_000)ms\")"
    case .word(_, let type):
      type.traits.constructor.map { "\($0)(\"\(value.text)\")" } ?? value.text
    case .list(let values): "[\(values.map(constant).joined(separator: ", "))]"
    case .entries: "[]"
    }
  }
}
