public import CEL

/// How many records an event is asked for at once.
public enum RequestedSelection: Sendable, Equatable {
  /// One record, named as such.
  case one
  /// A list of this length.
  case list(Int)
  /// All records the event could be for.
  case all
}

extension Interpreter {
  /// The reason why an event cannot be asked for on so many records at once, if there is one.
  public func selectionBlocker(
    _ snapshot: Snapshot, recordType: Int, event: Int, selection: RequestedSelection, actor: Actor,
    now: Int64
  ) -> Blocker? {
    let type = definition.recordTypes[recordType]
    let ways = type.events[event].transitions
    // All ways that can be asked for say the same.
    guard let transition = ways.first(where: \.isAskedFor) ?? ways.first else { return nil }
    if case .list(0) = selection {
      return Blocker(
        code: .nothingSelected, cause: .nothingSelected(recordType: type.name),
        place: transition.place)
    }
    let isAllowed =
      switch (transition.selection.extent, selection) {
      case (.many, _), (.all, .all), (.one, .one), (.one, .list(1)): true
      case (.one, .all), (.one, .list), (.all, .one), (.all, .list): false
      }
    if isAllowed { return nil }
    let cause: BlockCause =
      if let said = transition.selection.otherwise {
        .said(text(of: said, snapshot, recordType: recordType, actor: actor, now: now))
      } else if transition.selection.extent == .all {
        .allAtOnce(event: transition.event)
      } else {
        .oneAtATime(event: transition.event)
      }
    return Blocker(code: .selectionNotAllowed, cause: cause, place: transition.place)
  }

  /// Why an operation does not exist, said without a record; nil where some way of it does.
  public func unsupportedBlocker(
    _ snapshot: Snapshot, recordType: Int, event: Int, actor: Actor, now: Int64
  ) -> Blocker? {
    let ways = definition.recordTypes[recordType].events[event].transitions
    guard let first = ways.first, ways.allSatisfy({ $0.notSupported != nil }),
      let sentence = first.notSupported
    else { return nil }
    return Blocker(
      code: .notSupported,
      cause: .said(text(of: sentence, snapshot, recordType: recordType, actor: actor, now: now)),
      place: first.place)
  }

  /// A sentence that is said before any record is looked at: dots stand for what it tells of one.
  private func text(
    of sentence: Sentence, _ snapshot: Snapshot, recordType: Int, actor: Actor, now: Int64
  ) -> String {
    let run = reading(snapshot, actor: actor, now: now)
    let nobody = snapshot.known(type: recordType, id: "")
    let pieces = sentence.pieces.map { piece in
      piece.formula?.program.reads.isEmpty == false ? Sentence.Piece.text("…") : piece
    }
    let said = Sentence(pieces: pieces, place: sentence.place)
    return run.reader.withFrame(own: nobody) { run.reader.text(of: said, $0) }
  }

  /// The states an event can start from, as tests of which one set must hold; nil where any state
  /// will do.
  public func startingStates(recordType: Int, event: Int) -> [[StateTest]]? {
    let transitions = definition.recordTypes[recordType].events[event].transitions
    if transitions.contains(where: \.from.isEmpty) { return nil }
    return transitions.map(\.from)
  }

  /// The records that "all" means for an event: those in the states it starts from, by id.
  public func everyTarget(_ snapshot: Snapshot, recordType: Int, event: Int) -> [RecordHandle] {
    let all = snapshot.all(type: recordType)
    guard let starts = startingStates(recordType: recordType, event: event) else { return all }
    return all.filter { record in
      starts.contains { tests in tests.allSatisfy { $0.contains(snapshot.cell(record, $0.slot)) } }
    }
  }
}

extension Transition {
  /// Whether somebody may ask for it, also where that must be refused: only the clock and the engine
  /// itself take the others.
  package var isAskedFor: Bool {
    guard notSupported == nil else { return false }
    switch occasion {
    case .asked, .sent: return true
    case .clock, .automatic, .done, .expired: return false
    }
  }
}
