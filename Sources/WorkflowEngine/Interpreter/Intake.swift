import CEL

/// Taking the inputs of a way: what the request gives, else what a default gives.
///
/// It owns what comes of them: the inputs that are left without a value, and why others may not be
/// as they are. Their values go into the frame, and into the own fields that keep them.
struct Intake {
  private let run: StepRun
  private let way: Transition
  private let record: RecordHandle
  private let frame: Frame
  /// The step of the plan that the values are a part of.
  private let step: Int32
  /// The names of inputs without a value.
  private(set) var missing: Set<String> = []
  /// Reasons, each with the place of its input.
  private var failures: [(position: Int, blocker: Blocker)] = []

  private struct Taken {
    var word: Int64 = Scalar.null
    var isMissing = false
    /// Whether the own field stays as it is.
    var isLeft = false
    var failure: Blocker?
  }

  init(of way: Transition, record: RecordHandle, frame: Frame, step: Int32, in run: StepRun) {
    self.way = way
    self.record = record
    self.frame = frame
    self.step = step
    self.run = run
  }

  /// Why inputs may not be as they are, in the order of the inputs.
  var blockers: [Blocker] { failures.sorted { $0.position < $1.position }.map(\.blocker) }

  /// Takes what is given first, so that formulas of defaults, and then checks, see all of it.
  mutating func takeAll() {
    for isComputed in [false, true] {
      for (position, input) in way.inputs.enumerated()
      where isLeftToFormula(input) == isComputed {
        note(take(input), of: input, at: position)
      }
    }
    for (position, input) in way.inputs.enumerated() { check(input, at: position) }
  }

  private mutating func note(_ taken: Taken, of input: Input, at position: Int) {
    if taken.isMissing { missing.insert(input.name) }
    frame.slots[FrameSlot.firstInput + position] =
      taken.isMissing ? .null : run.reader.value(taken.word, as: input.type)
    if let failure = taken.failure {
      failures.append((position, failure))
    } else if let slot = input.field, !taken.isMissing, !taken.isLeft {
      run.working.write(record, slot, taken.word, step: step)
    }
  }

  // MARK: Values

  /// Whether a formula gives the value, as far as the request says.
  private func isLeftToFormula(_ input: Input) -> Bool {
    guard case .formula = input.defaultValue else { return false }
    return given(input) == nil
  }

  /// What the request says of an input; of an event that an effect sends, what the effect does.
  private func given(_ input: Input) -> StoredValue? {
    run.request.cause == .cascade || run.cascadeDepth > 0
      ? run.carried.last { $0.name == input.name }?.value
      : run.request.inputs.last { $0.name == input.name }?.value
        ?? run.request.edits.last { $0.name == input.name }?.value
  }

  private func take(_ input: Input) -> Taken {
    let given = given(input)
    if let when = input.when, run.reader.truth(of: when, frame) != .yes {
      let failure = given.map { _ in
        Blocker(
          code: .inputNotAvailable, name: input.name,
          cause: .inputNotOffered(input: input.name, condition: run.condition(of: when)),
          place: input.place)
      }
      if input.field != nil { return Taken(isLeft: true, failure: failure) }
      return Taken(word: input.type == .boolean ? 0 : Scalar.null, failure: failure)
    }
    if let given, given != .null { return take(given, for: input) }
    if given == nil, let defaultValue = input.defaultValue {
      let target: MentionBook.Target =
        input.field.map { .part(.field(record, slot: $0)) }
        ?? .input(.init(scope: run.inputScope, name: input.variable))
      guard let word = run.word(of: defaultValue, as: input.type, into: target, frame) else {
        return Taken(
          isMissing: true,
          failure: run.undecided(.defaultUnknown(input: input.name), place: input.place))
      }
      return Taken(word: word)
    }
    if input.isRequired {
      return Taken(
        isMissing: true,
        failure: Blocker(
          code: .inputMissing, name: input.name,
          cause: .inputMissing(event: way.event, input: input.name, label: input.label),
          place: input.place))
    }
    guard let slot = input.field else { return Taken() }
    guard given != nil else { return Taken(isLeft: true) }
    let field = run.snapshot.type(of: record).fields[slot]
    return field.mustHaveValue
      ? invalid(input, .mayNotBeEmpty(field: field.name, of: nil)) : Taken()
  }

  private func take(_ value: StoredValue, for input: Input) -> Taken {
    guard run.definition.fits(value, type: input.type) else {
      return invalid(
        input,
        .wrongKind(
          name: input.name, expected: run.definition.kind(of: input.type),
          found: run.shown(value, ofInput: input.name, event: way.event, of: record)))
    }
    if let problem = run.working.danglingReference(in: value, type: input.type) {
      return invalid(input, problem)
    }
    return Taken(word: run.snapshot.word(for: value, as: input.type))
  }

  private func invalid(_ input: Input, _ cause: BlockCause) -> Taken {
    Taken(
      isMissing: true,
      failure: Blocker(
        code: .inputInvalid, name: input.name, cause: cause, place: input.place))
  }

  // MARK: Checks

  /// Checks an input that has a value and that nothing else was wrong with.
  private mutating func check(_ input: Input, at position: Int) {
    if input.checks.isEmpty || missing.contains(input.name) { return }
    if case .null = frame.slots[FrameSlot.firstInput + position] { return }
    if failures.contains(where: { $0.position == position }) { return }
    for check in input.checks {
      let truth = run.truth(of: check, frame)
      if truth == .yes { continue }
      failures.append(
        (
          position,
          Blocker(
            code: truth == .no ? .inputCheckFailed : .cannotDecide, name: check.name,
            cause: truth == .no
              ? .said(run.reader.text(of: check.otherwise, frame)) : run.unknown(check, frame),
            place: check.place, facts: run.facts(of: check, frame, own: record))
        ))
      return
    }
  }
}
