import CEL
import Testing

/// Conditions and numbers over the fixture's service, and a slow evaluator that is plainly right.
indirect enum Formula {
  case truth(Bool)
  case paused
  case all([Formula])
  case any([Formula])
  case not(Formula)
  case compare(String, Formula, Formula)
  case isEmpty(Formula)
  case choose(Formula, Formula, Formula)
  case every(Formula)
  case some(Formula)

  case number(Int)
  case price
  case discount
  case amount
  case sum(Formula, Formula)
  case difference(Formula, Formula)
  case times(Formula, Int)
}

extension Formula {
  /// The formula as CEL.
  var text: String {
    switch self {
    case .truth(let value): "\(value)"
    case .paused: "paused"
    case .all(let parts): "(" + parts.map(\.text).joined(separator: " && ") + ")"
    case .any(let parts): "(" + parts.map(\.text).joined(separator: " || ") + ")"
    case .not(let part): "!(\(part.text))"
    case .compare(let symbol, let a, let b): "(\(a.text) \(symbol) \(b.text))"
    case .isEmpty(let part): "(\(part.text) == null)"
    case .choose(let condition, let yes, let no):
      "(\(condition.text) ? \(yes.text) : \(no.text))"
    case .every(let part): "lines.all(l, \(part.text))"
    case .some(let part): "lines.exists(l, \(part.text))"
    case .number(let hundredths):
      "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100)."
        + (hundredths.magnitude % 100 < 10 ? "0" : "") + "\(hundredths.magnitude % 100)"
    case .price: "price"
    case .discount: "discount"
    case .amount: "l.amount"
    case .sum(let a, let b): "(\(a.text) + \(b.text))"
    case .difference(let a, let b): "(\(a.text) - (\(b.text)))"
    case .times(let a, let factor): "(\(a.text) * \(factor))"
    }
  }

  /// What the fixture's service has.
  struct Facts {
    var paused: Bool
    var price: Int
    var discount: Int?
    var amounts: [Int]
    var amount = 0
  }

  /// Yes, no, or nil when it cannot be told.
  func holds(_ facts: Facts) -> Bool? {
    switch self {
    case .truth(let value): return value
    case .paused: return facts.paused
    case .all(let parts): return Formula.all(parts.map { $0.holds(facts) })
    case .any(let parts):
      return Formula.all(parts.map { $0.holds(facts).map { !$0 } }).map { !$0 }
    case .not(let part): return part.holds(facts).map { !$0 }
    case .isEmpty: return facts.discount == nil
    case .choose(let condition, let yes, let no):
      guard let chosen = condition.holds(facts) else { return nil }
      return chosen ? yes.holds(facts) : no.holds(facts)
    case .every(let part): return Formula.all(part.each(facts))
    case .some(let part): return Formula.all(part.each(facts).map { $0.map { !$0 } }).map { !$0 }
    case .compare(let symbol, let a, let b):
      // A field by itself is compared with null by `==`; anything computed from null is unknown.
      if symbol == "==" || symbol == "!=" {
        guard let x = a.field(facts), let y = b.field(facts) else { return nil }
        return (x == y) == (symbol == "==")
      }
      guard let x = a.amount(facts), let y = b.amount(facts) else { return nil }
      switch symbol {
      case "<": return x < y
      case "<=": return x <= y
      case ">": return x > y
      default: return x >= y
      }
    case .number, .price, .discount, .amount, .sum, .difference, .times: return nil
    }
  }

  private static func all(_ parts: [Bool?]) -> Bool? {
    if parts.contains(false) { return false }
    return parts.contains(nil) ? nil : true
  }

  private func each(_ facts: Facts) -> [Bool?] {
    facts.amounts.map { amount in
      var facts = facts
      facts.amount = amount
      return holds(facts)
    }
  }

  /// The number in hundredths with null as one of its values; nil when it cannot be told.
  private func field(_ facts: Facts) -> Int?? {
    switch self {
    case .discount: .some(facts.discount)
    default: amount(facts).map { .some($0) }
    }
  }

  private func amount(_ facts: Facts) -> Int? {
    switch self {
    case .number(let value): return value
    case .price: return facts.price
    case .discount: return facts.discount
    case .amount: return facts.amount
    case .sum(let a, let b):
      guard let x = a.amount(facts), let y = b.amount(facts) else { return nil }
      return x + y
    case .difference(let a, let b):
      guard let x = a.amount(facts), let y = b.amount(facts) else { return nil }
      return x - y
    case .times(let a, let factor): return a.amount(facts).map { $0 * factor }
    case .truth, .paused, .all, .any, .not, .compare, .isEmpty, .choose, .every, .some: return nil
    }
  }

