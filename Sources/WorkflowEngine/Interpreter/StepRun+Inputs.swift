import CEL

/// Inputs and edits: what a request brings along.
extension StepRun {
  /// Names in the request that the event does not know: such a request could never be meant.
  func unknownNames(type: RecordType, event: Event) -> InvalidRequest? {
    func isUnknown(_ value: NamedValue) -> Bool {
      !event.asks(for: value.name) && type.slot(of: value.name) == nil
    }
    let isInput = request.inputs.contains(where: isUnknown)
    guard let unknown = request.values.first(where: isUnknown) else { return nil }
    let cause: InvalidRequest.Cause =
      if type.formulaSlot(of: unknown.name) != nil {
        .computedField(recordType: type.name)
      } else {
        isInput ? .unknownInput(event: event.name) : .unknownField(recordType: type.name)
      }
    let taken = names(takenBy: event.transitions, of: type)
    let fields = type.fields.filter { $0.region == nil && !$0.isInternal }.map(\.name)
    return InvalidRequest(
      cause, name: unknown.name, candidates: taken + fields.filter { !taken.contains($0) })
  }

  /// What a request may give to one of these ways, by name.
  private func names(takenBy ways: [Transition], of type: RecordType) -> [String] {
    var names: [String] = []
    for way in ways {
      for name in way.inputs.map(\.name) + way.edits.map({ type.fields[$0].name })
      where !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  /// Puts the inputs' values into the frame; gives the names of those that are missing.
  @discardableResult
  func takeInputs(
    _ transition: Transition, record: RecordHandle, frame: Frame, step: Int32
  ) -> Set<String> {
    if transition.inputs.isEmpty { return [] }
    var intake = Intake(of: transition, record: record, frame: frame, step: step, in: self)
    intake.takeAll()
    blockers += intake.blockers
    return intake.missing
  }

  /// Writes what is given of own fields into the working copy, beside the inputs; gives the names of
  /// those that cannot be taken. What no way takes is never dropped in silence.
  ///
  /// - Parameters:
  ///   - taken: Ways whose inputs have their values already.
  ///   - others: What one of them takes is taken.
  @discardableResult
  func takeEdits(
    besides taken: [Transition], among others: [Transition], of event: String,
    record: RecordHandle, type: RecordType
  ) -> Set<String> {
    var failed: Set<String> = []
    for given in request.values where !taken.contains(where: { $0.asks(for: given.name) }) {
      if let slot = type.slot(of: given.name),
        others.contains(where: { $0.givenSlots.contains(slot) })
      {
        let field = type.fields[slot]
        if let cause = problem(of: given.value, in: field, of: type) {
          blockers.append(
            Blocker(code: .inputInvalid, name: given.name, cause: cause, place: field.place))
          failed.insert(given.name)
        } else {
          working.write(record, slot, snapshot.word(for: given.value, as: field.type), step: 0)
        }
      } else if !others.contains(where: { $0.asks(for: given.name) }) {
        blockers.append(foreign(given, others, of: event, type: type))
        failed.insert(given.name)
      }
    }
    return failed
  }

  /// Why a value has no place in the ways that apply.
  private func foreign(
    _ given: NamedValue, _ ways: [Transition], of event: String, type: RecordType
  ) -> Blocker {
    let slot = type.slot(of: given.name)
    let others = type.event(named: event)?.transitions.filter { way in
      way.asks(for: given.name) || slot.map(way.edits.contains) == true
    }
    let outlines = (others ?? []).map {
      WayOutline(
        creates: $0.creates, from: $0.statesLeft(of: type), condition: $0.when.map(condition(of:)))
    }
    let cause: BlockCause =
      outlines.isEmpty
      ? .notTaken(name: given.name, event: event, names: names(takenBy: ways, of: type))
      : .inputOfOtherWay(input: given.name, event: event, ways: outlines)
    return Blocker(
      code: .inputInvalid, name: given.name, cause: cause, place: ways.first?.place)
  }

  /// What was given, as the one who is told may see it.
  func shown(
    _ value: StoredValue, ofInput name: String, event: String, of record: RecordHandle
  ) -> StoredValue {
    guard let sight = reader.sight else { return value }
    let type = snapshot.type(of: record).name
    return sight.shown([NamedValue(name, value)], event: event, ofType: type)[0].value
  }

  private func problem(of value: StoredValue, in field: Field, of type: RecordType) -> BlockCause? {
    if value == .null {
      return field.mustHaveValue ? .mayNotBeEmpty(field: field.name, of: nil) : nil
    }
    if !definition.fits(value, type: field.type) {
      return .wrongKind(
        name: field.name, expected: definition.kind(of: field.type),
        found: reader.sight?.shown(value, of: field.name, in: type) ?? value)
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
      if let word = word(
        of: defaultValue, as: field.type, into: .part(.field(record, slot: slot)), frame)
      {
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

  /// The same for a value that is kept, with a note of whose personal values it is made of.
  func word(
    of expression: Expression, as type: FieldType, into target: MentionBook.Target, _ frame: Frame
  ) -> Int64? {
    guard reader.tracesPersons, case .formula(let formula) = expression,
      definition.secrets.isPersonal(formula.program)
    else { return word(of: expression, as: type, frame) }
    let (word, sources) = reader.tracing { self.word(of: expression, as: type, frame) }
    var target = target
    if case .part(.field(let record, let slot)) = target {
      let holder = holder(record, slot, frame)
      target = .part(.field(holder.record, slot: holder.slot))
    }
    extras.mentions.note(
      target,
      sources.map { source in
        guard case .held(let record, let slot) = source else { return source }
        let holder = holder(record, slot, frame)
        return .held(holder.record, slot: holder.slot)
      })
    extras.mentions.note(
      target,
      definition.secrets.personalInputs(of: formula.program).map {
        .input(.init(scope: inputScope, name: $0))
      })
    return word
  }

  /// What holds a value: of an entry the own record's list.
  private func holder(
    _ record: RecordHandle, _ slot: Int, _ frame: Frame
  ) -> (record: RecordHandle, slot: Int) {
    let type = snapshot.type(of: record)
    guard type.isInline, case .record(let handle) = frame.slots[FrameSlot.own] else {
      return (record, slot)
    }
    let own = reader.plain(handle)
    let list = snapshot.type(of: own).fields.firstIndex { $0.type == .entries(type.index) }
    return list.map { (own, $0) } ?? (record, slot)
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
