/// The events of a chart: every name it knows, and the event each becomes.
struct EventBook {
  /// SCXML names of ordinary events, in the order in which they first appear.
  private(set) var known: [String] = []
  private(set) var names: [String: String] = [:]
  /// The SCXML names of the events that the chart sends itself.
  let sent: Set<String>
  /// The event of names that the chart does not know, where something handles them.
  private(set) var anyOther: String?
  private(set) var start = "start"
  private(set) var automatic = "automatic"
  /// The states whose being done is handled, with the event's name.
  private(set) var done: [(state: Int, name: String)] = []

  static let errorExecution = "error.execution"
  static let errorCommunication = "error.communication"

  init(
    _ chart: Chart, _ shape: ChartShape, _ sends: SendBook, sent: [String], needsErrors: Bool
  ) {
    self.sent = Set(sent)
    let transitions = chart.states.flatMap(\.transitions)
    let written = transitions.flatMap(\.events)
    let descriptors = Set(written)
    var found: [String] = []
    var seen: Set<String> = ["*", ""]
    for name in written + sent where seen.insert(name).inserted { found.append(name) }
    let doneNames = chart.states.indices.filter { shape.canBeDone[$0] }.map {
      "done.state.\(chart.states[$0].id)"
    }
    known = found.filter { name in
      !doneNames.contains(name) && descriptors.contains { EventBook.matches($0, name) }
    }
    if needsErrors, !known.contains(EventBook.errorExecution) {
      known.append(EventBook.errorExecution)
    }
    var book = Names(Set(sends.entries.map(\.event)))
    start = book.name(for: "start", otherwise: "start")
    let eventNames = book.names(for: known, otherwise: "event")
    names = Dictionary(
      zip(known, eventNames).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    automatic = book.name(for: "automatic", otherwise: "automatic")
    if descriptors.contains("*") { anyOther = book.name(for: "any_other", otherwise: "any") }
    for state in chart.states.indices where shape.canBeDone[state] {
      let name = "done.state.\(chart.states[state].id)"
      guard descriptors.contains(where: { EventBook.matches($0, name) }) else { continue }
      done.append(
        (state, book.name(for: "done_state_\(shape.stateNames[state])", otherwise: "done")))
    }
  }

  /// A descriptor matches events whose first words are its own.
  static func matches(_ descriptor: String, _ event: String) -> Bool {
    descriptor == "*" || descriptor == event || event.hasPrefix(descriptor + ".")
  }

  /// The event that a name means, or nil if nothing would handle it.
  func event(for name: String) -> String? {
    var prefix = name[...]
    while true {
      if let event = names[String(prefix)] { return event }
      guard let point = prefix.lastIndex(of: ".") else { return anyOther }
      prefix = prefix[..<point]
    }
  }
}
