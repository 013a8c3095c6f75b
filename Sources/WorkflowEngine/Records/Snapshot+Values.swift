import CEL

/// Words and the values they stand for.
extension Snapshot {
  /// The word that stands for a value in a field of this type.
  func word(for value: StoredValue, as type: FieldType) -> Int64 {
    switch value {
    case .null, .word, .choice:
      return definition.fixedWord(for: value, as: type) ?? Scalar.null
    case .text(let text): return texts.number(of: text)
    case .reference(let id):
      guard case .reference(let target) = type else { return Scalar.null }
      return Int64(known(type: target, id: id).raw)
    case .list(let values): return listWord(for: values, as: type)
    case .entries(let entries):
      guard case .entries(let entryType) = type else { return Scalar.null }
      return store(list: entries.map { Int64(entry($0, type: entryType).raw) })
    }
  }

  private func listWord(for values: [StoredValue], as type: FieldType) -> Int64 {
    switch type {
    case .list(let element): return store(list: values.map { word(for: $0, as: element) })
    case .links(let target):
      let members = values.compactMap { value -> RecordHandle? in
        guard case .reference(let id) = value else { return nil }
        return known(type: target, id: id)
      }
      return store(list: ordered(members).map { Int64($0.raw) })
    case .plain, .choice, .reference, .entries:
      return Scalar.null
    }
  }

  private func entry(_ fields: [String: StoredValue], type: Int) -> RecordHandle {
    let entry = addEntry(type: type)
    for (slot, field) in definition.recordTypes[type].fields.enumerated() {
      if let value = fields[field.name] {
        setCell(entry, slot, word(for: value, as: field.type))
      }
    }
    return entry
  }

  func store(list: [Int64]) -> Int64 {
    lists.append(list)
    return Int64(lists.count - 1)
  }

  /// Members by id, each once.
  func ordered(_ members: [RecordHandle]) -> [RecordHandle] {
    var seen = Set<RecordHandle>()
    return members.filter { seen.insert($0).inserted }
      .sorted { names.precedes($0.raw, $1.raw) }
  }
}
