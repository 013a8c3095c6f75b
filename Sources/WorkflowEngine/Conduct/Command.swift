/// What a person or a program asks for: an event of one record, of several, or of all.
///
/// Records are named by their ids, so that a command outlives the snapshot it is decided on.
public struct Command: Sendable {
  public enum Target: Sendable, Equatable {
    /// A record to be created; without an id it gets the next of its type.
    case new(id: String?)
    case one(String)
    case several([String])
    /// Every record in a state that the event starts from.
    case all
  }

  public var recordType: Int
  /// The event's place in `RecordType.events`.
  public var event: Int
  public var target: Target
  public var inputs: [NamedValue]
  public var edits: [NamedValue]
  public var isConfirmed: Bool
  public var actor: Actor
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var now: Int64
  /// Ids for records that effects create; the others are numbered.
  public var names: [NewRecordName]

  public init(
    recordType: Int, event: Int, target: Target, inputs: [NamedValue] = [],
    edits: [NamedValue] = [], isConfirmed: Bool = false, actor: Actor, now: Int64,
    names: [NewRecordName] = []
  ) {
    self.recordType = recordType
    self.event = event
    self.target = target
    self.inputs = inputs
    self.edits = edits
    self.isConfirmed = isConfirmed
    self.actor = actor
    self.now = now
    self.names = names
  }

  /// The ids the command names, each once.
  var ids: [String] {
    switch target {
    case .new, .all: return []
    case .one(let id): return [id]
    case .several(let ids):
      var seen: Set<String> = []
      return ids.filter { seen.insert($0).inserted }
    }
  }

  /// A text that two commands share exactly when they ask for the same.
  ///
  /// Who asks and when is no part of it: a repeat comes later, perhaps from another program.
  public func canonicalText(in definition: WorkflowDefinition) -> String {
    let type = definition.recordTypes[recordType]
    var lines = ["\(type.name).\(type.events[event].name)"]
    switch target {
    case .new(let id): lines.append("new \(id ?? "")")
    case .one, .several: lines += ids.map { "record \($0)" }
    case .all: lines.append("all")
    }
    lines += inputs.sorted { $0.name < $1.name }.map {
      "input \($0.name) \(definition.canonicalText(of: $0.value))"
    }
    lines += edits.sorted { $0.name < $1.name }.map {
      "set \($0.name) \(definition.canonicalText(of: $0.value))"
    }
    lines.append("confirmed \(isConfirmed)")
    return lines.map { $0.replacingLineBreaks }.joined(separator: "\n")
  }
}

extension WorkflowDefinition {
  /// A value so that different ones never look the same.
  fileprivate func canonicalText(of value: StoredValue) -> String {
    switch value {
    case .null: "null"
    case .list(let values): "[\(values.map { canonicalText(of: $0) }.joined(separator: ","))]"
    case .entries(let entries): "[\(entries.map { canonicalText(of: $0) }.joined(separator: ","))]"
    case .text, .integer, .decimal, .boolean, .date, .timestamp, .duration, .choice, .reference:
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
