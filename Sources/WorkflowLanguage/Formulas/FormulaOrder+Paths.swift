import CEL
import WorkflowEngine

extension FormulaOrder {
  /// What is found by following names joined by points.
  struct Walk {
    var type: CELType?
    var isNullable = false
    /// Whether it leads to a formula whose mistake was reported.
    var hasFailed = false
    /// How many formulas it leads through.
    var depth = 0
    /// Whether it leads through a set, so that it stands for a list.
    var isThroughSet = false
    var referencePath: [Int]? = []
    /// A formula on the way that is not settled.
    var needed: Field?
    /// The round of a formula on the way that must be compiled first.
    var round: Int?
    var touched: Set<Int> = []
    /// The names behind the place where it cannot be followed any more.
    var rest: ArraySlice<String> = []
  }

  func walk(_ names: [String], from start: RecordTypeDraft) -> Walk {
    var walk = Walk()
    var names = names[...]
    var type = start
    if let first = names.first, first == start.name, start.member(first) == nil {
      names.removeFirst()
    }
    while let name = names.popFirst() {
      guard let member = type.member(name),
        let next = step(member, of: type, &walk)
      else {
        if type.member(name) == nil || !names.isEmpty { walk.type = nil }
        walk.rest = names
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
    guard case .known(let known, let isNullable) = formula.shape else {
      walk.hasFailed = true
      return nil
    }
    walk.type = known
    walk.depth += depths[other.type][other.formula] + 1
    if isNullable { walk.isNullable = true }
    guard case .record(let next) = known, let path = formula.referencePath else {
      walk.referencePath = nil
      return nil
    }
    walk.referencePath?.append(contentsOf: path)
    return next
  }
}
