import CEL
package import JSONText
package import WorkflowEngine

/// JSON as read from a store: lists in columns, changes in the history.
extension JSON {
  /// The value as a field of this type holds it; nil where it is none.
  package func stored(as type: FieldType, in definition: WorkflowDefinition) -> StoredValue? {
    switch (self, type) {
    case (.null, _): .null
    case (.string(let text), .plain(.text)): .text(text)
    case (_, .plain(let type)): word(of: type).map { .word($0, type) }
    case (.string(let text), .choice): .choice(text)
    case (.string(let text), .reference): .reference(text)
    case (.array(let elements), .list(let element)):
      Self.all(elements.map { $0.stored(as: element, in: definition) }).map { .list($0) }
    case (.array(let elements), .links(let target)):
      Self.all(elements.map { $0.stored(as: .reference(target), in: definition) }).map { .list($0) }
    case (.array(let elements), .entries(let entry)):
      Self.all(elements.map { $0.entry(of: definition.recordTypes[entry], in: definition) })
        .map { .entries($0) }
    case (.boolean, _), (.integer, _), (.number, _), (.raw, _), (.string, _), (.array, _),
      (.object, _):
      nil
    }
  }

  /// The word of a scalar value in the form that stores keep it in.
  private func word(of type: ScalarType) -> Int64? {
    let traits = type.traits
    return switch (self, traits.storage) {
    case (.integer(let number), .integer): Int64(number)
    case (.boolean(let flag), .flag): flag ? 1 : 0
    case (.string(let text), .text): traits.word(text)
    case (.null, _), (.boolean, _), (.integer, _), (.number, _), (.raw, _), (.string, _),
      (.array, _), (.object, _):
      nil
    }
  }

  private func entry(of type: RecordType, in definition: WorkflowDefinition) -> [String:
    StoredValue]?
  {
    guard case .object(let members) = self else { return nil }
    var result: [String: StoredValue] = [:]
    for (key, value) in members {
      guard let slot = type.slot(of: key) else { continue }
      guard let stored = value.stored(as: type.fields[slot].type, in: definition) else {
        return nil
      }
      if stored != .null { result[key] = stored }
    }
    return result
  }

  private static func all<Element>(_ elements: [Element?]) -> [Element]? {
    let present = elements.compactMap { $0 }
    return present.count == elements.count ? present : nil
  }

  /// The value where its field's type is not known any more.
  package var storedAsWritten: StoredValue {
    switch self {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .integer(Int64(number))
    case .number(let text), .raw(let text), .string(let text): .text(text)
    case .array(let elements): .list(elements.map(\.storedAsWritten))
    case .object(let members):
      .entries([
        Dictionary(
          members.map { ($0.0, $0.1.storedAsWritten) },
          uniquingKeysWith: { first, _ in first })
      ])
    }
  }
}
