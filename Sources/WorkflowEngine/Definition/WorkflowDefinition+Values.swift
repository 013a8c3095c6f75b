import CEL

/// Whether values fit types, and how they are written.
extension WorkflowDefinition {
  /// Whether a value can stand in a field of this type; the empty value always does.
  public func fits(_ value: StoredValue, type: FieldType) -> Bool {
    switch (value, type) {
    case (.null, _), (.text, .plain(.text)), (.reference, .reference): return true
    case (.word(_, let own), .plain(let type)):
      return own == type || own == .integer && type == .decimal
    case (.choice(let name), .choice(let choice)): return choices[choice].values.contains(name)
    case (.list(let values), .list(let element)):
      return values.allSatisfy { fits($0, type: element) }
    case (.list(let values), .links(let target)):
      return values.allSatisfy { fits($0, type: .reference(target)) }
    case (.entries(let entries), .entries(let target)):
      return entries.allSatisfy { fits($0, entryOf: recordTypes[target]) }
    default: return false
    }
  }

  private func fits(_ entry: [String: StoredValue], entryOf type: RecordType) -> Bool {
    entry.allSatisfy { name, value in
      type.slot(of: name).map { fits(value, type: type.fields[$0].type) } ?? false
    }
  }

  /// The word that stands for a value in every snapshot; nil for those that are kept elsewhere.
  func fixedWord(for value: StoredValue, as type: FieldType) -> Int64? {
    switch value {
    case .null: return Scalar.null
    case .word(let number, .integer) where type == .decimal: return Decimal(Int(number)).packed
    case .word(let word, _): return word
    case .choice(let name):
      guard case .choice(let choice) = type else { return nil }
      return choices[choice].values.firstIndex(of: name).map(Int64.init)
    case .text, .reference, .list, .entries: return nil
    }
  }

  /// A value as it is written in a file; the empty value as nothing.
  public func text(of value: StoredValue) -> String { value.text }
}

extension WorkflowDefinition {
  /// The fields of inline entries that point at records of a type.
  func entryFields(pointingAt target: Int) -> [EntryField] {
    recordTypes.flatMap { owner in
      owner.fields.enumerated().flatMap { list, field -> [EntryField] in
        guard case .entries(let entry) = field.type else { return [] }
        return recordTypes[entry].fields.enumerated().compactMap { slot, inner in
          inner.type == .reference(target) ? EntryField(owner: owner, list: list, slot: slot) : nil
        }
      }
    }
  }
}
