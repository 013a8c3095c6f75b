import CEL

/// Warnings, reminders and the question, each said with the values of its time.
extension StepRun {
  /// What was said before the effects were planned: bare names mean the record as the guards saw
  /// it.
  struct SaidBefore {
    /// By place among the transition's warnings and reminders; nil where the condition does not
    /// hold or `after` is needed.
    var warnings: [Said?] = []
    var reminders: [Said?] = []
    var isAsked = false
    var ask: String?
    var details: String?
    var inputs: [PromptInput] = []
  }

  func sayBefore(_ transition: Transition, frame: Frame) -> SaidBefore {
    var said = SaidBefore()
    if transition.readsAfter {
      reader.keepGuardTime(of: reader.plain(steps[0].record))
    }
    if !transition.warnings.isEmpty { said.warnings = transition.warnings.map { say($0, frame) } }
    if !transition.reminders.isEmpty {
      said.reminders = transition.reminders.map { say($0, frame) }
    }
    if let question = transition.question {
      said.isAsked = question.when.map { reader.truth(of: $0, frame) != .no } ?? true
      if said.isAsked {
        said.ask = question.ask.readsAfter ? nil : reader.text(of: question.ask, frame)
        said.inputs = offeredInputs(transition, frame: frame)
        said.details = question.details.flatMap { $0.readsAfter ? nil : reader.text(of: $0, frame) }
      }
    }
    return said
  }

  private func say(_ notice: Notice, _ frame: Frame) -> Said? {
    if let when = notice.when, reader.truth(of: when, frame) != .yes { return nil }
    return Said(
      name: notice.name, sentence: notice.say.readsAfter ? "" : reader.text(of: notice.say, frame))
  }

  /// Completes the sentences that speak of `after`, now that the effects are planned.
  func finishSaying(
    _ transition: Transition, record: RecordHandle, frame: Frame, said: SaidBefore, plan: inout Plan
  ) {
    let finish = { (said: [Said?], notices: [Notice]) -> [Said] in
      zip(said, notices).compactMap { said, notice in
        guard let said else { return nil }
        return notice.say.readsAfter
          ? Said(
            name: said.name, sentence: self.lateText(of: notice.say, record: record, frame: frame))
          : said
      }
    }
    plan.warnings += finish(said.warnings, transition.warnings)
    plan.reminders += finish(said.reminders, transition.reminders)
    guard said.isAsked, let question = transition.question else { return }
    let late = { (sentence: Sentence) in self.lateText(of: sentence, record: record, frame: frame) }
    plan.prompt = Prompt(
      text: said.ask ?? late(question.ask),
      details: said.details ?? question.details.map(late), buttons: question.buttons,
      inputs: said.inputs, warnings: plan.warnings)
  }

  private func lateText(of sentence: Sentence, record: RecordHandle, frame: Frame) -> String {
    let saved = frame.slots[FrameSlot.own]
    defer { frame.slots[FrameSlot.own] = saved }
    frame.slots[FrameSlot.own] = .record(RecordHandle(raw: record.raw | StepReader.guardTime))
    return reader.text(of: sentence, frame)
  }

  private func offeredInputs(_ transition: Transition, frame: Frame) -> [PromptInput] {
    transition.inputs.enumerated().compactMap { position, input in
      if let when = input.when, reader.truth(of: when, frame) != .yes { return nil }
      let word = reader.word(of: frame.slots[FrameSlot.firstInput + position], as: input.type)
      return PromptInput(
        name: input.name, label: input.label,
        value: word.map { snapshot.storedValue($0, as: input.type) } ?? .null)
    }
  }
}

extension StepReader {
  /// A sentence with its formulas filled in; what cannot be told stands as "(unknown)".
  func text(of sentence: Sentence, _ frame: Frame) -> String {
    if sentence.pieces.count == 1, case .text(let text) = sentence.pieces[0] { return text }
    var result = ""
    for piece in sentence.pieces {
      switch piece {
      case .text(let text): result += text
      case .formula(let formula): result += text(of: formula.program.evaluate(frame))
      }
    }
    return result
  }
}
