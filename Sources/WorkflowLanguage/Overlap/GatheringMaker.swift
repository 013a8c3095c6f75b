import CEL
import WorkflowEngine

/// Makes the members that a set is tried with: none, one of each sort, two of them, and as many as
/// a count is compared with.
struct GatheringMaker {
  let definition: WorkflowDefinition
  let set: RecordSet
  let formulas: [Formula]

  static let maximumSorts = 24
  static let maximumGatherings = 120
  static let maximumMembers = 12

  func gatherings() -> [Gathering] {
    var walk = ProgramWalk(definition: definition)
    for formula in formulas + (set.condition?.formulas ?? []) { walk.visit(formula.program) }
    let constants = walk.programs.flatMap(\.constants)
    let sorts = self.sorts(reading: walk.reads, constants)
    var result = [Gathering(members: [])]
    result += sorts.map { Gathering(members: [$0]) }
    let counts = constants.flatMap { constant -> [Int] in
      guard case .int(let number) = constant,
        (1..<Int64(GatheringMaker.maximumMembers)).contains(number)
      else { return [] }
      return [Int(number), Int(number) + 1]
    }
    for count in Set(counts + [2]).sorted() where count > 1 {
      for sort in sorts.prefix(6) {
        result.append(Gathering(members: Array(repeating: sort, count: count)))
      }
    }
    for (place, first) in sorts.enumerated() {
      for second in sorts.dropFirst(place + 1) {
        if result.count >= GatheringMaker.maximumGatherings { return result }
        result.append(Gathering(members: [first, second]))
      }
    }
    return result
  }

  /// Members that differ in what is read of them.
  private func sorts(
    reading reads: Set<MemberRead>, _ constants: [Value]
  ) -> [[String: StoredValue]] {
    let type = definition.recordTypes[set.memberType]
    var sorts: [[String: StoredValue]] = [[:]]
    for field in type.fields {
      let isRead = reads.contains(MemberRead(recordType: type.index, member: field.name))
      guard isRead else { continue }
      let values = self.values(of: field, constants)
      if values.isEmpty { continue }
      sorts = sorts.flatMap { sort in
        values.map { sort.merging([field.name: $0]) { _, new in new } }
      }
      if sorts.count > GatheringMaker.maximumSorts {
        // Every so many of them, so that each field keeps several of its values.
        let stride = sorts.count / GatheringMaker.maximumSorts + 1
        sorts = sorts.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
      }
    }
    return sorts
  }

  private func values(of field: Field, _ constants: [Value]) -> [StoredValue] {
    var values: [StoredValue]
    switch Variable.Kind(field.type, in: definition) {
    case .flag: values = [.boolean(true), .boolean(false)]
    case .choice:
      guard case .choice(let choice) = field.type else { return [] }
      values = definition.choices[choice].values.prefix(8).map { .choice($0) }
    case .text:
      var family = Family()
      for case .string(let text) in constants where family.texts.count < 5 {
        family.texts.append(text)
      }
      values = family.textSamples.compactMap { sample in
        if case .text(let text) = sample { .text(text) } else { nil }
      }
    case .ordered(let unit):
      var family = Family()
      family.units = [unit]
      family.size = 1
      for constant in constants {
        guard let amount = amount(constant, unit) else { continue }
        family.constants.append([Family.Addend(value: amount, isTaken: false)])
      }
      let scale = family.scale ?? Scale(unit: unit)
      values = family.samples(for: unit).numbers.prefix(6).map { scale.stored($0, as: unit) }
    case .reference, .other: return []
    }
    return field.isOptional ? values + [.null] : values
  }

  private func amount(_ constant: Value, _ unit: Variable.Unit) -> Scale.Amount? {
    switch (constant, unit) {
    case (.int, .integer), (.int, .decimal), (.decimal, .decimal), (.date, .date),
      (.timestamp, .timestamp), (.duration, .duration):
      Scale.Amount(constant)
    default: nil
    }
  }
}
