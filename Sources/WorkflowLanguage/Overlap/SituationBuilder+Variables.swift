import CEL
import WorkflowEngine

/// What conditions read, and the values it is tried with.
extension SituationBuilder {
  /// What a path stands for; the same input of several ways is one.
  func target(_ path: Outline.Path, _ way: Int) -> PathResolver.Target {
    let target = asGiven(
      resolver.target(path, inputs: ways[way].inputs, way: way, creates: ways[way].creates), way)
    guard case .variable(.input(_, let index)) = target else { return target }
    let input = ways[way].inputs[index]
    for (other, candidate) in ways[..<way].enumerated() {
      if let same = candidate.inputs.firstIndex(where: { isGiven($0, like: input) }) {
        return .variable(.input(way: other, index: same))
      }
    }
    return target
  }

  private func isGiven(_ input: Input, like other: Input) -> Bool {
    input.isGiven(like: other, in: definition)
  }

  /// A field that keeps an input is one value for all ways, unless a default of its own may give one
  /// of them another.
  private func asGiven(_ target: PathResolver.Target, _ way: Int) -> PathResolver.Target {
    guard case .variable(.member(let slots)) = target, slots.count == 1,
      let index = ways[way].inputs.firstIndex(where: { $0.field == slots[0] }),
      isDefaultedApart(slots[0])
    else { return target }
    return .variable(.input(way: way, index: index))
  }

  /// Whether an own field may have another value in this way than in the others.
  func keepsApart(_ way: Int) -> Bool {
    ways[way].inputs.contains { $0.field.map(isDefaultedApart) == true }
  }

  private func isDefaultedApart(_ slot: Int) -> Bool {
    let inputs = ways.compactMap { way in way.inputs.first { $0.field == slot } }
    guard let first = inputs.first, inputs.contains(where: { $0.defaultValue != nil }) else {
      return false
    }
    if inputs.count == ways.count {
      return !inputs.dropFirst().allSatisfy { isGiven($0, like: first) }
    }
    // A way that does not ask reads what is stored; of a new record that is the field's default.
    let stored = resolver.type.fields[slot].defaultValue
    return !ways.allSatisfy(\.creates) || !inputs.allSatisfy { $0.isDefaulted(as: stored) }
  }

  /// Whether the same thing has another name here: the date is part of the time.
  func isNamedTwice(_ source: Variable.Source) -> Bool {
    readsBothTimes && purpose == .proof && (source == .now || source == .today)
  }

  /// The variable for a source, after those for the references that lead to it.
  mutating func variables(along source: Variable.Source) -> [Int] {
    switch source {
    case .member(let slots):
      return slots.indices.map { variable(.member(Array(slots[...$0]))) }
    case .element(let slots, _):
      return slots.indices.dropLast().map { variable(.member(Array(slots[...$0]))) }
        + [variable(source)]
    case .now, .today, .user, .cause, .role, .input, .gathering, .expression, .condition:
      return [variable(source)]
    }
  }

  mutating func variable(_ source: Variable.Source, kind given: Variable.Kind? = nil) -> Int {
    if let number = numbers[source] { return number }
    let number = situation.variables.count
    let (kind, isNullable, name) = describe(source, given)
    numbers[source] = number
    parents.append(number)
    situation.variables.append(
      Variable(source: source, kind: kind, isNullable: isNullable, name: name))
    return number
  }

  private func describe(
    _ source: Variable.Source, _ given: Variable.Kind?
  ) -> (Variable.Kind, isNullable: Bool, name: String) {
    switch source {
    case .member(let slots):
      guard let (field, _) = resolver.field(slots) else { return (.other, true, "") }
      return (
        Variable.Kind(field.type, in: definition), field.isOptional, resolver.name(slots)
      )
    case .now: return (.ordered(.timestamp), false, "now")
    case .today: return (.ordered(.date), false, "today")
    case .user: return (.text, false, "actor.user")
    case .cause: return (.text, false, "cause")
    case .role(let role): return (.flag, false, role)
    case .input(let way, let index):
      let input = ways[way].inputs[index]
      // One that a single way needs is there for all.
      let mayBeLeftOut = ways.flatMap(\.inputs).allSatisfy {
        !isGiven($0, like: input) || !$0.isRequired || $0.when != nil
      }
      return (Variable.Kind(input.type, in: definition), mayBeLeftOut, input.name)
    case .element(let slots, let text):
      return (.flag, false, "\(resolver.name(slots)) has \"\(text)\"")
    case .gathering(let set): return (.other, false, resolver.type.sets[set].name)
    case .expression: return (given ?? .other, true, "")
    case .condition: return (.flag, false, "")
    }
  }

  // MARK: Samples

