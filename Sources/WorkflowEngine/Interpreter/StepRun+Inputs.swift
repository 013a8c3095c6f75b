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
    var intake = Intake(of: transition, record: record, frame: frame, in: self)
    intake.takeAll()
    if reporting { blockers += intake.blockers }
    return intake.missing
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
    return working.danglingReference(in: value, type: field.type)
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

}

extension WorkingCopy {
  /// A record that a value refers to and that is not there.
  func danglingReference(in value: StoredValue, type: FieldType) -> BlockCause? {
    switch (value, type) {
    case (.reference(let id), .reference(let target)):
      let record = snapshot.known(type: target, id: id)
      if presence(of: record) == .present { return nil }
      return .unknownRecord(snapshot.shortName(of: record))
    case (.list(let ids), .links(let target)):
      return ids.lazy.compactMap { self.danglingReference(in: $0, type: .reference(target)) }.first
    case (.entries(let entries), .entries(let target)):
      let fields = snapshot.definition.recordTypes[target].fields
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
