import CEL
import JSONText
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

/// What a record remembers beside its fields, by region.
enum Memory: String, CaseIterable {
  /// When it came into its states.
  case entered
  /// The states that histories remember, and those before the present ones.
  case before

  /// Where a region keeps it: the first is what an export writes, an import fills all.
  func slots(of region: Region) -> [Int] {
    switch self {
    case .entered: [region.enteredSlot].compactMap(\.self)
    case .before: [region.previousSlot, region.historySlot].compactMap(\.self)
    }
  }
}

extension RecordType {
  /// What an export writes of a record's memories: only those that it has.
  func memories(
    _ record: StoredRecord, _ definition: WorkflowDefinition
  ) -> [(String, JSON)] {
    Memory.allCases.compactMap { memory in
      let members = regions.compactMap { region -> (String, JSON)? in
        let slot = memory.slots(of: region).first { record.values[$0] != .null }
        guard let slot else { return nil }
        return (region.name, definition.json(of: record.values[slot]))
      }
      // A field of that name is what an import would read.
      if members.isEmpty || slot(of: memory.rawValue) != nil { return nil }
      return (memory.rawValue, .object(members))
    }
  }
}

extension RowTranslator {
  /// Puts what a row says of a record's memories into the row; a region that nothing asks about is
  /// passed over.
  func remember(
    _ memory: Memory, _ value: JSON, of type: RecordType, in row: inout ImportRow
  ) throws(Mistake) {
    if value == .null { return }
    guard case .object(let members) = value else {
      throw Mistake(
        reason: "'\(memory.rawValue)' is a mapping of the regions of \(type.name)")
    }
    for (name, value) in members {
      guard let region = type.regions.first(where: { $0.name == name }) else {
        throw unknown("region", name, in: type.name, among: type.regions.map(\.name))
      }
      guard let word = value.word else {
        throw Mistake(reason: "\(memory.rawValue): \(region.name) has no value")
      }
      let remembered = try remembered(memory, word, of: region)
      for slot in memory.slots(of: region) { row.values[slot] = remembered }
    }
  }

  private func remembered(
    _ memory: Memory, _ word: String, of region: Region
  ) throws(Mistake) -> StoredValue {
    switch memory {
    case .entered:
      if let timestamp = Timestamp(text: word) { return .timestamp(timestamp.microseconds) }
      if let date = CivilDate(text: word) {
        return .timestamp(
          definition.timeZone.utcSeconds(ofLocal: date, secondOfDay: 0) * 1_000_000)
      }
      throw Mistake(reason: "entered: '\(word)' is not a time, write 2026-03-10T09:00:00Z")
    case .before:
      let states = region.states.map(\.name)
      if states.contains(word) { return .choice(word) }
      throw unknown("state", word, in: region.name, among: states)
    }
  }
}
