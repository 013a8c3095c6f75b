import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// A record with its members, its badges, and every event: offered, or why not.
struct RecordScreen {
  /// A member and whether it is computed.
  struct Member {
    var name: String
    var cell: RowReader.Cell
    var isComputed: Bool
    /// The entries of an inline list, each on a line.
    var entries: [String] = []
  }

  /// An event that may be asked for.
  struct Offer {
    var event: String
    var label: String
    /// Names of what stands in its way now.
    var blockedBy: [String]
    /// Whether it was asked for already and waits for a second person.
    var isWaiting = false

    /// `now blocked by credit_limit; waits for a second person`.
    var remark: String {
      let reasons = blockedBy.filter { $0 != BlockCode.alreadyPending.rawValue }
      var parts: [String] = []
      if !reasons.isEmpty { parts.append("now blocked by \(reasons.joined(separator: ", "))") }
      if isWaiting { parts.append("waits for a second person") }
      return parts.joined(separator: "; ")
    }
  }

  /// An event that no menu offers, and why.
  struct Missing {
    var event: String
    var reason: String
  }

  let name: String
  let type: String
  let id: String
  let version: Int
  let view: RecordView
  private(set) var members: [Member] = []
  private(set) var offers: [Offer] = []
  private(set) var missing: [Missing] = []
  private(set) var waiting: [WaitingScreen] = []

  /// - Parameter waiting: what waits for a second person, of this record.
  init(_ record: RecordHandle, _ reader: RowReader, waiting: [PendingRequest]) {
    let (snapshot, interpreter) = (reader.snapshot, reader.interpreter)
    let recordType = snapshot.type(of: record)
    type = recordType.name
    id = snapshot.id(of: record)
    version = snapshot.version(of: record)
    name = interpreter.name(snapshot, of: record, actor: reader.actor, now: reader.now)
    view = interpreter.view(snapshot, record, actor: reader.actor, now: reader.now)
    for field in recordType.fields where !field.isInternal {
      var member = Member(
        name: field.name, cell: reader.cell(record, field.name), isComputed: false)
      member.entries = reader.entryLines(member.cell, of: field)
      members.append(member)
    }
    for formula in recordType.formulas {
      members.append(
        Member(name: formula.name, cell: reader.cell(record, formula.name), isComputed: true))
    }
    for set in recordType.sets where !members.contains(where: { $0.name == set.name }) {
      members.append(Member(name: set.name, cell: reader.cell(record, set.name), isComputed: true))
    }
    self.waiting = waiting.compactMap { request in
      recordType.event(named: request.name.event).map { WaitingScreen(request, $0, reader) }
    }
    let due = interpreter.dueTimers(snapshot, until: .max, records: [record])
    for event in recordType.events {
      add(event, of: record, recordType, due: due.first { $0.event == event.index }?.due, reader)
    }
  }

  private mutating func add(
    _ event: Event, of record: RecordHandle, _ type: RecordType, due: Int64?, _ reader: RowReader
  ) {
    let request = Request(
      recordType: type.index, event: event.index, target: .record(record), isConfirmed: true,
      actor: reader.actor, now: reader.now)
    let item = view.menu.first { $0.event == event.name }
    let outcome = reader.interpreter.step(reader.snapshot, request)
    let isWaiting = waiting.contains { $0.request.name.event == event.name }
    if let item {
      var offer = Offer(event: event.name, label: item.label, blockedBy: outcome.blockedBy)
      offer.isWaiting = isWaiting
      if offer.isWaiting, case .pending = outcome {
        offer.blockedBy = [BlockCode.alreadyPending.rawValue]
      }
      offers.append(offer)
      return
    }
    let reason = RecordScreen.reason(event, outcome, due: due, zone: reader.definition.timeZone)
    missing.append(
      Missing(
        event: event.name,
        reason: isWaiting ? "It has no label; it waits for a second person." : reason))
  }

