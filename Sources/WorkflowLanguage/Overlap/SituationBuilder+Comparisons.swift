import CEL
import WorkflowEngine

/// Comparisons that samples settle.
extension SituationBuilder {
  /// Both sides of a comparison that samples settle, once their variables know each other; nil
  /// where it is not of that kind.
  mutating func compare(
    _ left: Outline.Term, _ right: Outline.Term, _ comparison: Outline.Comparison, _ reader: Reader
  ) -> (Situation.Side, Situation.Side)? {
    guard let a = side(left, reader, depth: 0), let b = side(right, reader, depth: 0) else {
      return nil
    }
    let kinds = [a, b].compactMap { $0.variable.map { situation.variables[$0].kind } }
    if case .null? = a.constant { return kinds.isEmpty || comparison == .less ? nil : (a, b) }
    if case .null? = b.constant { return kinds.isEmpty || comparison == .less ? nil : (a, b) }
    guard let kind = kinds.first else { return nil }
    switch kind {
    case .ordered: return isOrdered(a, b) ? (a, b) : nil
    case .text:
      guard comparison == .equal, kinds.allSatisfy({ $0 == .text }) else { return nil }
      return isText(a, b) ? (a, b) : nil
    case .choice, .flag:
      guard comparison == .equal, a.addends.isEmpty, b.addends.isEmpty,
        kinds.allSatisfy({ $0 == kind }), left.type == right.type || kind == .flag
      else { return nil }
      let constants = [a.constant, b.constant].compactMap(\.self)
      let fits = constants.allSatisfy { constant in
        switch constant {
        case .choice: kind != .flag
        case .bool: kind == .flag
        default: false
        }
      }
      return fits ? (a, b) : nil
    case .reference, .other: return nil
    }
  }

  private mutating func isText(_ a: Situation.Side, _ b: Situation.Side) -> Bool {
    guard a.addends.isEmpty, b.addends.isEmpty else { return false }
    if let first = a.variable, let second = b.variable {
      join(first, second)
      return true
    }
    guard let variable = a.variable ?? b.variable,
      case .string(let text)? = a.constant ?? b.constant
    else { return false }
    let known = situation.families[variable, default: Family()].texts
    guard known.count < Family.maximumSamples else { return false }
    if !known.contains(text) {
      situation.families[variable, default: Family()].texts.append(text)
    }
    return true
  }

  private mutating func isOrdered(_ a: Situation.Side, _ b: Situation.Side) -> Bool {
    let units = [a, b].compactMap { side -> Variable.Unit? in
      guard let variable = side.variable,
        case .ordered(let unit) = situation.variables[variable].kind
      else { return nil }
      return unit
    }
    let numbers: Set<Variable.Unit> = [.integer, .decimal]
    let areAlike = Set(units).count == 1 || numbers.isSuperset(of: units)
    if let first = a.variable, let second = b.variable {
      guard units.count == 2, areAlike else { return false }
      join(first, second)
      let offset = a.addends + b.addends.map(\.inverse)
      if !offset.isEmpty { situation.families[first, default: Family()].offsets.append(offset) }
      return true
    }
    guard let variable = a.variable ?? b.variable, units.count == 1,
      let amount = (a.constant ?? b.constant).flatMap(Scale.Amount.init)
    else { return false }
    let taken = (a.addends + b.addends).map(\.inverse)
    situation.families[variable, default: Family()].constants.append(
      [Family.Addend(value: amount, isTaken: false)] + taken)
    return true
  }

  private mutating func side(_ term: Outline.Term, _ reader: Reader, depth: Int) -> Situation.Side?
  {
    var addends: [Family.Addend] = []
    for offset in term.offsets {
      guard let amount = Scale.Amount(offset.value) else { return nil }
      addends.append(Family.Addend(value: amount, isTaken: offset.isTaken))
    }
    switch term.base {
    case .constant(let value):
      return Situation.Side(variable: nil, constant: value, addends: addends)
    case .expression(let key): return standIn(key + reader.mark, term, addends)
    case .path(let path):
      switch target(path, reader.way) {
      case .variable(let source):
        if isNamedTwice(source) { return standIn("\(path)", term, addends) }
        guard let variable = variables(along: source).last else { return nil }
        return Situation.Side(variable: variable, constant: nil, addends: addends)
      case .computed(let field):
        let inner = field.formula.program.term
        if depth < PathResolver.maximumDepth, case .path = inner.base,
          let side = side(inner, reader, depth: depth + 1)
        {
          return Situation.Side(
            variable: side.variable, constant: nil, addends: side.addends + addends)
        }
        return standIn("\(path)", term, addends)
      case .computedElsewhere, .set, .roles, .other:
        return standIn("\(path)\(reader.mark)", term, addends)
      }
    }
  }

  /// A variable for a value that is not looked into: the same value wherever it is read.
  private mutating func standIn(
    _ key: String, _ term: Outline.Term, _ addends: [Family.Addend]
  ) -> Situation.Side? {
    guard purpose == .proof else { return nil }
    let kind = Variable.Kind(term.type, in: definition) ?? .other
    let variable = variable(.expression(key), kind: kind)
    return Situation.Side(variable: variable, constant: nil, addends: addends)
  }

  mutating func join(_ first: Int, _ second: Int) {
    let (a, b) = (root(first), root(second))
    if a != b { parents[max(a, b)] = min(a, b) }
  }

  func root(_ variable: Int) -> Int {
    var current = variable
    while parents[current] != current { current = parents[current] }
    return current
  }
}
