import CEL

/// Inputs and edits: what a request brings along.
extension StepRun {
  /// Names in the request that the event does not know: such a request could never be meant.
  func unknownNames(type: RecordType, event: Event) -> InvalidRequest? {
    let inputs = event.transitions.flatMap(\.inputs).map(\.name)
    for input in request.inputs where !inputs.contains(input.name) {
      return InvalidRequest(
        .unknownInput(event: event.name), name: input.name, candidates: inputs)
    }
    for edit in request.edits where type.slot(of: edit.name) == nil {
      let names = type.fields.filter { $0.region == nil && !$0.isInternal }.map(\.name)
      let isComputed = type.formulaSlot(of: edit.name) != nil
      return InvalidRequest(
        isComputed
          ? .computedField(recordType: type.name) : .unknownField(recordType: type.name),
        name: edit.name, candidates: names)
    }
    return nil
  }

  /// Puts the inputs' values into the frame; gives the names of those that are missing.
  @discardableResult
  func takeInputs(
    _ transition: Transition, record: RecordHandle, type: RecordType, frame: Frame,
    reporting: Bool = true
  ) -> Set<String> {
    if transition.inputs.isEmpty { return [] }
    var missing: Set<String> = []
    var failures: [(position: Int, blocker: Blocker)] = []
    // What is given first, so that formulas of defaults, and then checks, see all of it.
    for isComputed in [false, true] {
      for (position, input) in transition.inputs.enumerated()
      where isLeftToFormula(input) == isComputed {
        let taken = takeInput(input, transition: transition, type: type, frame: frame)
        if taken.isMissing { missing.insert(input.name) }
        frame.slots[FrameSlot.firstInput + position] =
          taken.isMissing ? .null : reader.value(taken.word, as: input.type)
        if let failure = taken.failure {
          failures.append((position, failure))
        } else if let slot = input.field, transition.creates, !taken.isMissing {
          working.write(record, slot, taken.word, step: 0)
        }
      }
    }
    for (position, input) in transition.inputs.enumerated()
    where !input.checks.isEmpty && !missing.contains(input.name) {
      if case .null = frame.slots[FrameSlot.firstInput + position] { continue }
      if failures.contains(where: { $0.position == position }) { continue }
      if let failure = failedCheck(of: input, record: record, frame: frame) {
        failures.append((position, failure))
      }
    }
    if reporting { blockers += failures.sorted { $0.position < $1.position }.map(\.blocker) }
    return missing
  }

  /// Whether a formula gives the value, as far as the request says.
  private func isLeftToFormula(_ input: Input) -> Bool {
    guard case .formula = input.defaultValue else { return false }
    return given(input) == nil
  }

  /// What the request says of an input; an event that another record sends brings nothing along.
  private func given(_ input: Input) -> StoredValue? {
    request.cause == .cascade || cascadeDepth > 0
      ? nil : request.inputs.last { $0.name == input.name }?.value
  }

  private struct Taken {
    var word: Int64 = Scalar.null
    var isMissing = false
    var failure: Blocker?
  }

  private func takeInput(
    _ input: Input, transition: Transition, type: RecordType, frame: Frame
  ) -> Taken {
    let given = given(input)
    if let when = input.when, reader.truth(of: when, frame) != .yes {
      let failure = given.map { _ in
        Blocker(
          code: .inputNotAvailable, name: input.name,
          cause: .inputNotOffered(input: input.name, condition: condition(of: when)),
          place: input.place)
      }
      return Taken(word: input.type == .boolean ? 0 : Scalar.null, failure: failure)
    }
    if let given, given != .null { return take(given, for: input) }
    if given == nil, let defaultValue = input.defaultValue {
      guard let word = word(of: defaultValue, as: input.type, frame) else {
        return Taken(
          isMissing: true,
          failure: undecided(.defaultUnknown(input: input.name), place: input.place))
      }
      return Taken(word: word)
    }
    if input.isRequired {
      return Taken(
        isMissing: true,
        failure: Blocker(
          code: .inputMissing, name: input.name,
          cause: .inputMissing(
            event: transition.event, input: input.name, label: input.label),
          place: input.place))
    }
    return Taken()
  }

  private func take(_ value: StoredValue, for input: Input) -> Taken {
    guard definition.fits(value, type: input.type) else {
      return Taken(
        isMissing: true,
        failure: Blocker(
          code: .inputInvalid, name: input.name,
          cause: .wrongKind(
            name: input.name, expected: definition.kind(of: input.type), found: value),
          place: input.place))
    }
    if let problem = danglingReference(in: value, type: input.type) {
      return Taken(
        isMissing: true,
        failure: Blocker(
          code: .inputInvalid, name: input.name, cause: problem, place: input.place))
    }
    return Taken(word: snapshot.word(for: value, as: input.type))
  }

