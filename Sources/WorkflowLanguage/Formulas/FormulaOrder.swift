import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Finds the types of formula fields, each after those it is built on, and refuses circles.
///
/// A formula that is a plain path (`location.account`) is typed by following it; any other is
/// compiled, all those at once whose parts are known.
struct FormulaOrder {
  /// A formula field: its record type and its place among the type's formulas.
  struct Field: Hashable {
    let type: Int
    let formula: Int
  }

  enum Progress {
    case waiting
    /// It builds on formulas that are being looked at.
    case open
    case done
  }

  let draft: DefinitionDraft
  private(set) var progress: [[Progress]]
  /// How many rounds of compiling come before a formula can be compiled; nil for plain paths.
  private(set) var rounds: [[Int?]]
  private var byRound: [[Field]] = []
  /// How many formulas a plain path leads through.
  private(set) var depths: [[Int]]

  /// How deeply formula fields may build on one another.
  static let maximumDepth = 64

  init(draft: DefinitionDraft) {
    self.draft = draft
    progress = draft.types.map { Array(repeating: .waiting, count: $0.formulas.count) }
    rounds = draft.types.map { Array(repeating: nil, count: $0.formulas.count) }
    depths = draft.types.map { Array(repeating: 0, count: $0.formulas.count) }
  }

  /// Gives every formula field its type; those that need more than a path are compiled.
  mutating func run() {
    for type in draft.types.indices {
      for formula in draft.types[type].formulas.indices {
        visit(Field(type: type, formula: formula))
      }
    }
    for round in byRound.indices { compile(byRound[round]) }
  }

  private mutating func compile(_ fields: [Field]) {
    let scopes = Scopes(schema: draft.schema, draft: draft)
    let reader = FormulaReader(draft: draft)
    for field in fields {
      let type = draft.types[field.type]
      let formula = type.formulas[field.formula]
      guard case .unknown = formula.shape else { continue }
      type.formulas[field.formula].shape = .failed
      guard
        let compiled = reader.formula(
          formula.node, of: "formula", in: scopes.own(type), expecting: nil)
      else { continue }
      type.formulas[field.formula].formula = compiled
      if compiled.program.type == .error { continue }
      if FieldType(compiled.program.type) == nil {
        draft.report.add(.fieldFormulaType(formula.name), at: formula.node.range)
      } else {
        type.formulas[field.formula].shape = .known(
          compiled.program.type, nullable: compiled.program.isNullable)
      }
    }
  }

  // MARK: Order

  /// A formula that waits for others, or is waited for.
  private struct Step {
    let field: Field
    /// Whether it may only be needed: names of a macro could belong to several types.
    let isLoose: Bool
  }

  /// Settles a formula after all it builds on, without recursion: a file may chain thousands.
  private mutating func visit(_ start: Field) {
    var stack = [Step(field: start, isLoose: false)]
    while let field = stack.last?.field {
      if progress(field) == .done {
        stack.removeLast()
        continue
      }
      progress[field.type][field.formula] = .open
      let needs = settle(field)
      let circle = needs.hard.first { progress($0) == .open }
      if circle == nil, !(needs.hard.isEmpty && needs.loose.isEmpty) {
        stack += needs.hard.map { Step(field: $0, isLoose: false) }
        stack += needs.loose.map { Step(field: $0, isLoose: true) }
        continue
      }
      if let circle { close(stack, at: circle) }
      progress[field.type][field.formula] = .done
      stack.removeLast()
    }
  }

  /// What a formula is built on: what it surely names, and what it may name.
  private struct Needs {
    var hard: [Field] = []
    var loose: [Field] = []
  }

  func progress(_ field: Field) -> Progress { progress[field.type][field.formula] }

