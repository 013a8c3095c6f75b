import CEL

/// From a request to a record and a transition, or the reason that stands alone.
extension StepRun {
  enum Resolution {
    case selected(RecordHandle, Unmanaged<Transition>)
    /// The states alone do not decide which way it goes.
    case open(RecordHandle)
    case refused(Refusal)
  }

  @inline(__always)
  func resolve(type: RecordType, event: Event) -> Resolution {
    let isNew = request.record < 0
    let record: RecordHandle
    if isNew {
      guard event.creating != nil else {
        return refuse(
          .nothingSelected, .nothingSelected(recordType: type.name),
          event.transitions.first?.place)
      }
      if case .new(let id?) = request.target, let mistake = type.mistake(inID: id) {
        return refuse(
          .inputInvalid, .notAnID(id, recordType: type.name, mistake), nil)
      }
      record = newRecord(type: type)
      if working.presence(of: record) != .unknown {
        return refuse(.notUnique, .idTaken(shortName(of: record)), nil)
      }
    } else {
      record = RecordHandle(raw: request.record)
      let presence = snapshot.presence(of: record)
      if presence != .present { return refuseAbsent(record, presence) }
    }
    if let unsupported = event.unsupported {
      return refuseUnsupported(unsupported, record: record)
    }
    if !event.isDecidedByStates { return .open(record) }
    guard let transition = select(event, record: record, isNew: isNew) else {
      return .refused(wrongState(event, record: record, type: type))
    }
    let refusal = transition._withUnsafeGuaranteedRef { transition in
      transition.isOpenToAll
        ? nil
        : refuseByOccasion(transition) ?? refuseByRole(transition)
          ?? refuseByApprover(transition)
    }
    if let refusal { return .refused(refusal) }
    return .selected(record, transition)
  }

  @inline(never)
  private func refuseAbsent(_ record: RecordHandle, _ presence: RecordPresence) -> Resolution {
    let name = shortName(of: record)
    return presence == .erased
      ? refuse(.erased, .erased(name), nil) : refuse(.unknownRecord, .unknownRecord(name), nil)
  }

  /// The first way of the event whose states fit the record; of an inner state before an outer one.
  ///
  /// The definition keeps it alive: nothing is counted here.
  @inline(__always)
  func select(_ event: Event, record: RecordHandle, isNew: Bool = false) -> Unmanaged<Transition>? {
    if let table = event.stateTable, !isNew, event.isDecidedByStates {
      return table.way(from: working.cell(record, table.slot))
    }
    return search(event, record: record, isNew: isNew)
  }

  @inline(never)
  private func search(
    _ event: Event, record: RecordHandle, isNew: Bool
  ) -> Unmanaged<Transition>? {
    let chart = isNew ? nil : snapshot.type(of: record).chart
    if !event.isDecidedByStates, let chart {
      let ways = event.transitions.filter { !$0.isTimed && !$0.occasion.isSpontaneous }
      return standing(of: record, in: chart).candidates(ways).joined().first
        .map(Unmanaged.passUnretained)
    }
    for transition in event.table {
      let fits = transition._withUnsafeGuaranteedRef { way in
        way.creates == isNew
          && (chart.map { standing(of: record, in: $0).allows(way) } ?? working.fits(way, record))
      }
      if fits { return transition }
    }
    return nil
  }

  private func newRecord(type: RecordType) -> RecordHandle {
    if case .new(let id?) = request.target { return snapshot.known(type: type.index, id: id) }
    return snapshot.known(type: type.index, id: numberedID(type: type))
  }

  /// The next id of the type that nothing has yet.
  func numberedID(type: RecordType) -> String {
    var serial = snapshot.nextSerial(type: type.index)
    while true {
      let id = "\(type.name)-\(serial)"
      if working.presence(of: snapshot.known(type: type.index, id: id)) == .unknown { return id }
      serial += 1
    }
  }

  @inline(never)
  private func refuse(_ code: BlockCode, _ cause: BlockCause, _ place: SourcePlace?) -> Resolution {
    .refused(Refusal(blockers: [Blocker(code: code, cause: cause, place: place)]))
  }

  private func refuseUnsupported(_ transition: Transition, record: RecordHandle) -> Resolution {
    let sentence = reader.withFrame(own: record) { frame in
      transition.notSupported.map { reader.text(of: $0, frame) } ?? ""
    }
    return refuse(.notSupported, .said(sentence), transition.place)
  }

