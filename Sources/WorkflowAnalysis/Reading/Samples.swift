import CEL
import WorkflowEngine

/// The values that words and inputs are tried with: those that conditions compare with, one on each
/// side, and nothing where a field may be empty.
struct Samples {
  let definition: WorkflowDefinition
  /// 2026-03-10 or whatever day the scope begins at, in days since 1970-01-01.
  let today: Int64
  private var constants: [Word: [Value]] = [:]
  /// Every formula whose constants are tried.
  private let formulas: [Formula]
  /// How many values a word is tried with.
  private let limit: Int

  /// How many values a word is tried with where all of them are.
  static let maximum = 6

  /// - Parameters:
  ///   - goals: further formulas whose constants are tried.
  ///   - limit: how many values a word is tried with.
  init(
    _ definition: WorkflowDefinition, now: Int64, goals: [Formula] = [],
    limit: Int = Samples.maximum
  ) {
    self.definition = definition
    self.limit = limit
    today = Int64(
      definition.timeZone.civilDate(of: Timestamp(microseconds: now)).daysSinceEpoch)
    formulas = goals + definition.decidingFormulas
    for formula in formulas { note(formula.program) }
    if !definition.tables.isEmpty {
      for program in definition.allPrograms { note(callsIn: program) }
    }
  }

  // MARK: Constants

  private mutating func note(_ program: Program) {
    for atom in program.outline.atoms { note(atom) }
  }

  private mutating func note(_ atom: Outline.Atom) {
    switch atom.shape {
    case .comparison(_, let left, let right):
      note(left, against: right)
      note(right, against: left)
      noteTables(paths(of: left) + paths(of: right), atom)
    case .membership(let term, let values): note(values, for: paths(of: term))
    case .contains, .truth: break
    case .exists, .other: note(atom.constants, for: atom.paths)
    }
  }

  /// What the rows of a table compare with is tried for what it is called with.
  private mutating func note(callsIn program: Program) {
    for call in program.calls {
      guard let table = definition.tables.first(where: { $0.name == call.name }) else { continue }
      for (column, paths) in call.arguments.enumerated() {
        note(table.rows.flatMap { $0.cells[column].constants }, for: paths)
      }
    }
  }

  /// What is compared with a table is tried with what its rows give.
  private mutating func noteTables(_ paths: [Outline.Path], _ atom: Outline.Atom) {
    if definition.tables.isEmpty || paths.isEmpty { return }
    let computed = paths.compactMap { $0.steps.last.flatMap(formula) }
    let calls = atom.program.calls + computed.flatMap(\.program.calls)
    let tables = definition.tables.filter { table in calls.contains { $0.name == table.name } }
    let gives = tables.flatMap { $0.rows.map(\.gives) }
    note(gives, for: paths.filter { $0.steps.last.flatMap(formula) == nil })
  }

  /// The formula of a computed field.
  private func formula(of step: Outline.Path.Step) -> Formula? {
    let name = definition.schema.recordTypes[step.recordType].members[step.member].name
    return definition.recordTypes[step.recordType].formulas.first { $0.name == name }?.formula
  }

  private func paths(of term: Outline.Term) -> [Outline.Path] {
    if case .path(let path) = term.base { [path] } else { [] }
  }

  private mutating func note(_ term: Outline.Term, against other: Outline.Term) {
    guard case .constant(let value) = other.base else { return }
    note([value], for: paths(of: term))
  }

  private mutating func note(_ values: [Value], for paths: [Outline.Path]) {
    for path in paths {
      guard let step = path.steps.last else { continue }
      for word in words(of: step) { constants[word, default: []] += values }
    }
  }

  /// The stored words behind a member, those of a computed field included.
  private func words(of step: Outline.Path.Step) -> [Word] {
    let member = definition.schema.recordTypes[step.recordType].members[step.member]
    guard case .field(let slot, _, _) = member.kind else { return [] }
    let type = definition.recordTypes[step.recordType]
    if slot < type.fields.count { return [Word(type: type.index, slot: slot)] }
    guard let formula = type.formulas.first(where: { $0.name == member.name }) else { return [] }
    var walk = FormulaWalk(definition)
    walk.add([formula.formula])
    return Array(walk.words)
  }

  // MARK: Values

  /// The values of a field; references are left to the records that there are.
  func values(of word: Word) -> [StoredValue] {
    let field = definition.recordTypes[word.type].fields[word.slot]
    let values = values(of: field.type, constants: constants[word] ?? [])
    return field.mustHaveValue ? values : [.null] + values
  }

  func values(of input: Input, word: Word?) -> [StoredValue] {
    var found = input.checks.flatMap { $0.formulas.flatMap { $0.program.constants } }
    for formula in formulas where formula.program.uses(variable: input.name) {
      found += formula.program.constants
    }
    if let word { found += constants[word] ?? [] }
    let values = values(of: input.type, constants: found)
    return input.isRequired ? values : [.null] + values
  }

