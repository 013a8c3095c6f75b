import CEL
import WorkflowEngine

/// Once everything is known of a situation: the values to try.
extension SituationBuilder {
  mutating func finish() {
    gatherFamilies()
    for number in situation.variables.indices {
      let variable = situation.variables[number]
      var samples = self.samples(of: number)
      if variable.isNullable || samples.isEmpty { samples.append(.null) }
      situation.variables[number].samples = samples
    }
    applyStates()
    if ways.allSatisfy(\.creates) { applyNewness() }
  }

  private mutating func gatherFamilies() {
    let parts = situation.families
    situation.families = [:]
    for number in situation.variables.indices {
      let root = root(number)
      situation.variables[number].family = root
      var family = situation.families[root] ?? Family()
      if let part = parts[number] {
        family.constants += part.constants
        family.offsets += part.offsets
        family.texts += part.texts.filter { !family.texts.contains($0) }
      }
      if case .ordered(let unit) = situation.variables[number].kind { family.units.insert(unit) }
      family.size += 1
      situation.families[root] = family
    }
    // Sorted, so that what is tried first is the same every time.
    for (root, family) in situation.families {
      situation.families[root]?.constants = Array(Set(family.constants))
        .sorted { "\($0)" < "\($1)" }
      situation.families[root]?.offsets = Array(Set(family.offsets)).sorted { "\($0)" < "\($1)" }
    }
  }

  private mutating func samples(of number: Int) -> [Sample] {
    let variable = situation.variables[number]
    guard let family = situation.families[variable.family] else { return [] }
    switch variable.kind {
    case .flag, .choice: return variable.kind.plainSamples
    case .reference: return [.record] + meetings(of: number)
    case .text:
      if variable.source == .cause { return Cause.allCases.map { .text($0.rawValue) } }
      return purpose == .proof ? family.textSamples : family.composedTexts
    case .ordered(let unit):
      let (numbers, isExact) = family.samples(for: unit)
      if !isExact, purpose == .proof { distrust(variable.family) }
      return numbers.map { .number($0) }
    case .other:
      switch variable.source {
      case .gathering(let set):
        let maker = GatheringMaker(
          definition: definition, set: resolver.type.sets[set], formulas: ways.flatMap(\.formulas))
        let gatherings = maker.gatherings()
        situation.gatherings[set] = gatherings
        return gatherings.indices.map { .members($0) }
      case .expression: return [.record]
      case .member, .now, .today, .user, .cause, .role, .input, .element, .condition: return []
      }
    }
  }

  /// Other references that lead to the same type of record, and the own record: two may meet.
  private func meetings(of number: Int) -> [Sample] {
    guard purpose == .samples, case .member(let slots) = situation.variables[number].source,
      case .reference(let type)? = resolver.field(slots)?.field.type
    else { return [] }
    let own: [Sample] = type == resolver.type.index ? [.same([])] : []
    return own
      + situation.variables[..<number].compactMap { other in
        guard case .member(let path) = other.source,
          resolver.field(path)?.field.type == .reference(type)
        else { return nil }
        return .same(path)
      }
  }

  /// Takes back what was to be settled by samples that turn out not to be all that matter.
  private mutating func distrust(_ family: Int) {
    for number in situation.atoms.indices {
      let atom = situation.atoms[number]
      guard atom.variables.contains(where: { situation.variables[$0].family == family }) else {
        continue
      }
      if case .assumed = atom.test { continue }
      let variable = variable(.condition("atom \(number)"), kind: .flag)
      situation.variables[variable].samples = Variable.Kind.flag.plainSamples
      situation.variables[variable].family = variable
      situation.families[variable] = Family()
      situation.atoms[number].variables = [variable]
      situation.atoms[number].test = .assumed
    }
  }

  /// Only the states that every way is for.
  private mutating func applyStates() {
    for test in ways.flatMap(\.from) {
      guard let number = numbers[.member([test.slot])] else { continue }
      situation.variables[number].samples.removeAll { sample in
        guard case .choice(let state) = sample else { return true }
        return !test.contains(Int64(state))
      }
    }
  }

  /// A new record has its first states and its defaults, where nothing can be given.
  private mutating func applyNewness() {
    // A reaction to what is given may set anything else.
    guard resolver.type.reactions.isEmpty else { return }
    let given = Set(ways.flatMap { $0.inputs.compactMap(\.field) + $0.edits })
    for number in situation.variables.indices {
      guard case .member(let slots) = situation.variables[number].source, let slot = slots.first,
        slots.count == 1, !given.contains(slot)
      else { continue }
      let field = resolver.type.fields[slot]
      switch (field.defaultValue, field.type) {
      case (nil, .choice), (nil, .reference):
        situation.variables[number].samples = [.null]
      case (.constant(.choice(let name))?, .choice(let choice)):
        if let place = definition.choices[choice].values.firstIndex(of: name) {
          situation.variables[number].samples = [.choice(place)]
        }
      case (.constant(.word(let flag, .boolean))?, _):
        situation.variables[number].samples = [.flag(flag != 0)]
      default: break
      }
    }
  }
}
