import CEL
import WorkflowEngine

/// Everything that decides whether ways go together: variables with the values to try, and what
/// must hold over them.
struct Situation {
  var variables: [Variable] = []
  var atoms: [Atom] = []
  var goal = Proposition.constant(true)
  var families: [Int: Family] = [:]
  /// Who may belong to sets, for each set that is tried.
  var gatherings: [Int: [Gathering]] = [:]

  /// How many parts the goal has, those of computed fields wherever they are read.
  var size = 0
  /// Whether there is more to it than can be tried; then the rest is missing.
  var isTooLarge: Bool { size > Situation.maximumSize }

  static let maximumSize = 4_000

  struct Atom {
    /// As it is written; nothing for what no formula says.
    let text: String?
    var variables: [Int]
    var test: Test
  }

  enum Test {
    /// Evaluated by the engine, as a part of a program, on a record.
    case evaluated(Program, part: Int, way: Int, isOpposite: Bool)
    case compared(Outline.Comparison, Side, Side)
    /// A region inside a state has a state exactly while the record is in that one.
    case nested(inner: Int, outer: Int, state: Int)
    /// Whether the variable that stands for it is true.
    case assumed
  }

  /// One side of a comparison: a variable or nothing, and what is added to it.
  struct Side {
    let variable: Int?
    let constant: Value?
    let addends: [Family.Addend]
  }

  /// Conditions of which it is not known how they come out for which records.
  var unsettled: [String] {
    var texts: [String] = []
    for atom in atoms {
      switch atom.test {
      case .evaluated, .nested: continue
      case .compared, .assumed: break
      }
      if let text = atom.text, !texts.contains(text) { texts.append(text) }
    }
    return texts
  }

  /// The value of a variable for one of its samples, as a comparison sees it.
  func truth(_ comparison: Outline.Comparison, _ left: Side, _ right: Side, _ chosen: [Int])
    -> Truth
  {
    let scale = [left, right].compactMap(\.variable).first
      .flatMap { families[variables[$0].family]?.scale }
    let (a, b) = (quantity(left, chosen, scale), quantity(right, chosen, scale))
    switch comparison {
    case .equal:
      guard let a, let b else { return .cannotTell }
      return a == b ? .yes : .no
    case .less:
      guard case .number(let a)? = a, case .number(let b)? = b else { return .cannotTell }
      return a < b ? .yes : .no
    }
  }

  private func quantity(_ side: Side, _ chosen: [Int], _ scale: Scale?) -> Sample? {
    var base: Sample
    if let variable = side.variable {
      base = variables[variable].samples[chosen[variable]]
    } else {
      switch side.constant {
      case nil, .null?: base = .null
      case .bool(let flag)?: base = .flag(flag)
      case .string(let text)?: base = .text(text)
      case .choice(_, let index)?: base = .choice(Int(index))
      case let value?:
        guard let scale, let amount = Scale.Amount(value), let steps = scale.steps(amount) else {
          return nil
        }
        base = .number(steps)
      }
    }
    if side.addends.isEmpty { return base }
    // Nothing and something added to it is nothing.
    if base == .null { return .null }
    guard case .number(let number) = base, let added = scale?.sum(side.addends) else { return nil }
    let (sum, overflow) = number.addingReportingOverflow(added)
    return overflow ? nil : .number(sum)
  }
}

/// Members that a set is tried with.
struct Gathering: Hashable {
  /// Stored fields by name, a member each.
  let members: [[String: StoredValue]]
}