  static func condition(_ depth: Int, inLoop: Bool, _ random: inout SeededRandom) -> Formula {
    let kind =
      depth <= 0 ? Int.random(in: 0...3, using: &random) : Int.random(in: 0...9, using: &random)
    func part() -> Formula { condition(depth - 1, inLoop: inLoop, &random) }
    switch kind {
    case 0: return .truth(Bool.random(using: &random))
    case 1: return .paused
    case 2: return .isEmpty(.discount)
    case 3:
      let symbol = ["<", "<=", ">", ">=", "==", "!="][Int.random(in: 0...5, using: &random)]
      return .compare(
        symbol, number(2, inLoop: inLoop, &random), number(2, inLoop: inLoop, &random))
    case 4, 5: return .all([part(), part()] + (Bool.random(using: &random) ? [part()] : []))
    case 6, 7: return .any([part(), part()])
    case 8: return inLoop ? .not(part()) : loop(depth, &random)
    default: return .choose(part(), part(), part())
    }
  }

  private static func loop(_ depth: Int, _ random: inout SeededRandom) -> Formula {
    let body = condition(depth - 1, inLoop: true, &random)
    return Bool.random(using: &random) ? .every(body) : .some(body)
  }

  private static func number(_ depth: Int, inLoop: Bool, _ random: inout SeededRandom) -> Formula {
    switch Int.random(in: 0...(depth <= 0 ? 3 : 6), using: &random) {
    case 0: return .number(Int.random(in: -3000...3000, using: &random))
    case 1: return .price
    case 2: return .discount
    case 3: return inLoop ? .amount : .price
    case 4:
      return .sum(
        number(depth - 1, inLoop: inLoop, &random), number(depth - 1, inLoop: inLoop, &random))
    case 5:
      return .difference(
        number(depth - 1, inLoop: inLoop, &random), number(depth - 1, inLoop: inLoop, &random))
    default:
      return .times(
        number(depth - 1, inLoop: inLoop, &random), Int.random(in: -3...3, using: &random))
    }
  }
}

@Suite("Random expressions")
struct RandomExpressionTests {
  @Test("the fast evaluation, the value and the explanation agree with a slow evaluator")
  func agree() throws {
    let seed = UInt64(Environment.variable("SEED") ?? "") ?? UInt64.random(in: 0..<1_000_000)
    print("SEED=\(seed)")
    var random = SeededRandom(state: seed)
    var undecided = 0
    for _ in 0..<4000 {
      let formula = Formula.condition(4, inLoop: false, &random)
      let discount = Bool.random(using: &random) ? Int.random(in: -500...500, using: &random) : nil
      let facts = Formula.Facts(
        paused: Bool.random(using: &random), price: 1250, discount: discount,
        amounts: [1010, 2020, 5])
      let fixture = Fixture()
      fixture.reader.records[0].fields[8] = .bool(facts.paused)
      fixture.reader.records[0].fields[9] =
        discount.flatMap { Decimal($0).divided(by: Decimal(100)) }.map { .decimal($0) } ?? .null
      let (program, issues) = Fixture.compiler.compile(formula.text, expecting: .bool)
      let compiled = try #require(program, "\(formula.text): \(issues)")
      let expected: Truth = formula.holds(facts).map { $0 ? .yes : .no } ?? .cannotTell
      if expected == .cannotTell { undecided += 1 }
      #expect(compiled.truth(fixture.frame) == expected, "\(formula.text) \(facts)")
      let value = compiled.evaluate(fixture.frame)
      switch expected {
      case .yes: #expect(value.celEquals(.bool(true)), "\(formula.text)")
      case .no: #expect(value.celEquals(.bool(false)), "\(formula.text)")
      case .cannotTell: #expect(value.problem != nil, "\(formula.text)")
      }
      let explanation = compiled.explain(fixture.frame)
      #expect(explanation.truth == expected, "\(formula.text)")
      #expect(!explanation.facts.isEmpty || expected == .yes, "\(formula.text)")
    }
    #expect(undecided > 100)
  }
}
