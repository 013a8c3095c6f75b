import CEL
import Diagnostics
public import WorkflowEngine
import WorkflowLanguage
import WorkflowWords

/// A request as people write it: names and values as texts.
///
/// `inputs` and `edits` take both kinds; what a name means is told by the event.
public struct RequestText: Sendable {
  public var recordType: String
  public var event: String
  public var inputs: [(name: String, value: String)] = []
  public var edits: [(name: String, value: String)] = []

  public init(recordType: String, event: String) {
    self.recordType = recordType
    self.event = event
  }
}

/// Why a text is no request of a definition.
public struct RequestMistake: Error, Sendable, Equatable {
  /// One phrase, lower case, no period.
  public var message: String
  /// The name that was probably meant.
  public var meant: String?
  /// The names that there are.
  public var known: [String] = []
  public var hints: [String] = []

  static func unknown(_ message: String, _ name: String, among known: [String]) -> RequestMistake {
    RequestMistake(message: message, meant: suggestion(for: name, among: known), known: known)
  }
}

/// A request that was read, without its records, its actor and its time.
public struct ReadRequest: Sendable {
  public let type: RecordType
  public let event: Event
  public let inputs: [NamedValue]
  public let edits: [NamedValue]

  /// Whether the event makes the record it is about.
  public var creates: Bool { event.transitions.contains(where: \.creates) }

  /// Whether the event is for all records at once.
  public var isForAll: Bool {
    event.transitions.contains { way in
      guard case .asked = way.occasion else { return false }
      return way.selection.extent == .all
    }
  }

  public init(_ text: RequestText, in definition: WorkflowDefinition) throws(RequestMistake) {
    type = try Self.type(text.recordType, in: definition)
    event = try Self.event(text.event, of: type)
    let reader = RequestValues(definition: definition, type: type, event: event)
    var (inputs, edits): ([NamedValue], [NamedValue]) = ([], [])
    for (option, values) in [("--input", text.inputs), ("--set", text.edits)] {
      for (name, value) in values {
        if (inputs + edits).contains(where: { $0.name == name }) {
          throw RequestMistake(message: "'\(name)' is given twice", hints: ["give it once"])
        }
        let read = try reader.value(name, value, option)
        if event.asks(for: name) { inputs.append(read) } else { edits.append(read) }
      }
    }
    (self.inputs, self.edits) = (inputs, edits)
  }

  /// The request for records, by somebody, at a time.
  ///
  /// - Parameter now: in microseconds since 1970-01-01T00:00:00Z.
  /// - Throws: `RequestMistake` where a record is to be made by an event that makes none.
  public func request(
    of target: WorkflowRequest.Target, by actor: Actor, at now: Int64
  ) throws(RequestMistake) -> WorkflowRequest {
    var target = target
    if case .new(nil) = target, !creates {
      // Nothing is named: an event on all needs no name, any other has nothing to be done with.
      target = isForAll ? .all : .records([])
    }
    if case .new = target, !creates {
      throw RequestMistake(
        message: "'\(event.name)' is asked of \(withArticle(type.name)) that exists",
        hints: ["name it as \(type.name):id"])
    }
    return WorkflowRequest(
      recordType: type.index, event: event.index, target: target, inputs: inputs, edits: edits,
      actor: actor, now: now)
  }

  package static func type(
    _ name: String, in definition: WorkflowDefinition
  ) throws(RequestMistake) -> RecordType {
    if let type = definition.recordType(named: name), !type.isInline { return type }
    throw .unknown(
      "there is no record type '\(name)' in \(definition.name)", name,
      among: definition.recordTypes.filter { !$0.isInline }.map(\.name))
  }

  private static func event(_ name: String, of type: RecordType) throws(RequestMistake) -> Event {
    if let event = type.event(named: name) { return event }
    throw .unknown(
      "there is no event '\(name)' of \(type.name)", name, among: type.events.map(\.name))
  }
}

