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
  private struct Field: Hashable {
    let type: Int
    let formula: Int
  }

  private enum Progress {
    case waiting
    /// It builds on formulas that are being looked at.
    case open
    case done
  }

  let draft: DefinitionDraft
  private var progress: [[Progress]]
  /// How many rounds of compiling come before a formula can be compiled; nil for plain paths.
  private var rounds: [[Int?]]
  private var byRound: [[Field]] = []

  /// How deeply formula fields may build on one another.
  static let maximumDepth = 64

  init(draft: DefinitionDraft) {
    self.draft = draft
    progress = draft.types.map { Array(repeating: .waiting, count: $0.formulas.count) }
    rounds = draft.types.map { Array(repeating: nil, count: $0.formulas.count) }
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

  /// Settles a formula after all it builds on, without recursion: a file may chain thousands.
  private mutating func visit(_ start: Field) {
    guard progress(start) == .waiting else { return }
    var stack = [start]
    progress[start.type][start.formula] = .open
    while let field = stack.last {
      guard let needed = settle(field) else {
        progress[field.type][field.formula] = .done
        stack.removeLast()
        continue
      }
      if progress(needed) == .open {
        reportCircle(stack, backTo: needed)
        progress[field.type][field.formula] = .done
        draft.types[field.type].formulas[field.formula].shape = .failed
        stack.removeLast()
      } else {
        progress[needed.type][needed.formula] = .open
        stack.append(needed)
      }
    }
  }

  private func progress(_ field: Field) -> Progress { progress[field.type][field.formula] }

  /// Settles a formula's type or round; returns a formula that must be settled before.
  private mutating func settle(_ field: Field) -> Field? {
    let type = draft.types[field.type]
    let formula = type.formulas[field.formula]
    if case .failed = formula.shape { return nil }
    if let path = formula.scan.path {
      let walk = walk(path, from: type)
      if let needed = walk.needed { return needed }
      if let round = walk.round { return schedule(field, after: round) }
      if let result = walk.type, !walk.isThroughSet, result != .error {
        type.formulas[field.formula].shape = .known(result, nullable: walk.isNullable)
        type.formulas[field.formula].referencePath = walk.referencePath
        return nil
      }
      return schedule(field, after: nil)
    }
    var latest: Int?
    var touched: Set<Int> = [field.type]
    for chain in formula.scan.chains where !chain.isContinued {
      let walk = walk(chain.names, from: type)
      if let needed = walk.needed { return needed }
      if let round = walk.round { latest = max(latest ?? 0, round) }
      touched.formUnion(walk.touched)
    }
    if let needed = looseNeed(field, formula, touched, &latest) { return needed }
    return schedule(field, after: latest)
  }

  private mutating func schedule(_ field: Field, after round: Int?) -> Field? {
    let own = (round ?? -1) + 1
    if own >= FormulaOrder.maximumDepth {
      let formula = draft.types[field.type].formulas[field.formula]
      draft.report.add(
        .tooMany("formula fields built on one another", limit: FormulaOrder.maximumDepth),
        at: formula.range)
      draft.types[field.type].formulas[field.formula].shape = .failed
      return nil
    }
    rounds[field.type][field.formula] = own
    while byRound.count <= own { byRound.append([]) }
    byRound[own].append(field)
    return nil
  }

  /// Names behind something that cannot be followed (`l.amount` in a macro) may be formulas of
  /// the types that the formula speaks of.
  private func looseNeed(
    _ field: Field, _ formula: FormulaDraft, _ touched: Set<Int>, _ latest: inout Int?
  ) -> Field? {
    for chain in formula.scan.chains {
      for name in chain.isContinued ? chain.names[...] : chain.names.dropFirst() {
        for type in touched {
          guard case .formula(let number) = draft.types[type].member(name) else { continue }
          let other = Field(type: type, formula: number)
          switch progress(other) {
          case .waiting: return other
          case .open: continue
          case .done:
            if let round = rounds[type][number] { latest = max(latest ?? 0, round) }
          }
        }
      }
    }
    return nil
  }

  // MARK: Following a path

  private struct Walk {
    var type: CELType?
    var isNullable = false
    /// Whether it leads through a set, so that it stands for a list.
    var isThroughSet = false
    var referencePath: [Int]? = []
    /// A formula on the way that is not settled.
    var needed: Field?
    /// The round of a formula on the way that must be compiled first.
    var round: Int?
    var touched: Set<Int> = []
  }

  private func walk(_ names: [String], from start: RecordTypeDraft) -> Walk {
    var walk = Walk()
    var names = names[...]
    var type = start
    if let first = names.first, first == start.name, start.member(first) == nil {
      names.removeFirst()
    }
    while let name = names.popFirst() {
      guard let member = type.member(name) else {
        walk.type = nil
        return walk
      }
      guard let next = step(member, of: type, &walk) else {
        if !names.isEmpty { walk.type = nil }
        return walk
      }
      walk.touched.insert(next)
      if !names.isEmpty { type = draft.types[next] }
    }
    return walk
  }

  /// Follows one member; returns the record type that it leads to.
  private func step(
    _ member: RecordTypeDraft.Member, of type: RecordTypeDraft, _ walk: inout Walk
  ) -> Int? {
    switch member {
    case .region(let number):
      walk.type = .choice(type.regions[number].choice)
      walk.referencePath = nil
      return nil
    case .field(let number):
      let field = type.fields[number]
      walk.type = draft.formulaType(field.type)
      if field.isOptional { walk.isNullable = true }
      guard case .reference(let next) = field.type else {
        walk.referencePath = nil
        return nil
      }
      walk.referencePath?.append(type.slot(ofField: number))
      return next
    case .formula(let number):
      return step(formula: number, of: type, &walk)
    case .relation(let number):
      // A list of members: only compiling can say what comes of it.
      walk.isThroughSet = true
      walk.referencePath = nil
      return type.relations[number].memberType
    }
  }

  private func step(
    formula number: Int, of type: RecordTypeDraft, _ walk: inout Walk
  ) -> Int? {
    let other = Field(type: type.index, formula: number)
    walk.type = nil
    guard progress(other) == .done else {
      walk.needed = other
      return nil
    }
    if let round = rounds[other.type][other.formula] {
      walk.round = round
      return nil
    }
    let formula = type.formulas[number]
    guard case .known(let known, let isNullable) = formula.shape else { return nil }
    walk.type = known
    if isNullable { walk.isNullable = true }
    guard case .record(let next) = known, let path = formula.referencePath else {
      walk.referencePath = nil
      return nil
    }
    walk.referencePath?.append(contentsOf: path)
    return next
  }

  // MARK: Circles

  private func reportCircle(_ stack: [Field], backTo first: Field) {
    guard let start = stack.firstIndex(of: first) else { return }
    let circle = stack[start...].map { field -> (name: String, range: SourceRange) in
      let type = draft.types[field.type]
      let formula = type.formulas[field.formula]
      return ("\(type.name).\(formula.name)", formula.range)
    }
    if let last = circle.last {
      draft.report.add(.circle(.formulaCircle, of: circle), at: last.range)
    }
  }
}