  /// Inputs of ways that are not taken: what is brought along is never dropped in silence.
  func refuseForeignInputs(
    _ ways: [Transition], of event: Event, type: RecordType
  ) {
    for given in request.inputs where !ways.contains(where: { $0.asks(for: given.name) }) {
      let others = event.transitions.filter { $0.asks(for: given.name) }
      let outlines = others.map {
        WayOutline(
          creates: $0.creates, from: $0.statesLeft(of: type),
          condition: $0.when.map(condition(of:)))
      }
      blockers.append(
        Blocker(
          code: .inputNotAvailable, name: given.name,
          cause: .inputOfOtherWay(input: given.name, event: event.name, ways: outlines),
          place: ways.first?.place))
    }
  }

  private func failedCheck(of input: Input, record: RecordHandle, frame: Frame) -> Blocker? {
    for check in input.checks {
      switch truth(of: check, frame) {
      case .yes: continue
      case .no:
        return Blocker(
          code: .inputCheckFailed, name: check.name,
          cause: .said(reader.text(of: check.otherwise, frame)),
          place: check.place, facts: facts(of: check, frame, own: record))
      case .cannotTell:
        return Blocker(
          code: .cannotDecide, name: check.name,
          cause: .said(reader.text(of: check.otherwise, frame)),
          place: check.place, facts: facts(of: check, frame, own: record))
      }
    }
    return nil
  }

  /// Writes the edits into the working copy; gives the names of those that cannot be taken.
  ///
  /// - Parameter transitions: an edit that one of them takes is taken.
  @discardableResult
  func takeEdits(_ transitions: [Transition], record: RecordHandle, type: RecordType) -> Set<String>
  {
    var failed: Set<String> = []
    for edit in request.edits {
      guard let slot = type.slot(of: edit.name) else { continue }
      if let blocker = problem(of: edit, slot: slot, transitions: transitions, type: type) {
        blockers.append(blocker)
        failed.insert(edit.name)
      } else {
        let field = type.fields[slot]
        working.write(record, slot, snapshot.word(for: edit.value, as: field.type), step: 0)
      }
    }
    return failed
  }

  private func problem(
    of edit: NamedValue, slot: Int, transitions: [Transition], type: RecordType
  ) -> Blocker? {
    let field = type.fields[slot]
    if !transitions.contains(where: { $0.edits.contains(slot) }) {
      return Blocker(
        code: .inputNotAvailable, name: edit.name,
        cause: .notEditable(
          field: edit.name, recordType: type.name, event: transitions.first?.event ?? ""),
        place: transitions.first?.place)
    }
    if let cause = problem(of: edit.value, in: field) {
      return Blocker(code: .inputInvalid, name: edit.name, cause: cause, place: field.place)
    }
    return nil
  }

  private func problem(of value: StoredValue, in field: Field) -> BlockCause? {
    if value == .null {
      return field.mustHaveValue ? .mayNotBeEmpty(field: field.name, of: nil) : nil
    }
    if !definition.fits(value, type: field.type) {
      return .wrongKind(name: field.name, expected: definition.kind(of: field.type), found: value)
    }
    return danglingReference(in: value, type: field.type)
  }

  /// A new record's defaults; its states stay empty until its guards have held.
  func prepareNewRecord(_ record: RecordHandle, type: RecordType, frame: Frame) {
    let id = snapshot.id(of: record)
    var isNumbered = true
    if case .new(let given) = request.target, given != nil { isNumbered = false }
    _ = working.create(type: type.index, id: id, isNumbered: isNumbered, step: 0)
    fillDefaults(record, type: type, frame: frame, step: 0)
  }

  func fillDefaults(_ record: RecordHandle, type: RecordType, frame: Frame, step: Int32) {
    for (slot, field) in type.fields.enumerated() where field.region == nil {
      guard let defaultValue = field.defaultValue else { continue }
      if let word = word(of: defaultValue, as: field.type, frame) {
        working.write(record, slot, word, step: step)
      }
    }
  }

  /// The word of a plain value or formula; nil when it cannot be told.
  func word(of expression: Expression, as type: FieldType, _ frame: Frame) -> Int64? {
    switch expression {
    case .constant(let value): snapshot.word(for: value, as: type)
    case .formula(let formula): reader.word(of: formula.program, frame, as: type)
    }
  }

  private func danglingReference(in value: StoredValue, type: FieldType) -> BlockCause? {
    switch (value, type) {
    case (.reference(let id), .reference(let target)):
      let record = snapshot.known(type: target, id: id)
      if working.presence(of: record) == .present { return nil }
      return .unknownRecord(shortName(of: record))
    case (.list(let ids), .links(let target)):
      return ids.lazy.compactMap { self.danglingReference(in: $0, type: .reference(target)) }.first
    case (.entries(let entries), .entries(let target)):
      let fields = definition.recordTypes[target].fields
      for entry in entries {
        for field in fields {
          if let value = entry[field.name],
            let problem = danglingReference(in: value, type: field.type)
          {
            return problem
          }
        }
      }
      return nil
    default: return nil
    }
  }
}

extension Transition {
  fileprivate func asks(for input: String) -> Bool { inputs.contains { $0.name == input } }
}
