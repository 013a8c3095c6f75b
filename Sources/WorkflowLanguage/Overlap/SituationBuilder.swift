import CEL
import WorkflowEngine

/// Makes the situation in which several ways of one record type would go together.
///
/// For a proof, whatever is not understood is assumed to come out as it likes: no values for it
/// then means that there are none in truth. For samples, everything is evaluated on records, with
/// values that the constants around suggest: what is found is so, what is not found may still be.
struct SituationBuilder {
  enum Purpose {
    case proof, samples
  }

  /// Which way reads something, and what marks that it means something else to the others.
  struct Reader {
    let way: Int
    let mark: String
  }

  let resolver: PathResolver
  let ways: [Way]
  let purpose: Purpose

  var situation = Situation()
  var numbers: [Variable.Source: Int] = [:]
  private var atomNumbers: [String: Int] = [:]
  /// For each variable one that it is compared with, or itself.
  var parents: [Int] = []
  /// Atoms that say something of one element of a set or list, by their keys.
  private var quantified: [(key: String, source: String, mark: String)] = []
  /// Whether both the time and the date are read, which are two names of one thing.
  let readsBothTimes: Bool

  init(resolver: PathResolver, ways: [Way], purpose: Purpose) {
    self.resolver = resolver
    self.ways = ways
    self.purpose = purpose
    var programs = ProgramWalk(definition: resolver.definition)
    for way in ways { way.formulas.forEach { programs.visit($0.program) } }
    readsBothTimes = programs.variables.isSuperset(of: ["now", "today"])
  }

  func build() -> Situation {
    var builder = self
    let parts = ways.enumerated().map { number, way in
      for test in way.from { _ = builder.variable(.member([test.slot])) }
      return Proposition.all(way.conditions.map { builder.proposition($0, way: number) })
    }
    builder.situation.goal = .all(parts + builder.knowledge() + builder.nesting())
    builder.finish()
    return builder.situation
  }

  var definition: WorkflowDefinition { resolver.definition }

  // MARK: Propositions

  private mutating func proposition(_ requirement: Way.Requirement, way: Int) -> Proposition {
    switch requirement {
    case .condition(let condition): return proposition(condition, way: way)
    case .declared(let rule):
      let check = proposition(rule.check, way: way)
      guard let when = rule.when else { return check }
      return .choice(proposition(when, way: way), check, .constant(true))
    }
  }

  private mutating func proposition(_ condition: Condition, way: Int) -> Proposition {
    switch condition {
    case .formula(let formula): return proposition(formula.program.outline, way: way, depth: 0)
    case .all(let parts): return .all(parts.map { proposition($0, way: way) })
    case .any(let parts): return .any(parts.map { proposition($0, way: way) })
    case .none(let parts): return .not(.any(parts.map { proposition($0, way: way) }))
    }
  }

  private mutating func proposition(_ outline: Outline, way: Int, depth: Int) -> Proposition {
    // What is built on itself many times over could grow without end.
    situation.size += 1
    guard !situation.isTooLarge else { return .constant(true) }
    switch outline {
    case .constant(let holds): return .constant(holds)
    case .all(let parts): return .all(parts.map { proposition($0, way: way, depth: depth) })
    case .any(let parts): return .any(parts.map { proposition($0, way: way, depth: depth) })
    case .not(let part): return .not(proposition(part, way: way, depth: depth))
    case .choice(let condition, let yes, let no):
      return .choice(
        proposition(condition, way: way, depth: depth), proposition(yes, way: way, depth: depth),
        proposition(no, way: way, depth: depth))
    case .atom(let atom):
      if case .truth(let path) = atom.shape, depth < PathResolver.maximumDepth,
        case .computed(let field) = target(path, way), field.type == .boolean
      {
        return proposition(field.formula.program.outline, way: way, depth: depth + 1)
      }
      let proposition = self.proposition(atom, way: way)
      return atom.isOpposite ? .not(proposition) : proposition
    }
  }

