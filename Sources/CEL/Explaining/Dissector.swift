/// Takes an expression apart into its conditions, each with the value it has.
struct Dissector {
  let explainer: Explainer
  /// How many parts there may still be.
  private var room = Dissector.limit

  /// Parts of one expression at most: loops inside loops multiply them.
  private static let limit = 1000

  init(explainer: Explainer) { self.explainer = explainer }

  private var tree: SyntaxTree { explainer.tree }
  private var frame: Frame { explainer.frame }

  mutating func part(_ id: Int) -> Explanation.Part {
    room -= 1
    switch tree.nodes[id].kind {
    case .logical(let isAnd, let operands): return made(id, isAnd ? .all : .any, of: operands)
    case .not(let operand): return made(id, .not, of: [operand])
    case .conditional(let condition, let yes, let no):
      guard case .bool(let isChosen) = value(condition) else {
        return made(id, .choice, of: [condition])
      }
      return made(id, .choice, of: [condition, isChosen ? yes : no])
    case .comprehension(let macro): return quantified(id, macro)
    case .literal, .fraction, .name, .select, .index, .call, .negate, .binary, .list, .map, .has,
      .invalid:
      return made(id, .plain)
    }
  }

  private func value(_ id: Int) -> Value {
    explainer.program.planned[id]?.value(frame) ?? .failure("it cannot be told")
  }

  private mutating func made(
    _ id: Int, _ kind: Explanation.Part.Kind, of operands: [Int] = []
  ) -> Explanation.Part {
    let range = tree.nodes[id].range
    var part = Explanation.Part(
      kind: kind, range: range, text: tree.source(range), value: value(id), element: nil,
      reads: kind == .plain ? explainer.reads(id) : [], parts: [], leftOut: 0)
    for operand in operands {
      if room > 0 { part.parts.append(self.part(operand)) } else { part.leftOut += 1 }
    }
    return part
  }

  /// `all()` and `exists()` with a part for each element; other loops are values like any.
  private mutating func quantified(
    _ id: Int, _ macro: SyntaxTree.Comprehension
  ) -> Explanation.Part {
    guard macro.form == .all || macro.form == .exists, macro.secondVariable == nil,
      case .locals(let index, let isRecord) = explainer.program.checked.parts[id].meaning,
      case .list(let elements) = value(macro.source)
    else { return made(id, .plain) }
    var whole = made(id, macro.form == .all ? .every : .some)
    for (place, element) in elements.enumerated() {
      guard room > 0 else {
        whole.leftOut = elements.count - place
        break
      }
      if isRecord {
        frame.running.localWords[frame.running.localBase + index] = element.scalar
      } else {
        frame.running.locals[frame.running.localBase + index] = element
      }
      var part = part(macro.body)
      part.element = element
      whole.parts.append(part)
    }
    return whole
  }
}
