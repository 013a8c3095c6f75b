import CEL

/// The actual values behind a refusal, in the analyst's words.
extension StepRun {
  /// What made a guard fail or undecidable.
  func facts(of rule: Guard, _ frame: Frame, own: RecordHandle) -> [String] {
    if let when = rule.when, reader.truth(of: when, frame) == .cannotTell {
      return facts(of: when, frame, own: own)
    }
    let applies = rule.when.map { facts(of: $0, frame, own: own, wanting: .yes) } ?? []
    let fails = facts(of: rule.check, frame, own: own)
    // One sentence when both speak of the own record: kind is "recurring" and end_date is
    // 2026-02-01.
    if applies.count == 1, fails.count == 1 { return ["\(applies[0]) and \(fails[0])"] }
    return applies + fails
  }

  func facts(
    of condition: Condition, _ frame: Frame, own: RecordHandle, wanting wanted: Truth = .no
  ) -> [String] {
    var lines: [String] = []
    collect(condition, frame, own: own, wanting: wanted, into: &lines)
    var seen: Set<String> = []
    return lines.filter { seen.insert($0).inserted }
  }

  /// Walks to the formulas that decided the condition.
  private func collect(
    _ condition: Condition, _ frame: Frame, own: RecordHandle, wanting wanted: Truth,
    into lines: inout [String]
  ) {
    switch condition {
    case .formula(let formula):
      for fact in formula.program.explain(frame).facts {
        lines.append(sentence(of: fact, own: own))
      }
    case .all(let parts), .any(let parts):
      for part in parts {
        let truth = reader.truth(of: part, frame)
        if truth == wanted || truth == .cannotTell {
          collect(part, frame, own: own, wanting: wanted, into: &lines)
        }
      }
    case .none(let parts):
      let inner: Truth = wanted == .no ? .yes : .no
      for part in parts where reader.truth(of: part, frame) == inner {
        collect(part, frame, own: own, wanting: inner, into: &lines)
      }
    }
  }

  private func sentence(of fact: Explanation.Fact, own: RecordHandle) -> String {
    if let problem = fact.problem { return problem }
    var told: Set<String> = []
    let reads = fact.reads.map { sentence(of: $0, own: own) }.filter { told.insert($0).inserted }
    return reads.isEmpty ? "\(fact.text) does not hold" : reads.joined(separator: " and ")
  }

  private func sentence(of read: Explanation.Read, own: RecordHandle) -> String {
    let value = shown(read.value)
    guard let handle = read.record.map(reader.plain) else { return "\(read.path) is \(value)" }
    let type = snapshot.type(of: handle)
    if case .record = read.value, handle == own { return "\(read.path) is \(value)" }
    let isState = type.regions.contains { $0.name == read.name }
    if handle == own {
      return isState ? "it is \(plainValue(read.value))" : "\(read.path) is \(value)"
    }
    if type.isInline { return "\(read.path) is \(value)" }
    return isState
      ? "\(name(of: handle)) is \(plainValue(read.value))"
      : "\(read.name) of \(name(of: handle)) is \(value)"
  }

  private func plainValue(_ value: Value) -> String { reader.text(of: value) }

  /// A value as a reader would write it: text and choices in quotes, nothing as "empty".
  private func shown(_ value: Value) -> String {
    switch value {
    case .null: return "empty"
    case .choice: return "\"\(reader.text(of: value))\""
    case .record(let record): return name(of: reader.plain(record))
    case .bool(let flag): return flag ? "true" : "false"
    default:
      if let text = value.text { return "\"\(text)\"" }
      if let problem = value.problem { return "not known (\(problem))" }
      if let elements = value.elements {
        if elements.isEmpty { return "empty" }
        let first = elements.prefix(5).map(shown).joined(separator: ", ")
        return elements.count > 5 ? "\(first) and \(elements.count - 5) more" : first
      }
      return reader.text(of: value)
    }
  }

  // MARK: Names of records

  /// `service S1`.
  func shortName(of record: RecordHandle) -> String {
    "\(snapshot.type(of: record).name) \(snapshot.id(of: record))"
  }

  /// `service S1 "Weekly pickup"`.
  func name(of record: RecordHandle) -> String {
    let type = snapshot.type(of: record)
    guard let shownAs = type.shownAs else { return shortName(of: record) }
    let shown = reader.withFrame(own: record) { reader.text(of: shownAs, $0) }
    return shown.isEmpty ? shortName(of: record) : "\(shortName(of: record)) \"\(shown)\""
  }

  func condition(of condition: Condition) -> String {
    condition.formulas.map(\.text).joined(separator: ", ")
  }
}
