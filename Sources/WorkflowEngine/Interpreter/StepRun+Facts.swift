import CEL

/// The actual values behind a refusal, under the analyst's names.
extension StepRun {
  /// What made a guard fail or undecidable.
  func facts(of rule: Guard, _ frame: Frame, own: RecordHandle) -> [Fact] {
    if let when = rule.when, reader.truth(of: when, frame) == .cannotTell {
      return facts(of: when, frame, own: own)
    }
    let applies = rule.when.map { facts(of: $0, frame, own: own, wanting: .yes) } ?? []
    let fails = facts(of: rule.check, frame, own: own)
    // One sentence when both speak of the own record: kind is "recurring" and end_date is
    // 2026-02-01.
    if applies.count == 1, fails.count == 1 { return [.together([applies[0], fails[0]])] }
    return applies + fails
  }

  func facts(
    of condition: Condition, _ frame: Frame, own: RecordHandle, wanting wanted: Truth = .no
  ) -> [Fact] {
    var facts: [Fact] = []
    collect(condition, frame, own: own, wanting: wanted, into: &facts)
    return facts.withoutRepetitions
  }

  /// Walks to the formulas that decided the condition.
  private func collect(
    _ condition: Condition, _ frame: Frame, own: RecordHandle, wanting wanted: Truth,
    into facts: inout [Fact]
  ) {
    switch condition {
    case .formula(let formula):
      facts += formula.program.explain(frame).facts.map { told($0, own: own) }
    case .all(let parts), .any(let parts):
      for part in parts {
        let truth = reader.truth(of: part, frame)
        if truth == wanted || truth == .cannotTell {
          collect(part, frame, own: own, wanting: wanted, into: &facts)
        }
      }
    case .none(let parts):
      let inner: Truth = wanted == .no ? .yes : .no
      for part in parts where reader.truth(of: part, frame) == inner {
        collect(part, frame, own: own, wanting: inner, into: &facts)
      }
    }
  }

  private func told(_ fact: Explanation.Fact, own: RecordHandle) -> Fact {
    if let problem = fact.problem { return .problem(problem) }
    if let mismatch = mismatch(fact, own: own) { return mismatch }
    let reads = fact.reads.map { told($0, own: own) }.withoutRepetitions
    switch reads.count {
    case 0: return .doesNotHold(text: fact.text)
    case 1: return reads[0]
    default: return .together(reads)
    }
  }

  private func told(_ read: Explanation.Read, own: RecordHandle) -> Fact {
    guard let handle = read.record.map(reader.plain) else { return value(read) }
    let type = snapshot.type(of: handle)
    if case .record = read.value, handle == own { return value(read) }
    if type.regions.contains(where: { $0.name == read.name }), !type.isInline {
      return .state(reader.text(of: read.value), of: handle == own ? nil : name(of: handle))
    }
    if handle == own || type.isInline { return value(read) }
    return .field(read.name, of: name(of: handle), shown(read.value))
  }

  private func value(_ read: Explanation.Read) -> Fact {
    .value(path: read.path, shown(read.value))
  }

  // MARK: Secrets

  /// A text that the request brought, held against stored texts: these are kept back, or a guess
  /// would be answered with the number that was to be guessed.
  private func mismatch(_ fact: Explanation.Fact, own: RecordHandle) -> Fact? {
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
        return .field(read.name, of: name(of: record))
      })
  }

  /// Whether a reading is an input of the request, or a field that it fills.
  private func isBrought(_ read: Explanation.Read) -> Bool {
    guard let handle = read.record else { return request.inputs.contains { $0.name == read.name } }
    // As it was stored before the step, it is not what the request brought.
    guard handle == reader.plain(handle), steps.count > 0, handle == steps[0].record else {
      return false
    }
    let isNew = snapshot.presence(of: handle) == .unknown
    return request.edits.contains { $0.name == read.name }
      || isNew && request.inputs.contains { $0.name == read.name }
  }

  // MARK: Values

  private func shown(_ value: Value) -> FactValue {
    switch value {
    case .null: return .empty
    case .choice: return .quoted(reader.text(of: value))
    case .record(let record): return .record(name(of: reader.plain(record)))
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

  // MARK: Names of records

  /// `service S1`.
  func shortName(of record: RecordHandle) -> NamedRecord {
    NamedRecord(recordType: snapshot.type(of: record).name, id: snapshot.id(of: record))
  }

  /// `service S1 "Weekly pickup"`.
  func name(of record: RecordHandle) -> NamedRecord {
    var name = shortName(of: record)
    guard let shownAs = snapshot.type(of: record).shownAs else { return name }
    let shown = reader.withFrame(own: record) { reader.text(of: shownAs, $0) }
    if !shown.isEmpty { name.title = shown }
    return name
  }

  func condition(of condition: Condition) -> String {
    condition.formulas.map(\.text).joined(separator: ", ")
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