  private static func reason(
    _ event: Event, _ outcome: Outcome, due: Int64?, zone: TimeZoneRules
  ) -> String {
    for transition in event.transitions {
      switch transition.occasion {
      case .sent: return "It follows from other events only."
      case .clock:
        return due.map { "The clock fires it at \(Moment.local($0, zone))." }
          ?? "The clock fires it."
      case .automatic, .done: return "It follows by itself."
      case .asked: break
      }
      if transition.creates { return "It makes a new record." }
      if transition.selection.extent == .all { return "It is for all records at once." }
    }
    switch outcome {
    case .blocked(let refusal):
      if let blocker = refusal.blockers.first(where: {
        $0.code == .wrongState || $0.code == .notSupported
      }) {
        return blocker.sentence
      }
      return
        "It has no label; asked for by name it is blocked by "
        + refusal.names.joined(separator: ", ") + "."
    case .allowed, .pending: return "It has no label; it can be asked for by name."
    case .invalid(let request): return request.message
    }
  }

  // MARK: Text

  private static let widestReason = 140

  func text(_ words: ValueWords, _ tint: Tint) -> String {
    var text = tint.strong(name.shownOnOneLine)
    if !view.badges.isEmpty { text += "  [\(view.badges.joined(separator: "] ["))]" }
    if let color = view.rowColor { text += "  (\(color))" }
    text += "\n\n"
    var table = Table(headings: ["", "", ""], indent: "  ")
    table.widest = RecordScreen.widestReason
    table.rows = members.flatMap { member in
      [[member.isComputed ? "=" : " ", member.name, member.text(words)]]
        + member.entries.map { ["", "", $0] }
    }
    text += table.text(tint)
    if !waiting.isEmpty {
      let lines = waiting.flatMap { $0.lines(words) }.map { "  \($0)\n" }
      text += "\nWaits for a second person:\n" + lines.joined()
    }
    text += "\nMenu:\n"
    if offers.isEmpty { text += "  nothing\n" }
    var menu = Table(headings: ["", "", "", ""], indent: "  ")
    menu.widest = RecordScreen.widestReason
    menu.rows = offers.map { offer in
      [
        offer.blockedBy.isEmpty ? "✓" : "✗", offer.event, offer.label,
        offer.remark,
      ]
    }
    text += menu.text(tint)
    if !missing.isEmpty {
      var others = Table(headings: ["", ""], indent: "  ")
      others.widest = RecordScreen.widestReason
      others.rows = missing.map { [$0.event, $0.reason] }
      text += "\nNot offered:\n" + others.text(tint)
    }
    return text
  }

  // MARK: The machine form

  func members(_ words: ValueWords) -> [(String, JSON)] {
    [
      (
        "record",
        .object([("type", .string(type)), ("id", .string(id)), ("version", .integer(version))])
      ),
      ("name", .string(name)),
      ("badges", .strings(view.badges)),
      ("row_color", .optional(view.rowColor)),
      ("fields", .object(members.filter { !$0.isComputed }.map { ($0.name, $0.cell.json(words)) })),
      ("computed", .object(members.filter(\.isComputed).map { ($0.name, $0.cell.json(words)) })),
      ("waiting", .array(waiting.map { $0.json(words) })),
      (
        "menu",
        .array(
          view.menu.map { item in
            let offer = offers.first { $0.event == item.event }
            return .object([
              ("event", .string(item.event)), ("label", .string(item.label)),
              ("tabs", .strings(item.tabs)), ("blocked_by", .strings(offer?.blockedBy ?? [])),
            ])
          })
      ),
      (
        "not_offered",
        .array(
          missing.map { .object([("event", .string($0.event)), ("reason", .string($0.reason))]) })
      ),
    ]
  }
}

extension RecordScreen.Member {
  /// The value, or how many entries follow.
  fileprivate func text(_ words: ValueWords) -> String {
    entries.isEmpty ? cell.text(words) : counted(entries.count, "entry", "entries")
  }
}

extension Outcome {
  /// Names of the reasons of a refusal.
  fileprivate var blockedBy: [String] {
    switch self {
    case .allowed, .pending, .invalid: []
    case .blocked(let refusal): refusal.names
    }
  }
}