  /// No list, and those of one element.
  func lists(of type: FieldType, ids: (Int) -> [String]) -> [StoredValue] {
    switch type {
    case .links(let target): [.list([])] + ids(target).map { .list([.reference($0)]) }
    case .entries(let entry): [.entries([]), .entries([self.entry(of: entry, ids: ids)])]
    case .list(.reference(let target)): ids(target).map { .list([.reference($0)]) }
    case .list(.plain(.text)): [.list([]), .list([.text("x")])]
    case .list, .plain, .choice, .reference: [.list([])]
    }
  }

  /// An entry of an inline list with a value in each field that needs one.
  private func entry(of type: Int, ids: (Int) -> [String]) -> [String: StoredValue] {
    var values: [String: StoredValue] = [:]
    for (slot, field) in definition.recordTypes[type].fields.enumerated()
    where field.mustHaveValue && field.region == nil && field.defaultValue == nil {
      if case .reference(let target) = field.type {
        values[field.name] = ids(target).first.map { .reference($0) }
      } else {
        values[field.name] = self.values(of: Word(type: type, slot: slot)).last
      }
    }
    return values
  }

  private func values(of type: FieldType, constants: [Value]) -> [StoredValue] {
    switch type {
    case .plain(let scalar): return values(of: scalar, constants: constants)
    case .choice(let choice): return definition.choices[choice].values.map { .choice($0) }
    case .list, .links: return [.list([])]
    case .entries: return [.entries([])]
    case .reference: return []
    }
  }

  private func values(of type: ScalarType, constants: [Value]) -> [StoredValue] {
    switch type {
    case .boolean: [.boolean(false), .boolean(true)]
    case .text: texts(constants)
    case .integer: numbers(constants).map { .integer($0) }
    case .decimal: decimals(constants).map { .decimal($0) }
    case .date: dates.map { .date(CivilDate(daysSinceEpoch: Int32($0))) }
    case .timestamp: dates.map { .timestamp($0 * 86_400_000_000 + 32_400_000_000) }
    case .duration: [.duration(3_600_000_000)]
    }
  }

  /// Past, today, future.
  private var dates: [Int64] { [today - 1, today, today + 30] }

  private func texts(_ constants: [Value]) -> [StoredValue] {
    var texts: [String] = []
    for case .string(let text) in constants where !texts.contains(text) {
      if let written = PatternSample(text).text, written != text {
        texts.append(written)
      } else {
        texts.append(text)
      }
    }
    return (texts.prefix(limit - 1) + ["x"]).map { .text($0) }
  }

  private func numbers(_ constants: [Value]) -> [Int64] {
    var found: Set<Int64> = []
    for constant in constants {
      switch constant {
      case .int(let number): found.formUnion([number &- 1, number, number &+ 1])
      case .decimal(let number): found.formUnion([number.integerPart, number.integerPart &+ 1])
      default: continue
      }
    }
    if found.isEmpty { found = [1, 2] }
    return Array(found.sorted().prefix(limit))
  }

  private func decimals(_ constants: [Value]) -> [Decimal] {
    let whole = constants.flatMap { constant -> [Decimal] in
      switch constant {
      case .int(let number): [Decimal(Int(number))]
      case .decimal(let number): [number]
      default: []
      }
    }
    var found: [Decimal] = []
    for number in whole.isEmpty ? [Decimal(0)] : whole {
      for step in [-10, 0, 10] {
        let value = Decimal(Int(number.integerPart) + step)
        let tried = step == 0 ? number : value
        if !found.contains(tried) { found.append(tried) }
      }
    }
    return Array(found.prefix(limit))
  }
}

extension WorkflowDefinition {
  /// Whatever is computed: what decides something, computed fields, and what effects set.
  fileprivate var allPrograms: [Program] {
    let set = assigned.compactMap { one -> Program? in
      if case .formula(let formula) = one.value { formula.program } else { nil }
    }
    return decidingFormulas.map(\.program) + set
      + recordTypes.flatMap { $0.formulas.map(\.formula.program) }
  }

  /// Every formula whose answer decides something.
  var decidingFormulas: [Formula] {
    var all = invariants.flatMap(\.formulas) + possibilities.flatMap { $0.check.formulas }
    func add(_ condition: Condition?) { all += condition?.formulas ?? [] }
    for type in recordTypes {
      for set in type.sets { add(set.condition) }
      for key in type.uniqueKeys { add(key.uniqueness.condition) }
      for formula in type.formulas where formula.type == .boolean { all.append(formula.formula) }
      for reaction in type.reactions { add(reaction.when) }
      for transition in type.transitions {
        add(transition.when)
        add(transition.approval?.when)
        for use in transition.guards { all += use.declared.formulas }
        for input in transition.inputs {
          add(input.when)
          for check in input.checks { all += check.formulas }
        }
      }
      for effect in type.effects {
        add(effect.when)
        if case .each(let loop) = effect.target { add(loop.condition) }
      }
    }
    return all
  }
}