/// Reads the values of a request.
private struct RequestValues {
  let definition: WorkflowDefinition
  let type: RecordType
  let event: Event

  /// - Parameter option: The one that it is given with.
  func value(
    _ name: String, _ text: String, _ option: String
  ) throws(RequestMistake) -> NamedValue {
    let types = event.types(of: name, in: type)
    guard let first = types.first else { throw unknown(name, isInput: option == "--input") }
    let what = "\(option) \(name)"
    let mayBeEmpty = type.slot(of: name).map { !type.fields[$0].mustHaveValue } ?? false
    let isSecret = Sight(definition, of: nil).hides(input: name, event: event.name, of: type)
    if isSecret, text == Sight.mark {
      throw RequestMistake(
        message: "\(what): \(Sight.mark) stands for a secret", hints: ["write the value itself"])
    }
    for fitting in types.dropLast() {
      if let value = try? read(text, what, as: fitting, mayBeEmpty: mayBeEmpty, isSecret) {
        return NamedValue(name, value)
      }
    }
    return NamedValue(
      name, try read(text, what, as: types.last ?? first, mayBeEmpty: mayBeEmpty, isSecret))
  }

  /// References as ids alone, where they are written as `membership:M2`.
  private func withoutType(_ value: StoredValue, _ type: FieldType) -> StoredValue {
    switch (value, type) {
    case (.reference(let id), .reference(let target)):
      let prefix = definition.recordTypes[target].name + ":"
      return .reference(id.hasPrefix(prefix) ? String(id.dropFirst(prefix.count)) : id)
    case (.list(let values), .list(let element)):
      return .list(values.map { withoutType($0, element) })
    case (.list(let values), .links(let target)):
      return .list(values.map { withoutType($0, .reference(target)) })
    default: return value
    }
  }

  private func unknown(_ name: String, isInput: Bool) -> RequestMistake {
    if type.regions.contains(where: { $0.name == name }) {
      return RequestMistake(
        message: "'\(name)' is a state of \(type.name), and no edit changes a state",
        hints: ["ask for the event that leads there"])
    }
    if type.formulaSlot(of: name) != nil {
      return RequestMistake(message: "'\(name)' of \(type.name) is computed and cannot be set")
    }
    let taken = event.transitions.flatMap { way in
      way.inputs.map(\.name) + way.edits.map { type.fields[$0].name }
    }
    let fields = type.fields.filter { $0.region == nil && !$0.isInternal }.map(\.name)
    let names = (isInput ? taken : fields + taken).withoutRepetitions
    return .unknown(
      isInput
        ? "'\(event.name)' has no input '\(name)'"
        : "there is no field '\(name)' in \(type.name)", name, among: names)
  }

  private func read(
    _ text: String, _ what: String, as type: FieldType, mayBeEmpty: Bool, _ isSecret: Bool
  ) throws(RequestMistake) -> StoredValue {
    switch ValueReader().read(text: text, as: type, in: definition) {
    case .success(let value): return withoutType(value, type)
    case .failure where isSecret:
      throw RequestMistake(message: "\(what): \(definition.kind(of: type).phrase) is expected")
    case .failure(let mismatch):
      var hints = mismatch.label.map { [$0] } ?? []
      if text.isEmpty, mayBeEmpty { hints.append("write null for no value") }
      throw RequestMistake(message: "\(what): \(mismatch.message)", hints: hints)
    }
  }
}

extension Event {
  /// What a value by this name may hold, as the ways that take it say; empty where it means nothing.
  package func types(of name: String, in type: RecordType) -> [FieldType] {
    var types: [FieldType] = []
    for input in transitions.flatMap(\.inputs) where input.name == name {
      if !types.contains(input.type) { types.append(input.type) }
    }
    if let slot = type.slot(of: name), type.fields[slot].region == nil,
      !type.fields[slot].isInternal, !types.contains(type.fields[slot].type)
    {
      types.append(type.fields[slot].type)
    }
    return types
  }
}

extension [String] {
  fileprivate var withoutRepetitions: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
