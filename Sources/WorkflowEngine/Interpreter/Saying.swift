import CEL

/// What a person is told and asked about a way that is taken: warnings, reminders and the question,
/// each said with the values of its time.
///
/// It owns what was said before the effects were planned, when bare names mean the record as the
/// guards saw it; sentences that speak of `after` are left for `finish`.
struct Saying {
  let way: Transition
  private let record: RecordHandle
  private let frame: Frame
  private let reader: StepReader
  /// By place among the way's warnings and reminders; nil where the condition does not hold.
  private var warnings: [Said?] = []
  private var reminders: [Said?] = []
  private var isAsked = false
  private var ask: String?
  private var details: String?
  private var inputs: [PromptInput] = []

  /// Says what can be said before the effects.
  ///
  /// - Parameter record: the one that the request is about.
  init(_ way: Transition, of record: RecordHandle, frame: Frame, _ reader: StepReader) {
    self.way = way
    self.record = record
    self.frame = frame
    self.reader = reader
    if way.readsAfter { reader.keepGuardTime(of: reader.plain(record)) }
    warnings = way.warnings.map(say)
    reminders = way.reminders.map(say)
    guard let question = way.question else { return }
    isAsked = question.when.map { reader.truth(of: $0, frame) != .no } ?? true
    guard isAsked else { return }
    ask = question.ask.readsAfter ? nil : reader.text(of: question.ask, frame)
    inputs = offeredInputs
    details = question.details.flatMap { $0.readsAfter ? nil : reader.text(of: $0, frame) }
  }

  private func say(_ notice: Notice) -> Said? {
    if let when = notice.when, reader.truth(of: when, frame) != .yes { return nil }
    return Said(
      name: notice.name, sentence: notice.say.readsAfter ? "" : reader.text(of: notice.say, frame))
  }

  private var offeredInputs: [PromptInput] {
    way.inputs.enumerated().compactMap { position, input in
      if let when = input.when, reader.truth(of: when, frame) != .yes { return nil }
      let word =
        input.field.map { reader.working.cell(record, $0) }
        ?? reader.word(of: frame.slots[FrameSlot.firstInput + position], as: input.type)
      let value = word.map { reader.working.snapshot.storedValue($0, as: input.type) } ?? .null
      let type = reader.working.snapshot.type(of: reader.plain(record)).name
      return PromptInput(
        name: input.name, label: input.label,
        value: reader.sight?.shown(
          [NamedValue(input.name, value)], event: way.event, ofType: type)[0].value ?? value)
    }
  }

  // MARK: Afterwards

  /// Completes the sentences that speak of `after`, now that the effects are planned.
  func finish(on record: RecordHandle, plan: inout Plan) {
    plan.warnings += finished(warnings, way.warnings, record)
    plan.reminders += finished(reminders, way.reminders, record)
    guard isAsked, let question = way.question else { return }
    plan.prompt = Prompt(
      text: ask ?? lateText(of: question.ask, record),
      details: details ?? question.details.map { lateText(of: $0, record) },
      buttons: question.buttons, inputs: inputs, warnings: plan.warnings)
  }

  private func finished(
    _ said: [Said?], _ notices: [Notice], _ record: RecordHandle
  ) -> [Said] {
    zip(said, notices).compactMap { said, notice in
      guard let said, notice.say.readsAfter else { return said }
      return Said(name: said.name, sentence: lateText(of: notice.say, record))
    }
  }

  private func lateText(of sentence: Sentence, _ record: RecordHandle) -> String {
    let saved = frame.slots[FrameSlot.own]
    defer { frame.slots[FrameSlot.own] = saved }
    frame.slots[FrameSlot.own] = .record(RecordHandle(raw: record.raw | StepReader.guardTime))
    return reader.text(of: sentence, frame)
  }
}