  /// Variables of an atom that is tried on records, computed ones followed to what they read.
  mutating func sampled(_ atom: Outline.Atom, _ way: Int) -> [Int] {
    let isTwofold = readsBothTimes && atom.paths.contains { $0.slot == FrameSlot.today }
    if case .comparison(let comparison, let left, let right) = atom.shape, !isTwofold {
      _ = compare(left, right, comparison, Reader(way: way, mark: ""))
    }
    var reading = Reading(constants: atom.constants)
    for path in atom.paths { read(target(path, way), after: [], &reading, depth: 0) }
    // The date follows from the time.
    if readsBothTimes { reading.sources = reading.sources.map { $0 == .today ? .now : $0 } }
    var variables: [Int] = []
    for source in reading.sources {
      for variable in self.variables(along: source) where !variables.contains(variable) {
        variables.append(variable)
      }
    }
    suggest(reading.constants, to: variables)
    return variables
  }

  private struct Reading {
    var sources: [Variable.Source] = []
    var constants: [Value]
    /// How many computed fields and sets may still be looked into: they may branch without end.
    var budget = 500
  }

  private func read(
    _ target: PathResolver.Target, after prefix: [Int], _ reading: inout Reading, depth: Int
  ) {
    switch target {
    case .variable(.member(let slots)): reading.sources.append(.member(prefix + slots))
    case .variable(let source): reading.sources.append(source)
    case .computed(let field): read(field, after: prefix, &reading, depth: depth)
    case .computedElsewhere(let field, let slots):
      reading.sources.append(.member(prefix + slots))
      read(field, after: prefix + slots, &reading, depth: depth)
    case .set(let set):
      // A set of another record is numbered among the sets of that record's type; its members are
      // not made.
      guard prefix.isEmpty, depth < PathResolver.maximumDepth, reading.budget > 0 else { return }
      reading.budget -= 1
      reading.sources.append(.gathering(set))
      for formula in resolver.type.sets[set].condition?.formulas ?? [] {
        reading.constants += formula.program.constants
        for path in formula.program.paths {
          read(resolver.target(path, inputs: [], way: 0), after: [], &reading, depth: depth + 1)
        }
      }
    case .roles, .other: break
    }
  }

  private func read(
    _ field: FormulaField, after prefix: [Int], _ reading: inout Reading, depth: Int
  ) {
    guard depth < PathResolver.maximumDepth, reading.budget > 0 else { return }
    reading.budget -= 1
    reading.constants += field.formula.program.constants
    var type = resolver.type
    if !prefix.isEmpty {
      guard case .reference(let next)? = resolver.field(prefix)?.field.type else { return }
      type = definition.recordTypes[next]
    }
    let inner = PathResolver(definition: definition, type: type)
    for path in field.formula.program.paths {
      read(
        inner.target(path, inputs: [], way: 0), after: prefix, &reading, depth: depth + 1)
    }
  }

  /// Values that may matter because constants of their kind stand near.
  private mutating func suggest(_ constants: [Value], to variables: [Int]) {
    for variable in variables {
      switch situation.variables[variable].kind {
      case .ordered(let unit):
        let amounts = constants.flatMap { suggestions($0, for: unit) }
        for amount in amounts {
          let addend = [Family.Addend(value: amount, isTaken: false)]
          let known = situation.families[variable, default: Family()].constants
          if known.count < Family.maximumSamples, !known.contains(addend) {
            situation.families[variable, default: Family()].constants.append(addend)
          }
        }
      case .text:
        var family = situation.families[variable, default: Family()]
        for case .string(let text) in constants
        where family.texts.count < 20 && !family.texts.contains(text) {
          family.texts.append(text)
        }
        situation.families[variable] = family
      case .flag, .choice, .reference, .other: break
      }
    }
  }

  private func suggestions(_ constant: Value, for unit: Variable.Unit) -> [Scale.Amount] {
    let base = Scale(unit: unit).base(unit)
    switch (constant, unit) {
    case (.int, .integer), (.int, .decimal), (.decimal, .decimal), (.date, .date),
      (.timestamp, .timestamp), (.duration, .duration):
      return Scale.Amount(constant).map { [$0] } ?? []
    case (.date(let date), .timestamp):
      return [.whole(Int64(date.daysSinceEpoch) * 86_400_000_000 + 43_200_000_000)]
    case (.decimal(let decimal), .integer): return [.whole(decimal.integerPart)]
    case (.period(let period), .date):
      let length = Int64(period.months) * 31 + Int64(period.days)
      let short = Int64(period.months) * 28 + Int64(period.days)
      return [base, base + length, base - length, base + short, base - short].map { .whole($0) }
    case (.duration(let span), .timestamp):
      guard abs(span.microseconds) < 1 << 50 else { return [] }
      return [base + span.microseconds, base - span.microseconds].map { .whole($0) }
    default: return []
    }
  }
}
