import CEL
import WorkflowEngine

/// Fields that do no more than say when an event comes: SCXML's delayed sends.
///
/// Such a field is set to `now + duration(…)` or emptied, and when its time has come an event is
/// raised.
struct DelayedSends {
  /// The event that is raised, by the field's slot.
  private(set) var raised: [Int: Int] = [:]
  /// The events by which the clock raises them.
  private(set) var timers: Set<Int> = []

  private static let opening = "now + duration("

  init(_ type: RecordType) {
    let assignments = type.effects.flatMap { effect -> [Assignment] in
      if case .set(let assignments) = effect.kind { assignments } else { [] }
    }
    for event in type.events {
      guard event.transitions.count == 1, let found = Self.raised(by: event.transitions[0], type)
      else { continue }
      let values = assignments.filter { $0.slot == found.slot }.map(\.value)
      guard values.allSatisfy({ Self.isEmpty($0) || Self.delay($0) != nil }) else { continue }
      raised[found.slot] = found.event
      timers.insert(event.index)
    }
  }

  /// The field a timer waits for and the only event it raises.
  private static func raised(by way: Transition, _ type: RecordType) -> (slot: Int, event: Int)? {
    guard case .clock(let timer) = way.occasion, timer.enteredSlot == nil, way.from.isEmpty,
      way.to.isEmpty, way.effects.count == 2, let slot = type.slot(of: timer.at.text),
      case .set(let emptied) = way.effects[0].kind, emptied.count == 1, emptied[0].slot == slot,
      isEmpty(emptied[0].value), way.effects[1].when == nil,
      case .raise(let event, true) = way.effects[1].kind
    else { return nil }
    return (slot, event)
  }

  private static func isEmpty(_ value: Expression) -> Bool {
    if case .constant(.null) = value { return true }
    return false
  }

  /// An attribute and its value; nil for a value of another form.
  private static func delay(_ value: Expression) -> (String, String)? {
    guard case .formula(let formula) = value, formula.text.hasPrefix(opening),
      formula.text.hasSuffix(")")
    else { return nil }
    let length = formula.text.dropFirst(opening.count).dropLast()
    if length.first == "\"", length.last == "\"", length.count > 2 {
      let text = length.dropFirst().dropLast()
      return text.contains("\"") ? nil : ("delay", String(text))
    }
    return ("delayexpr", String(length))
  }

  /// What setting such a field is in SCXML; nil for any other field.
  func element(_ assignment: Assignment, _ words: ChartWords) -> XMLText? {
    guard let event = raised[assignment.slot] else { return nil }
    let id = words.type.fields[assignment.slot].name
    guard let delay = Self.delay(assignment.value) else {
      return .element("cancel", [("sendid", id)], [])
    }
    return .element("send", [("event", words.name(of: event)), ("id", id), delay], [])
  }
}
