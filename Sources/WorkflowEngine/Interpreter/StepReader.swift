import CEL

/// Lets formulas read records as the step sees them.
final class StepReader: RecordReader {
  /// Marks a handle that reads the record as stored before the step.
  static let before: Int32 = 1 << 30
  /// Marks the handle that reads the own record as the guards saw it.
  static let guardTime: Int32 = 1 << 29
  private static let views: Int32 = before | guardTime

  let working: WorkingCopy
  let definition: WorkflowDefinition
  private let limits: InterpreterLimits
  /// How many stored fields each type has: slots from there on are computed.
  private var storedCounts: WordBuffer<Int32>
  private let slotCount: Int
  private let usesBefore: Bool
  private let usesAfter: Bool
  private var frames = WordBuffer<FrameEntry>()
  private var depth = 0
  private var moment: [Value] = []
  /// Counts the moments; a frame that was filled for the present one is not filled again.
  private var momentNumber = 0

  /// A frame, kept until the reader goes, and the moment it was filled for.
  private struct FrameEntry: BitwiseCopyable {
    var frame: Unmanaged<Frame>
    var filledFor: Int
    /// Whether the frame says another cause than the moment does.
    var hasOwnCause: Bool
  }

  /// Given to transitions that read no frame. INVARIANT: nothing is evaluated over it.
  let blank = Unmanaged.passRetained(Frame(reader: RecordReader(), slotCount: 0))

  @inline(__always)
  func isBlank(_ frame: Frame) -> Bool {
    Unmanaged.passUnretained(frame).toOpaque() == blank.toOpaque()
  }

  /// What the one who is told of the step may see; nil where nothing is secret.
  var sight: Sight?
  /// Where it is noted which rows of tables gave a value.
  var rowLog: RowLog?

  /// Whether the definition has anything personal.
  let tracesPersons: Bool
  /// Whether it is noted which personal values are read.
  private var isTracing = false
  private var traced: Set<MentionBook.Source> = []
  /// The personal values that sentences of the step are made of.
  private(set) var said: Set<MentionBook.Source> = []

  override func noteRow(of table: Int, _ row: Int) {
    rowLog?.rows.insert(TableRow(table: table, row: row))
  }

  /// While true every record reads as stored before the step.
  var readsStored = false
  private var guardTimeRecord: RecordHandle?
  private var guardTimeCells: [Int64] = []

  init(working: WorkingCopy, limits: InterpreterLimits) {
    self.working = working
    self.limits = limits
    definition = working.snapshot.definition
    storedCounts = WordBuffer(capacity: definition.recordTypes.count)
    tracesPersons = definition.secrets.hasPersonal
    let variables = definition.usedVariables
    usesBefore = variables.contains("before")
    usesAfter = variables.contains("after")
    slotCount = FrameSlot.firstInput + definition.mostInputs
    for type in definition.recordTypes { storedCounts.append(Int32(type.fields.count)) }
  }

  /// Lets go of the frames, which hold the reader; whoever owns the reader calls this at its end.
  func releaseFrames() {
    for index in 0..<frames.count { frames[index].frame.release() }
    blank.release()
    frames.removeAll()
  }

  /// Sets what every formula of the steps from now on sees beside records: now, today, actor,
  /// cause.
  func setMoment(_ moment: [Value]) {
    self.moment = moment
    momentNumber += 1
  }

  func begin() {
    depth = 0
    guardTimeRecord = nil
    readsStored = false
    if tracesPersons { said.removeAll() }
  }

  /// Whether it reads as at the beginning of a step.
  var isAtRest: Bool { depth <= 1 && guardTimeRecord == nil && !readsStored }

  /// Keeps the record's words as they are now, for `guardTime` handles.
  func keepGuardTime(of record: RecordHandle) {
    guardTimeRecord = record
    let width = Int(storedCounts[Int(working.snapshot.headers[Int(record.raw)].type)])
    guardTimeCells = (0..<width).map { working.cell(record, $0) }
  }

  // MARK: Frames

  /// Runs `body` with a frame of its own, in which `own` is the receiver.
  ///
  /// - Parameter cause: what formulas see as the cause, where it is not the request's own.
  @inline(__always)
  func withFrame<Result>(own: RecordHandle, cause: Value? = nil, _ body: (Frame) -> Result)
    -> Result
  {
    if depth == frames.count { addFrame() }
    return frames[depth].frame._withUnsafeGuaranteedRef { frame in
      if frames[depth].filledFor != momentNumber { fill(frame) }
      depth += 1
      defer { depth -= 1 }
      if let cause {
        frame.slots[FrameSlot.cause] = cause
        frames.base[depth - 1].hasOwnCause = true
      } else if frames[depth - 1].hasOwnCause {
        frame.slots[FrameSlot.cause] = moment[FrameSlot.cause - FrameSlot.now]
        frames.base[depth - 1].hasOwnCause = false
      }
      frame.slots[FrameSlot.own] = .record(own)
      if usesBefore {
        frame.slots[FrameSlot.before] = .record(
          RecordHandle(raw: own.raw & ~Self.views | Self.before))
      }
      if usesAfter {
        frame.slots[FrameSlot.after] = .record(RecordHandle(raw: own.raw & ~Self.views))
      }
      return body(frame)
    }
  }

  /// Runs `body` with several frames at once, one for each of the ways that are taken together.
  func withFrames<Result>(
    own: RecordHandle, cause: Value? = nil, amount: Int, _ body: ([Frame]) -> Result
  ) -> Result {
    func collect(_ frames: [Frame]) -> Result {
      if frames.count == amount { return body(frames) }
      return withFrame(own: own, cause: cause) { collect(frames + [$0]) }
    }
    return collect([])
  }

