import CEL
public import Diagnostics
public import WorkflowEngine
public import YAML

/// Reads plain values, as they stand in scenario files, record files and on command lines.
public struct ValueReader: Sendable {
  /// A value that does not fit its type.
  public struct Mismatch: Error, Sendable, Hashable {
    /// What is wrong, one phrase: "'soon' is not a date".
    public let message: String
    /// What to write instead.
    public let label: String?
    /// Where it stands; nil for a text that comes from no file.
    public let range: SourceRange?
    /// What takes its place in the file, where that is certain.
    var replacement: String?

    /// The same as a diagnostic.
    public var diagnostic: Diagnostic {
      Diagnostic(
        code: Mistake.Kind.wrongValueType.code, message: message, range: range, label: label,
        mend: mend)
    }

    package var mend: Mend? {
      guard let range, let replacement else { return nil }
      return Mend(replacing: range, with: replacement)
    }
  }

  /// What types refer to by number.
  struct Names {
    let choices: [Choice]
    let recordTypes: [RecordType]
    /// Where times without a zone are; nil where they must say theirs.
    var zone: TimeZoneRules?
  }

  public init() {}

  /// A value of a file; `null` fits every type, whether a field may be empty is not asked.
  ///
  /// Lists are YAML lists, entries of an inline list are mappings of their fields, links and
  /// references are ids.
  public func read(
    _ node: Node, as type: FieldType, in definition: WorkflowDefinition
  ) -> Result<StoredValue, Mismatch> {
    read(
      node, as: type,
      Names(definition))
  }

  /// A value given as text; `null` is the empty value.
  ///
  /// A list is written as in YAML (`[a, b]`), or with commas alone (`a, b`).
  public func read(
    text: String, as type: FieldType, in definition: WorkflowDefinition
  ) -> Result<StoredValue, Mismatch> {
    if text == "null" { return .success(.null) }
    let names = Names(definition)
    switch type {
    case .list, .entries, .links: return list(text, as: type, names)
    case .plain, .choice, .reference:
      let value = PlainValue(text: text.composed, isPlain: true)
      return value.read(as: type, names).mapError { $0.mismatch(at: nil) }
    }
  }

  func read(_ node: Node, as type: FieldType, _ names: Names) -> Result<StoredValue, Mismatch> {
    if node.isNull { return .success(.null) }
    switch type {
    case .list(let element): return items(of: node, as: element, names, expected: "a list")
    case .links(let number):
      return items(of: node, as: .reference(number), names, expected: "a list of ids")
    case .entries(let number): return entries(of: node, type: number, names)
    case .plain, .choice, .reference:
      guard node.isScalar else {
        let expected = PlainValue.phrase(for: type)
        return .failure(
          Mismatch(
            message: "\(expected) is expected here, not a \(node.isSequence ? "list" : "mapping")",
            label: nil, range: node.range))
      }
      let value = PlainValue(text: node.text.composed, isPlain: node.isPlain)
      return value.read(as: type, names).mapError { $0.mismatch(at: node.range) }
    }
  }

  private func items(
    of node: Node, as element: FieldType, _ names: Names, expected: String
  ) -> Result<StoredValue, Mismatch> {
    guard node.isSequence else {
      return .failure(
        Mismatch(message: "\(expected) is expected here", label: "write […]", range: node.range))
    }
    var values: [StoredValue] = []
    for item in node.items {
      if item.isNull {
        return .failure(
          Mismatch(message: "an item of a list is not empty", label: nil, range: item.range))
      }
      switch read(item, as: element, names) {
      case .success(let value): values.append(value)
      case .failure(let mismatch): return .failure(mismatch)
      }
    }
    return .success(.list(values))
  }

  private func entries(
    of node: Node, type number: Int, _ names: Names
  ) -> Result<StoredValue, Mismatch> {
    guard node.isSequence, names.recordTypes.indices.contains(number) else {
      return .failure(
        Mismatch(message: "a list of entries is expected here", label: nil, range: node.range))
    }
    let type = names.recordTypes[number]
    var entries: [[String: StoredValue]] = []
    for item in node.items {
      switch entry(item, of: type, names) {
      case .success(let entry): entries.append(entry)
      case .failure(let mismatch): return .failure(mismatch)
      }
    }
    return .success(.entries(entries))
  }

  private func entry(
    _ node: Node, of type: RecordType, _ names: Names
  ) -> Result<[String: StoredValue], Mismatch> {
    guard node.isMapping else {
      return .failure(
        Mismatch(
          message: "an entry of \(type.name) is a mapping of its fields", label: nil,
          range: node.range))
    }
    var entry: [String: StoredValue] = [:]
    for (key, value) in node.entries {
      let name = key.text
      guard let slot = type.slot(of: name) else {
        let meant = suggestion(for: name, among: type.fields.map(\.name))
        return .failure(
          Mismatch(
            message: "there is no field '\(name)' in \(type.name)",
            label: meant.map { "did you mean \($0)?" }, range: key.range, replacement: meant))
      }
      switch read(value, as: type.fields[slot].type, names) {
      case .success(.null): break
      case .success(let stored): entry[name] = stored
      case .failure(let mismatch): return .failure(mismatch)
      }
    }
    return .success(entry)
  }

  private func list(
    _ text: String, as type: FieldType, _ names: Names
  ) -> Result<StoredValue, Mismatch> {
    let trimmed = text.drop { $0 == " " }
    let yaml = trimmed.first == "[" ? text : "[\(text)]"
    let file = SourceFile(name: "value", bytes: Array(yaml.utf8))
    let (document, diagnostics) = Document.parse(file)
    guard let root = document?.root, !diagnostics.hasErrors else {
      return .failure(
        Mismatch(message: "'\(text)' is not a list", label: "write [a, b]", range: nil))
    }
    return read(root, as: type, names).mapError {
      Mismatch(message: $0.message, label: $0.label, range: nil)
    }
  }
}

extension ValueReader.Names {
  fileprivate init(_ definition: WorkflowDefinition) {
    self.init(
      choices: definition.choices, recordTypes: definition.recordTypes, zone: definition.timeZone)
  }
}

extension PlainValue {
  /// Reads it where a time without a zone is one of the file's.
  func read(as type: FieldType, _ names: ValueReader.Names) -> Result<StoredValue, Misfit> {
    if let time = localTime(as: type, names) { return .success(time) }
    return read(as: type, names.choices)
  }

  /// A time without a zone, where one is expected.
  private func localTime(as type: FieldType, _ names: ValueReader.Names) -> StoredValue? {
    guard case .plain(.timestamp) = type, let zone = names.zone, text.contains("T") else {
      return nil
    }
    return MomentText(text).map { .timestamp($0.microseconds(in: zone)) }
  }
}
