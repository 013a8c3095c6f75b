import WorkflowEngine

/// Where personal values of records went, in memory.
final class MemoryMentions: MentionKeeper {
  private var held: [HeldValue: Set<NamedRecord>] = [:]
  private var places: [NamedRecord: Set<MentionPlace>] = [:]

  func copy() -> MemoryMentions {
    let copy = MemoryMentions()
    (copy.held, copy.places) = (held, places)
    return copy
  }

  func origins(of value: HeldValue) -> Set<NamedRecord> { held[value] ?? [] }

  func setOrigins(_ origins: Set<NamedRecord>, of value: HeldValue) {
    held[value] = origins.isEmpty ? nil : origins
  }

  func note(_ origin: NamedRecord, in place: MentionPlace) {
    places[origin, default: []].insert(place)
  }

  /// Where values of a record went; they are then forgotten.
  func takePlaces(of record: NamedRecord) -> Set<MentionPlace> {
    for value in held.keys { held[value]?.remove(record) }
    return places.removeValue(forKey: record) ?? []
  }
}
