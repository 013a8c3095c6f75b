import CEL

/// The actual values behind a refusal, under the analyst's names.
///
/// It owns the facts that it has found so far on its way through a condition.
struct FactFinder {
  private let reader: StepReader
  private let request: Request
  /// The record that the request is about, once the step has begun.
  private let subject: RecordHandle?
  /// The name of the event that it is asked.
  private let event: String?
  private let frame: Frame
  private let own: RecordHandle
  private var found: [Fact] = []
  /// The formula that is told of.
  private var program: Program?

  init(_ run: StepRun, _ frame: Frame, own: RecordHandle) {
    reader = run.reader
    request = run.request
    subject = run.steps.count > 0 ? run.steps[0].record : nil
    event = run.steps.count > 0 ? run.steps[0].transition?.event : nil
    self.frame = frame
    self.own = own
  }

  private var snapshot: Snapshot { reader.working.snapshot }

  /// What made a condition fail or undecidable; or hold, where that is wanted.
  mutating func facts(of condition: Condition, wanting wanted: Truth = .no) -> [Fact] {
    found = []
    collect(condition, wanting: wanted)
    return found.withoutRepetitions
  }

  /// Walks to the formulas that decided the condition.
  private mutating func collect(_ condition: Condition, wanting wanted: Truth) {
    switch condition {
    case .formula(let formula):
      program = formula.program
      found += formula.program.explain(frame).facts.map(told)
    case .all(let parts), .any(let parts):
      for part in parts {
        let truth = reader.truth(of: part, frame)
        if truth == wanted || truth == .cannotTell {
          collect(part, wanting: wanted)
        }
      }
    case .none(let parts):
      let inner: Truth = wanted == .no ? .yes : .no
      for part in parts where reader.truth(of: part, frame) == inner {
        collect(part, wanting: inner)
      }
    }
  }

  private func told(_ fact: Explanation.Fact) -> Fact {
    if let problem = fact.problem {
      return .problem(fact.reads.contains(where: isHidden) ? Self.hiddenProblem : problem)
    }
    if let mismatch = mismatch(fact) { return mismatch }
    let reads = fact.reads.map(told).withoutRepetitions
    switch reads.count {
    case 0: return .doesNotHold(text: fact.text)
    case 1: return reads[0]
    default: return .together(reads)
    }
  }

  private func told(_ read: Explanation.Read) -> Fact {
    guard let handle = read.record.map(reader.plain) else { return value(read) }
    let type = snapshot.type(of: handle)
    if case .record = read.value, handle == own { return value(read) }
    if type.regions.contains(where: { $0.name == read.name }), !type.isInline {
      return .state(reader.text(of: read.value), of: handle == own ? nil : reader.name(of: handle))
    }
    if handle == own || type.isInline { return value(read) }
    return .field(read.name, of: reader.name(of: handle), shown(read))
  }

  private func value(_ read: Explanation.Read) -> Fact {
    .value(path: read.path, shown(read))
  }

  // MARK: Secrets

  private static let hiddenProblem = "a secret value stands in the way"

  private func shown(_ read: Explanation.Read) -> FactValue {
    guard isHidden(read) else { return shown(read.value) }
    if case .null = read.value { return .empty }
    return .hidden
  }

  /// Whether the one who is told may not see what was read.
  ///
  /// What has no name outside of a formula, such as a sum or an element, is as secret as the formula.
  private func isHidden(_ read: Explanation.Read) -> Bool {
    guard let sight = reader.sight else { return false }
    if let handle = read.record.map(reader.plain) {
      return sight.hides(read.name, of: snapshot.type(of: handle))
    }
    if let type = read.recordType {
      return sight.hides(read.name, of: snapshot.definition.recordTypes[type])
    }
    if let program, !program.uses(variable: read.name) { return sight.hides(program) }
    guard let subject, let event else { return false }
    return sight.hides(input: read.name, event: event, of: snapshot.type(of: subject))
  }

  /// A text that the request brought, held against stored texts: these are kept back, or a guess
  /// would be answered with the number that was to be guessed.
  private func mismatch(_ fact: Explanation.Fact) -> Fact? {
    if !request.brings { return nil }
    let brought = fact.reads.filter { $0.value.text != nil && isBrought($0) }
    let stored = fact.reads.filter { $0.value.text != nil && $0.record != nil && !isBrought($0) }
    guard let first = brought.first, !stored.isEmpty else { return nil }
    return .mismatch(
      first.path,
      with: stored.map { read in
        guard let record = read.record.map(reader.plain), record != own,
          !snapshot.type(of: record).isInline
        else { return .value(path: read.path) }
        return .field(read.name, of: reader.name(of: record))
      })
  }

  /// Whether a reading is an input of the request, or a field that it fills.
  private func isBrought(_ read: Explanation.Read) -> Bool {
    guard let handle = read.record else { return request.values.contains { $0.name == read.name } }
    // As it was stored before the step, it is not what the request brought.
    guard handle == reader.plain(handle), handle == subject else { return false }
    let type = snapshot.type(of: handle)
    guard request.values.contains(where: { $0.name == read.name }),
      let slot = type.slot(of: read.name), let event = event.flatMap(type.event(named:))
    else { return false }
    return event.transitions.contains { $0.givenSlots.contains(slot) }
  }

  // MARK: Values

  private func shown(_ value: Value) -> FactValue {
    switch value {
    case .null: return .empty
    case .choice: return .quoted(reader.text(of: value))
    case .record(let record): return .record(reader.name(of: reader.plain(record)))
    case .bool(let flag): return .flag(flag)
    case .map(let map):
      let count = min(map.count, Self.shownElements)
      return .table(
        map.keys.prefix(count).map { reader.text(of: $0) }, map.values.prefix(count).map(shown),
        more: map.count - count)
    default:
      if let text = value.text { return .quoted(text) }
      if let problem = value.problem { return .unknown(problem) }
      guard let elements = value.elements else { return .plain(reader.text(of: value)) }
      if elements.isEmpty { return .empty }
      return .list(
        elements.prefix(Self.shownElements).map(shown),
        more: max(0, elements.count - Self.shownElements))
    }
  }

  private static let shownElements = 5
}

extension Snapshot {
  /// `service S1`.
  func shortName(of record: RecordHandle) -> NamedRecord {
    NamedRecord(recordType: type(of: record).name, id: id(of: record))
  }
}

extension StepReader {
  /// `service S1 "Weekly pickup"`.
  func name(of record: RecordHandle) -> NamedRecord {
    var name = working.snapshot.shortName(of: record)
    guard let shownAs = working.snapshot.type(of: record).shownAs else { return name }
    let shown = withFrame(own: record) { text(of: shownAs, $0) }
    if !shown.isEmpty { name.title = shown }
    return name
  }
}

extension [Fact] {
  /// Each once, at its first place.
  fileprivate var withoutRepetitions: [Fact] {
    var result: [Fact] = []
    for fact in self where !result.contains(fact) { result.append(fact) }
    return result
  }
}
