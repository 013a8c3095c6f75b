import CEL

/// Facts, and names of records as blockers carry them.
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
    var finder = FactFinder(self, frame, own: own)
    return finder.facts(of: condition, wanting: wanted)
  }

  /// `service S1`.
  func shortName(of record: RecordHandle) -> NamedRecord { snapshot.shortName(of: record) }

  /// `service S1 "Weekly pickup"`.
  func name(of record: RecordHandle) -> NamedRecord { reader.name(of: record) }

  func condition(of condition: Condition) -> String {
    condition.formulas.map(\.text).joined(separator: ", ")
  }
}