  /// Settles a formula's type or round; returns the formulas that must be settled before.
  private mutating func settle(_ field: Field) -> Needs {
    let type = draft.types[field.type]
    let formula = type.formulas[field.formula]
    if case .failed = formula.shape { return Needs() }
    if let path = formula.scan.path {
      let walk = walk(path, from: type)
      if let needed = walk.needed { return Needs(hard: [needed]) }
      if walk.hasFailed { return fail(field) }
      if walk.round == nil, let result = walk.type, !walk.isThroughSet, result != .error {
        if walk.depth > FormulaOrder.maximumDepth {
          refuseDepth(field)
          return Needs()
        }
        depths[field.type][field.formula] = walk.depth
        type.formulas[field.formula].shape = .known(result, nullable: walk.isNullable)
        type.formulas[field.formula].referencePath = walk.referencePath
        return Needs()
      }
    }
    var latest: Int?
    var needs = Needs()
    var touched: Set<Int> = [field.type]
    var unknown: Set<String> = []
    for chain in formula.scan.chains {
      if chain.isContinued {
        unknown.formUnion(chain.names)
        continue
      }
      let walk = walk(chain.names, from: type)
      if walk.hasFailed { return fail(field) }
      if let other = walk.needed { needs.hard.append(other) }
      if let round = walk.round { latest = max(latest ?? 0, round) }
      touched.formUnion(walk.touched)
      unknown.formUnion(walk.rest)
    }
    needs.loose = looseNeeds(unknown, touched, &latest)
    if needs.hard.isEmpty, needs.loose.isEmpty { schedule(field, after: latest) }
    return needs
  }

  private mutating func schedule(_ field: Field, after round: Int?) {
    let own = (round ?? -1) + 1
    if own >= FormulaOrder.maximumDepth { return refuseDepth(field) }
    rounds[field.type][field.formula] = own
    while byRound.count <= own { byRound.append([]) }
    byRound[own].append(field)
  }

  /// What is built on a mistake has no type, and is no mistake of its own.
  private func fail(_ field: Field) -> Needs {
    draft.types[field.type].formulas[field.formula].shape = .failed
    return Needs()
  }

  private func refuseDepth(_ field: Field) {
    let formula = draft.types[field.type].formulas[field.formula]
    draft.report.add(
      .tooMany("formula fields built on one another", limit: FormulaOrder.maximumDepth),
      at: formula.range)
    draft.types[field.type].formulas[field.formula].shape = .failed
  }

  /// Names behind something that cannot be followed (`l.amount` in a macro) may be formulas of
  /// the types that the formula speaks of.
  private func looseNeeds(
    _ names: Set<String>, _ touched: Set<Int>, _ latest: inout Int?
  ) -> [Field] {
    var needed: [Field] = []
    for name in names {
      for type in touched {
        guard case .formula(let number) = draft.types[type].member(name) else { continue }
        let other = Field(type: type, formula: number)
        switch progress(other) {
        case .waiting: needed.append(other)
        case .open: break
        case .done:
          if let round = rounds[type][number] { latest = max(latest ?? 0, round) }
        }
      }
    }
    return needed
  }

  // MARK: Circles

  /// A formula needs one that waits for it. Where all of them are surely needed it is a mistake;
  /// else compiling tells, and the check of what formulas really read.
  private mutating func close(_ stack: [Step], at first: Field) {
    guard let start = stack.firstIndex(where: { $0.field == first }),
      let last = stack.last?.field
    else { return }
    let steps = stack[start...].filter { progress($0.field) == .open }
    if steps.dropFirst().contains(where: \.isLoose) { return schedule(last, after: nil) }
    let circle = steps.map { step -> (name: String, range: SourceRange) in
      let type = draft.types[step.field.type]
      let formula = type.formulas[step.field.formula]
      return ("\(type.name).\(formula.name)", formula.range)
    }
    let formula = draft.types[last.type].formulas[last.formula]
    draft.report.add(.formulaCircle(circle), at: formula.range)
    for field in steps.map(\.field) {
      draft.types[field.type].formulas[field.formula].shape = .failed
    }
  }
}