  @inline(never)
  private func addFrame() {
    let frame = Frame(reader: self, slotCount: slotCount)
    frames.append(FrameEntry(frame: .passRetained(frame), filledFor: 0, hasOwnCause: false))
  }

  @inline(never)
  private func fill(_ frame: Frame) {
    for (offset, value) in moment.enumerated() { frame.slots[FrameSlot.now + offset] = value }
    frames.base[depth].filledFor = momentNumber
    frames.base[depth].hasOwnCause = false
  }

  // MARK: Reading

  override func scalar(of record: RecordHandle, slot: Int) -> Int64 {
    let plain = RecordHandle(raw: record.raw & ~Self.views)
    let type = Int(working.snapshot.headers[Int(plain.raw)].type)
    if slot < Int(storedCounts[type]) { return word(of: record, plain: plain, slot: slot) }
    return computedScalar(of: record, plain: plain, type: type, slot: slot)
  }

  @inline(__always)
  private func word(of record: RecordHandle, plain: RecordHandle, slot: Int) -> Int64 {
    if isTracing { trace(plain, slot) }
    if record.raw == plain.raw, !readsStored { return working.cell(record, slot) }
    if record.raw & Self.guardTime != 0, plain == guardTimeRecord { return guardTimeCells[slot] }
    if record.raw & Self.guardTime != 0, !readsStored { return working.cell(plain, slot) }
    return working.snapshot.cell(plain, slot)
  }

  override func value(of record: RecordHandle, slot: Int) -> Value {
    let plain = RecordHandle(raw: record.raw & ~Self.views)
    let type = Int(working.snapshot.headers[Int(plain.raw)].type)
    let recordType = definition.recordTypes[type]
    if slot < recordType.fields.count {
      return value(word(of: record, plain: plain, slot: slot), as: recordType.fields[slot].type)
    }
    let field = recordType.formulas[slot - recordType.fields.count]
    let computed = compute(field, record, plain) { program, frame in program.evaluate(frame) }
    guard let computed else {
      return .error(
        Problem("computed fields build on each other more than \(limits.formulaDepth) deep"))
    }
    guard field.type.isScalar, computed.problem == nil,
      let word = word(of: computed, as: field.type)
    else {
      return computed
    }
    return value(word, as: field.type)
  }

  override func members(of record: RecordHandle, set: Int) -> [RecordHandle] {
    let plain = RecordHandle(raw: record.raw & ~Self.views)
    let isStored = readsStored || record.raw & Self.before != 0
    let flat = working.snapshot.withType(of: plain) { $0.flatSets[set] }
    if flat.isPlain {
      return working.pointing(
        at: plain, type: Int(flat.memberType), slot: Int(flat.slot), stored: isStored)
    }
    let recordSet = working.snapshot.type(of: plain).sets[set]
    if isTracing, case .stored(let slot) = recordSet.source { trace(plain, slot) }
    if case .stored(let slot) = recordSet.source, record.raw & Self.guardTime != 0 {
      let word = word(of: record, plain: plain, slot: slot)
      return word == Scalar.null
        ? [] : working.snapshot.lists[Int(word)].map { RecordHandle(raw: Int32($0)) }
    }
    let candidates = working.candidates(of: recordSet, owner: plain, stored: isStored)
    guard let condition = recordSet.condition, !candidates.isEmpty else { return candidates }
    return withFrame(own: record) { frame in
      candidates.filter { candidate in
        frame.slots[FrameSlot.looped] = .record(candidate)
        return truth(of: condition, frame) == .yes
      }
    }
  }

  override func text(of record: RecordHandle) -> String {
    working.snapshot.id(of: RecordHandle(raw: record.raw & ~Self.views))
  }

  // MARK: Personal values

  /// What a body comes to, and the personal values that it read for that.
  func tracing<Result>(_ body: () -> Result) -> (result: Result, sources: Set<MentionBook.Source>) {
    let (outer, wasTracing) = (traced, isTracing)
    (traced, isTracing) = ([], true)
    let result = body()
    let found = traced
    (traced, isTracing) = (outer.union(found), wasTracing)
    return (result, found)
  }

  /// The same for what is said.
  func tracingSaid<Result>(_ body: () -> Result) -> Result {
    if !tracesPersons { return body() }
    let (result, sources) = tracing(body)
    said.formUnion(sources)
    return result
  }

  @inline(never)
  private func trace(_ record: RecordHandle, _ slot: Int) {
    let type = Int(working.snapshot.headers[Int(record.raw)].type)
    if definition.secrets.isPersonal(type: type, slot: slot) {
      traced.insert(.held(record, slot: slot))
    }
  }

  // MARK: Computed fields

  private func computedScalar(of record: RecordHandle, plain: RecordHandle, type: Int, slot: Int)
    -> Int64
  {
    let recordType = definition.recordTypes[type]
    let field = recordType.formulas[slot - recordType.fields.count]
    if let path = field.referencePath { return follow(path, from: record, plain: plain) }
    return compute(field, record, plain) { program, frame in
      self.word(of: program, frame, as: field.type) ?? Scalar.failed
    } ?? Scalar.failed
  }

  private func follow(_ path: [Int], from record: RecordHandle, plain: RecordHandle) -> Int64 {
    var current = word(of: record, plain: plain, slot: path[0])
    for slot in path.dropFirst() {
      if current == Scalar.null { return Scalar.null }
      current = scalar(of: RecordHandle(raw: Int32(current)), slot: slot)
    }
    return current
  }

  private func compute<Result>(
    _ field: FormulaField, _ record: RecordHandle, _ plain: RecordHandle,
    _ body: (Program, Frame) -> Result
  ) -> Result? {
    guard depth < limits.formulaDepth else { return nil }
    return withFrame(own: record) { frame in body(field.formula.program, frame) }
  }
}
