/// An event as a step looks at it.
struct FlatEvent: BitwiseCopyable {
  // INVARIANT: the record type keeps the event alive.
  let event: Unmanaged<Event>
  /// The ways by the state of one region, where that decides and nothing else has to be asked.
  let table: StateTable?

  init(_ event: Event) {
    self.event = .passUnretained(event)
    table = event.isDecidedByStates && event.unsupported == nil ? event.stateTable : nil
  }
}

/// A record type as a step looks at it.
struct FlatType: BitwiseCopyable {
  // INVARIANT: the definition keeps the type alive, and with it the events.
  let type: Unmanaged<RecordType>
  let events: UnsafePointer<FlatEvent>?

  init(_ type: RecordType) {
    self.type = .passUnretained(type)
    events = type.flatEvents.first
  }
}