  /// The proposition that an atom's key holds.
  private mutating func proposition(_ atom: Outline.Atom, way: Int) -> Proposition {
    let reader = reader(of: atom, way: way)
    if purpose == .proof, case .membership(let term, let values) = atom.shape,
      let parts = comparisons(of: term, with: values, atom, reader)
    {
      return .any(parts)
    }
    return .atom(number(of: atom.key + reader.mark) { $0.make(atom, reader) })
  }

  /// A formula that reads an input means something else in each way.
  private func reader(of atom: Outline.Atom, way: Int) -> Reader {
    let keepsApart = keepsApart(way)
    let readsInput = atom.paths.contains {
      $0.slot >= FrameSlot.firstInput || keepsApart && $0.slot == FrameSlot.own
    }
    return Reader(way: way, mark: readsInput ? " @\(way)" : "")
  }

  private mutating func number(
    of key: String, _ make: (inout SituationBuilder) -> Situation.Atom
  ) -> Int {
    if let number = atomNumbers[key] { return number }
    let atom = make(&self)
    atomNumbers[key] = situation.atoms.count
    situation.atoms.append(atom)
    return situation.atoms.count - 1
  }

  /// What is known of atoms that are not looked into: where something holds for one element, there
  /// is one to count.
  private mutating func knowledge() -> [Proposition] {
    var known: [Proposition] = []
    for (key, source, mark) in quantified {
      for count in ["count", "size"] {
        guard let atom = atomNumbers[key],
          let variable = numbers[.expression("(call \(count) \(source))\(mark)")]
        else { continue }
        let counted = Situation.Side(variable: variable, constant: nil, addends: [])
        let nothing = Situation.Side(variable: nil, constant: .int(0), addends: [])
        situation.families[variable, default: Family()].constants.append(
          [Family.Addend(value: .whole(0), isTaken: false)])
        let some = number(of: "\(key) \(count)") { _ in
          Situation.Atom(
            text: nil, variables: [variable], test: .compared(.less, nothing, counted))
        }
        known.append(.any([.not(.atom(atom)), .atom(some)]))
      }
    }
    return known
  }

  /// Regions inside states go with those states.
  private mutating func nesting() -> [Proposition] {
    // The inner states of a new record are entered once it is made.
    if ways.contains(where: \.creates) { return [] }
    var rules: [Proposition] = []
    var number = 0
    // Outer regions are added while they are found: a region may lie deep.
    while number < situation.variables.count {
      defer { number += 1 }
      guard case .member(let slots) = situation.variables[number].source,
        let (field, type) = resolver.field(slots), let region = field.region,
        let outer = type.regions[region].parent
      else { continue }
      let path = Array(slots.dropLast()) + [type.regions[outer.region].slot]
      guard let outside = variables(along: .member(path)).last else { continue }
      situation.atoms.append(
        Situation.Atom(
          text: nil, variables: [number, outside],
          test: .nested(inner: number, outer: outside, state: outer.state)))
      rules.append(.atom(situation.atoms.count - 1))
    }
    return rules
  }

  // MARK: Atoms

  private mutating func make(_ atom: Outline.Atom, _ reader: Reader) -> Situation.Atom {
    let test = Situation.Test.evaluated(
      atom.program, part: atom.part, way: reader.way, isOpposite: atom.isOpposite)
    if let variables = containment(atom, reader) {
      return Situation.Atom(text: atom.text, variables: variables, test: test)
    }
    switch purpose {
    case .samples:
      return Situation.Atom(text: atom.text, variables: sampled(atom, reader.way), test: test)
    case .proof:
      if let variables = evaluable(atom, reader) {
        return Situation.Atom(text: atom.text, variables: variables, test: test)
      }
      if case .comparison(let comparison, let left, let right) = atom.shape,
        let (a, b) = compare(left, right, comparison, reader)
      {
        return Situation.Atom(
          text: atom.text, variables: [a.variable, b.variable].compactMap(\.self),
          test: .compared(comparison, a, b))
      }
      if case .exists(let source) = atom.shape {
        quantified.append((atom.key + reader.mark, source, reader.mark))
      }
      return assumed(atom.text, key: atom.key + reader.mark)
    }
  }

