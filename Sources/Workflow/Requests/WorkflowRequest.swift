public import WorkflowEngine

/// What a person or a program asks for: an event of one record, of several, or of all.
///
/// Records are named by their ids, so that a request outlives the records it is decided on.
public struct WorkflowRequest: Sendable {
  /// Which records it is about.
  public enum Target: Sendable {
    /// A record to be created; without an id it gets the next of its type.
    case new(id: String?)
    case records([String])
    /// Every record in a state that the event starts from.
    case all
    /// The records for which a condition holds.
    case holding(Condition, text: String)

    /// A single record.
    public static func one(_ id: String) -> Target { .records([id]) }
  }

  public var recordType: Int
  /// The event's place in `RecordType.events`.
  public var event: Int
  public var target: Target
  /// Values by name; what a name means, an input or an own field, is told by the event.
  public var inputs: [NamedValue]
  /// Further values by name.
  public var edits: [NamedValue]
  /// Whether the question is answered with its first button.
  public var isConfirmed: Bool
  /// Who asks.
  public var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var now: Int64
  /// The caller's name for the request, which makes a repeat safe.
  public var key: String?
  /// Ids for records that effects create; the others are numbered.
  public var names: [NewRecordName]
  /// Whether one named record is answered like a list of them.
  public var isList = false
  /// The plan that somebody was shown and agreed to: another one is not carried out.
  public var shown: PlanAnswer?

  public init(
    recordType: Int, event: Int, target: Target, inputs: [NamedValue] = [],
    edits: [NamedValue] = [], isConfirmed: Bool = false, actor: Actor, now: Int64,
    key: String? = nil, names: [NewRecordName] = []
  ) {
    self.recordType = recordType
    self.event = event
    self.target = target
    self.inputs = inputs
    self.edits = edits
    self.isConfirmed = isConfirmed
    self.actor = actor
    self.now = now
    self.key = key
    self.names = names
  }

  /// Whether it is about one record, named or to be made.
  public var isAboutOne: Bool {
    switch target {
    case .new: true
    case .records(let ids): ids.count == 1 && !isList
    case .all, .holding: false
    }
  }

  /// A text that two requests share exactly when they ask for the same of a record.
  ///
  /// Who asks and when is no part of it: a repeat comes later, perhaps from another program.
  func canonicalText(of record: StepTarget, in definition: WorkflowDefinition) -> String {
    let type = definition.recordTypes[recordType]
    var lines = ["\(type.name).\(type.events[event].name)"]
    switch record {
    case .new(let id): lines.append("new \(id ?? "")")
    case .known(let id): lines.append("record \(id)")
    }
    let asked = type.events[event]
    let values = (inputs + edits).sorted { $0.name < $1.name }
    for isInput in [true, false] {
      lines += values.filter { asked.asks(for: $0.name) == isInput }.map {
        "\(isInput ? "input" : "set") \($0.name) \(definition.canonicalText(of: $0.value))"
      }
    }
    // Only what is confirmed is answered for good.
    lines.append("confirmed true")
    return lines.map { $0.replacingLineBreaks }.joined(separator: "\n")
  }
}

/// The record of one step.
enum StepTarget {
  case new(String?)
  case known(String)
}

extension WorkflowDefinition {
  /// A value so that different ones never look the same.
  fileprivate func canonicalText(of value: StoredValue) -> String {
    switch value {
    case .null: "null"
    case .list(let values): "[\(values.map { canonicalText(of: $0) }.joined(separator: ","))]"
    case .entries(let entries): "[\(entries.map { canonicalText(of: $0) }.joined(separator: ","))]"
    case .text, .word, .choice, .reference:
      "\"\(text(of: value).replacingLineBreaks)\""
    }
  }

  private func canonicalText(of entry: [String: StoredValue]) -> String {
    let fields = entry.sorted { $0.key < $1.key }
    return "{\(fields.map { "\($0.key):\(canonicalText(of: $0.value))" }.joined(separator: ","))}"
  }
}

extension String {
  /// Backslashes, quotes and line breaks escaped, so that lines stay lines.
  fileprivate var replacingLineBreaks: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"": result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
