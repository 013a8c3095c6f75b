/// A condition taken apart without evaluating it: what must hold, in terms of its smallest parts.
package indirect enum Outline: Sendable {
  case constant(Bool)
  case all([Outline])
  case any([Outline])
  case not(Outline)
  /// `condition ? yes : no`.
  case choice(Outline, Outline, Outline)
  case atom(Atom)

  /// A part that has no conditions inside, or none that can be looked at alone.
  package struct Atom: Sendable {
    package let program: Program
    /// Its place in the program, for `Program.truth(ofPart:_:)`.
    package let part: Int
    package let text: String
    /// The same for parts that mean the same: `a > b` and `b < a`.
    ///
    /// Names are resolved in it, so that it is good for all formulas over one record type.
    package let key: String
    /// Whether the part is what `key` says, or its opposite: `a <= b` is no `b < a`.
    package let isOpposite: Bool
    package let shape: Shape
    /// The variables and paths of members that it reads, those within macros included.
    package let paths: [Path]
    /// Every constant in it.
    package let constants: [Value]
  }

  /// What the key says, as far as it can be looked into.
  package enum Shape: Sendable {
    /// A value that is true or false by itself.
    case truth(Path)
    case comparison(Comparison, Term, Term)
    /// A value among constants.
    case membership(Term, [Value])
    /// A constant text in a list of texts.
    case contains(Path, String)
    /// Something about one element at least of what has this key.
    case exists(in: String)
    case other
  }

  package enum Comparison: Sendable {
    case equal, less
  }

  /// A side of a comparison: a base to which constants are added.
  package struct Term: Sendable {
    package let base: Base
    package let type: CELType
    package let isNullable: Bool
    /// Added to the base, or taken from it.
    package var offsets: [(value: Value, isTaken: Bool)] = []

    package init(base: Base, type: CELType, isNullable: Bool) {
      self.base = base
      self.type = type
      self.isNullable = isNullable
    }
  }

  package enum Base: Sendable {
    case constant(Value)
    case path(Path)
    /// Anything else, by its key.
    case expression(String)
  }

  /// A call of a function by its name.
  package struct Call: Sendable {
    package let name: String
    /// What each argument reads.
    package let arguments: [[Path]]
  }

  /// A variable, and the members followed from it.
  package struct Path: Hashable, Sendable {
    /// The variable's slot in the frame, and its name.
    package let slot: Int
    package let variable: String
    package let steps: [Step]

    package struct Step: Hashable, Sendable {
      package let recordType: Int
      package let member: Int
    }
  }
}

extension Program {
  /// The condition as its smallest parts.
  package var outline: Outline { Outliner(program: self).outline() }

  /// The whole expression as a side of a comparison.
  package var term: Outline.Term { Outliner(program: self).term(checked.tree.root) }

  /// The variables and paths of members that the expression reads.
  package var paths: [Outline.Path] { Outliner(program: self).paths(checked.tree.root) }

  /// Every call of a function in the expression.
  package var calls: [Outline.Call] { Outliner(program: self).calls(checked.tree.root) }

  /// Every constant in the expression.
  package var constants: [Value] { Outliner(program: self).constants(checked.tree.root) }

  /// Whether one part of the condition can be evaluated by itself.
  package func canTell(part: Int) -> Bool { planned[part] != nil }

  /// Whether one part of the condition holds.
  package func truth(ofPart part: Int, _ frame: Frame) -> Truth {
    guard let node = planned[part] else { return .cannotTell }
    return frame.run(locals: checked.localCount, cost: checked.limits.cost) { node.truth(frame) }
  }
}
