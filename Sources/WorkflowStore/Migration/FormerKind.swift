import CEL
package import WorkflowEngine

/// What a field was under the definition that the store was last moved to, as `workflow_columns`
/// tells it.
package indirect enum FormerKind: Equatable {
  case plain(ScalarType)
  case choice([String])
  case reference(String)
  case list(FormerKind)
  case links(String)
  case entries(String)
  /// Written by a later version of this program.
  case unknown(String)

  package init(_ text: String) {
    func argument(_ name: String) -> String? {
      guard text.hasPrefix(name + "("), text.hasSuffix(")") else { return nil }
      return String(text.dropFirst(name.utf8.count + 1).dropLast())
    }
    if let type = ScalarType(rawValue: text) {
      self = .plain(type)
    } else if let values = argument("choice") {
      self = .choice(values.split(separator: "|").map(String.init))
    } else if let type = argument("reference") {
      self = .reference(type)
    } else if let element = argument("list") {
      self = .list(FormerKind(element))
    } else if let type = argument("links") {
      self = .links(type)
    } else if let type = argument("entries") {
      self = .entries(type)
    } else {
      self = .unknown(text)
    }
  }

  /// A field's kind as a former definition would have told it, under the former names of types.
  package init(_ type: FieldType, in definition: WorkflowDefinition, typeName: (Int) -> String) {
    switch type {
    case .plain(let type): self = .plain(type)
    case .choice(let choice): self = .choice(definition.choices[choice].values)
    case .reference(let target): self = .reference(typeName(target))
    case .list(let element): self = .list(FormerKind(element, in: definition, typeName: typeName))
    case .links(let target): self = .links(typeName(target))
    case .entries(let entry): self = .entries(typeName(entry))
    }
  }

  /// The type under which a column's values are read: names as texts.
  package var readingType: FieldType? {
    switch self {
    case .plain(let type): .plain(type)
    case .choice, .reference: .text
    case .list(let element): element.readingType.map { .list($0) }
    case .links, .entries, .unknown: nil
    }
  }

  /// As sentences call it.
  package var words: String {
    switch self {
    case .plain(let type): type.rawValue
    case .choice(let values): "choice(\(values.joined(separator: "|")))"
    case .reference(let type): "reference(\(type))"
    case .list(let element): "list(\(element.words))"
    case .links(let type): "links(\(type))"
    case .entries(let type): "entries(\(type))"
    case .unknown(let text): text
    }
  }
}

/// Values of one type as values of another, where nothing has to be guessed.
package struct ValueConversion {
  package let definition: WorkflowDefinition

  package init(definition: WorkflowDefinition) {
    self.definition = definition
  }

  /// Nil where the value has no counterpart.
  package func convert(_ value: StoredValue, to type: FieldType) -> StoredValue? {
    if value == .null { return .null }
    switch (value, type) {
    case (.list(let values), .list(let element)):
      let converted = values.compactMap { convert($0, to: element) }
      return converted.count == values.count ? .list(converted) : nil
    case (.list, _), (.entries, _), (_, .links), (_, .entries): return nil
    case (_, .list(let element)): return convert(value, to: element).map { .list([$0]) }
    case (.word(let day, .date), .plain(.timestamp)):
      let date = CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: day))
      return .timestamp(
        definition.timeZone.utcSeconds(ofLocal: date, secondOfDay: 0) * 1_000_000)
    case (.word(let time, .timestamp), .plain(.date)):
      return .date(definition.timeZone.civilDate(of: Timestamp(microseconds: time)))
    case (.word(_, let own), .plain(let wanted)) where own == wanted: return value
    default: return parse(definition.text(of: value), as: type)
    }
  }

  private func parse(_ text: String, as type: FieldType) -> StoredValue? {
    switch type {
    case .plain(.text): .text(text)
    case .plain(let type): type.traits.word(text).map { .word($0, type) }
    case .choice(let choice):
      definition.choices[choice].values.contains(text) ? .choice(text) : nil
    case .reference, .list, .links, .entries: nil
    }
  }

  /// Whether the way back gives the same value again.
  package func isFaithful(_ former: StoredValue, to type: FieldType, from kind: FormerKind) -> Bool
  {
    guard let converted = convert(former, to: type) else { return false }
    guard let back = kind.readingType, let again = convert(converted, to: back) else {
      return definition.text(of: former) == definition.text(of: converted)
    }
    return again == former
  }
}