  /// Why what happens by other means cannot be asked for.
  func refuseByOccasion(_ transition: Transition) -> Refusal? {
    let event = transition.event
    let cause: BlockCause
    switch transition.occasion {
    case .asked: return nil
    case .clock:
      if request.cause == .clock { return nil }
      cause = .broughtByClock(event: event)
    case .sent: cause = .broughtByCascade(event: event)
    case .automatic, .done: cause = .followsByItself(event: event)
    case .expired(let asked):
      if request.expired == asked { return nil }
      let events = definition.recordTypes[transition.recordType].events
      cause = .followsExpiry(event: event, of: events[asked].name)
    }
    return Refusal(blockers: [
      Blocker(code: .notPermitted, cause: cause, place: transition.place)
    ])
  }

  func refuseByRole(_ transition: Transition) -> Refusal? {
    if transition.roles.isEmpty || request.cause == .clock { return nil }
    if transition.roles.contains(where: request.actor.roles.contains) { return nil }
    return Refusal(blockers: [
      Blocker(
        code: .notPermitted,
        cause: .roleMissing(
          needed: transition.roles, user: request.actor.user, has: request.actor.roles),
        place: transition.place)
    ])
  }

  // MARK: The wrong state

  @inline(never)
  func wrongState(_ event: Event, record: RecordHandle, type: RecordType) -> Refusal {
    guard isExplained, let transition = event.transitions.first else {
      leaveClean()
      return Refusal(reason: .wrongState)
    }
    let blocker = Blocker(
      code: .wrongState, cause: wrongStateCause(event, record: record, type: type),
      place: transition.place)
    var alsoNeeded: [Blocker] = []
    if request.target.isNew == transition.creates {
      alsoNeeded = reader.withFrame(own: record) { frame in
        takeInputs(transition, record: record, frame: frame, step: 0)
        takeEdits(
          besides: [transition], among: [transition], of: event.name, record: record, type: type)
        guard react() else { return [] }
        let verdict = check(transition, record: record, frame: frame, missing: [])
        return describe(verdict, of: transition.guards, record: record, frame: frame)
      }
    }
    return Refusal(reason: .wrongState, blockers: [blocker], alsoNeeded: alsoNeeded)
  }

  func wrongStateCause(_ event: Event, record: RecordHandle, type: RecordType) -> BlockCause {
    if event.transitions.allSatisfy(\.creates) {
      return .alreadyExists(shortName(of: record), event: event.name)
    }
    if let chart = type.chart {
      let standing = standing(of: record, in: chart)
      for way in event.transitions where !way.creates && working.fits(way, record) {
        if let region = standing.regionWithoutPast(of: way) {
          return .noStateBefore(
            shortName(of: record), state: stateName(of: record, region: type.regions[region]),
            region: type.regions[region].name)
        }
      }
    }
    let isNow = type.regions.compactMap { region -> String?? in
      guard event.transitions.contains(where: { $0.from.contains { $0.slot == region.slot } })
      else { return nil }
      if region.parent != nil, working.cell(record, region.slot) == Scalar.null { return nil }
      return stateName(of: record, region: region)
    }
    // Inside another state than the one the record is in: that one is told.
    let present =
      isNow.isEmpty
      ? type.regions.filter { $0.parent == nil }.map { stateName(of: record, region: $0) } : isNow
    let expected = Set(event.transitions.flatMap { $0.statesLeft(of: type) })
    return .wrongState(
      shortName(of: record), states: present, event: event.name,
      needed: type.regions.flatMap { $0.states.map(\.name) }.filter(expected.contains))
  }

  /// Nil where the record is in none of the region's states.
  private func stateName(of record: RecordHandle, region: Region) -> String? {
    let word = working.cell(record, region.slot)
    return word == Scalar.null ? nil : region.states[Int(word)].name
  }
}

extension Request.Target {
  package var isNew: Bool {
    switch self {
    case .new: true
    case .record: false
    }
  }

  /// Whether it names the record: one that is there, or the id of a new one.
  public var hasOwnID: Bool {
    switch self {
    case .new(let id): id != nil
    case .record: true
    }
  }
}

extension Transition {
  /// The names of the states it starts from.
  func statesLeft(of type: RecordType) -> [String] {
    from.flatMap { test in
      type.regions.filter { $0.slot == test.slot }.flatMap { region in
        region.states.indices.filter { test.contains(Int64($0)) }.map { region.states[$0].name }
      }
    }
  }
}