  /// A text among the actor's roles, or in a stored list: each such text is there or not.
  private mutating func containment(_ atom: Outline.Atom, _ reader: Reader) -> [Int]? {
    guard case .contains(let path, let text) = atom.shape else { return nil }
    switch target(path, reader.way) {
    case .roles: return [variable(.role(text))]
    case .variable(.member(let slots)):
      guard let field = resolver.field(slots)?.field, field.type == .list(.text) else { return nil }
      return variables(along: .element(slots, text))
    case .variable, .computed, .computedElsewhere, .set, .other: return nil
    }
  }

  private mutating func assumed(_ text: String, key: String) -> Situation.Atom {
    let variable = variable(.condition(key), kind: .flag)
    return Situation.Atom(text: text, variables: [variable], test: .assumed)
  }

  /// The variables of an atom of which samples show everything it can come to; nil where it is not
  /// of that kind.
  private mutating func evaluable(_ atom: Outline.Atom, _ reader: Reader) -> [Int]? {
    var sources: [Variable.Source] = []
    for path in atom.paths {
      guard case .variable(let source) = target(path, reader.way), !isNamedTwice(source) else {
        return nil
      }
      sources.append(source)
    }
    let variables = sources.flatMap { self.variables(along: $0) }
    // Two references may lead to one record: only whether they lead anywhere is tried.
    let readsReference = sources.contains { source in
      self.variables(along: source).last.map { situation.variables[$0].kind } == .reference
    }
    if readsReference, !atom.isNullTest { return nil }
    if variables.allSatisfy({ situation.variables[$0].isFinite }) { return variables }
    switch atom.shape {
    case .truth, .contains, .exists, .other: return nil
    case .comparison(let comparison, let left, let right):
      // What is computed on the way has breaks of its own, which these samples do not know.
      guard left.isPlain, right.isPlain else { return nil }
      return compare(left, right, comparison, reader) == nil ? nil : variables
    case .membership(let term, let values):
      guard term.isPlain else { return nil }
      for value in values {
        let constant = Outline.Term(base: .constant(value), type: term.type, isNullable: false)
        if compare(term, constant, .equal, reader) == nil { return nil }
      }
      return variables
    }
  }

  /// A value among constants, as a comparison with each: for a value that is not stored.
  private mutating func comparisons(
    of term: Outline.Term, with values: [Value], _ atom: Outline.Atom, _ reader: Reader
  ) -> [Proposition]? {
    if case .path(let path) = term.base, case .variable = target(path, reader.way) { return nil }
    var parts: [Proposition] = []
    for value in values {
      let constant = Outline.Term(base: .constant(value), type: term.type, isNullable: false)
      guard let (a, b) = compare(term, constant, .equal, reader) else { return nil }
      let number = number(of: "\(atom.key + reader.mark) is \(value)") { _ in
        Situation.Atom(
          text: atom.text, variables: [a.variable].compactMap(\.self),
          test: .compared(.equal, a, b))
      }
      parts.append(.atom(number))
    }
    return parts
  }

}

extension Outline.Atom {
  /// Whether it only asks if there is a value.
  fileprivate var isNullTest: Bool {
    guard case .comparison(.equal, let left, let right) = shape else { return false }
    return [left, right].contains { term in
      if case .constant(.null) = term.base { true } else { false }
    }
  }
}

extension Outline.Term {
  /// Whether it is a constant, or what is stored, to which constants are added.
  fileprivate var isPlain: Bool {
    switch base {
    case .constant, .path: true
    case .expression: false
    }
  }
}
