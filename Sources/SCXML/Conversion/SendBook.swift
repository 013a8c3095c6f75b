import Diagnostics
import YAML

/// The delayed sends of a chart: each has a field for its time and an event for when it has come.
struct SendBook {
  struct Entry {
    /// The value of `idlocation`, or the `id`.
    let id: String
    let field: String
    let event: String
    /// The field for its place among the sends; nil where there is only one.
    let order: String?
  }

  /// More sends than these are not kept in order.
  static let mostInOrder = 12

  private(set) var entries: [Entry] = []
  /// The field that counts the sends.
  private(set) var counter: String?
  private var index: [Int: Int] = [:]

  init(_ chart: Chart, fields: inout Names) {
    var names = Names()
    var found: [ChartSend] = []
    chart.forEachContent { content in
      if case .send(let send) = content, send.delay != nil { found.append(send) }
    }
    let places = Set(found.map(\.range.start))
    let isOrdered = (2...SendBook.mostInOrder).contains(places.count)
    if isOrdered { counter = fields.name(for: "sends", otherwise: "sends") }
    for send in found where index[send.range.start] == nil {
      let base = names.name(for: "send_\(entries.count + 1)", otherwise: "send")
      index[send.range.start] = entries.count
      entries.append(
        Entry(
          id: send.id ?? base, field: fields.name(for: "\(base)_at", otherwise: "send"),
          event: "\(base)_due",
          order: isOrdered ? fields.name(for: "\(base)_order", otherwise: "order") : nil))
    }
  }

  /// What is set when a send is carried out, beside its time.
  func numbering(_ entry: Entry) -> [(String, YAMLText)] {
    guard let order = entry.order, let counter else { return [] }
    return [(order, .plain("=\(counter)")), (counter, .plain("=\(counter) + 1"))]
  }

  /// The condition of a send that is due: those that were sent before it at the same time go first.
  func turn(of entry: Entry) -> String {
    var tests = ["\(entry.field) != null"]
    if let order = entry.order {
      for other in entries where other.field != entry.field {
        guard let before = other.order else { continue }
        tests.append("!(\(other.field) == \(entry.field) && \(before) < \(order))")
      }
    }
    return tests.joined(separator: " && ")
  }

  func entry(of send: ChartSend) -> Entry? { index[send.range.start].map { entries[$0] } }

  /// The time that a delay written in the document takes, in the language's form; nil if it takes
  /// none, or cannot be read.
  static func duration(_ text: String) -> Duration {
    let text = text.trimmedSpace
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII }),
      digits.count(where: { $0 == "." }) <= 1, digits != "."
    else { return .unreadable }
    let isNothing = digits.allSatisfy { $0 == "0" || $0 == "." }
    switch text.dropFirst(digits.count) {
    case "" where isNothing: return .none
    case "ms", "s", "m", "h":
      let unit = text.dropFirst(digits.count)
      let number = digits.hasPrefix(".") ? "0" + digits : digits
      return isNothing
        ? .none : .lasting("\(number.last == "." ? number.dropLast() : number)\(unit)")
    case "d":
      guard let days = Int(digits), days < 10_000 else { return .unreadable }
      return days == 0 ? .none : .lasting("\(days * 24)h")
    default: return .unreadable
    }
  }

  enum Duration: Equatable {
    case none
    case lasting(String)
    case unreadable
  }
}
