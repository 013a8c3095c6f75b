public import CEL

/// A checked expression and where it is written.
public struct Formula: Sendable {
  public let program: Program
  public let place: SourcePlace

  public init(program: Program, place: SourcePlace) {
    self.program = program
    self.place = place
  }

  public var text: String { program.text }
}

/// A condition: one formula, or several of which all, any or none must hold.
public indirect enum Condition: Sendable {
  case formula(Formula)
  case all([Condition])
  case any([Condition])
  case none([Condition])

  /// Every formula in the condition, in file order.
  public var formulas: [Formula] {
    switch self {
    case .formula(let formula): [formula]
    case .all(let parts), .any(let parts), .none(let parts): parts.flatMap(\.formulas)
    }
  }
}

/// A value that an effect, default or input gives.
public enum Expression: Sendable {
  /// A plain value of the file, in the form its field stores.
  case constant(StoredValue)
  /// A formula, evaluated when the effect runs.
  case formula(Formula)
}

/// A sentence with `{formula}` places in it.
public struct Sentence: Sendable {
  /// A part of a sentence.
  public enum Piece: Sendable {
    /// Words.
    case text(String)
    /// A formula whose value stands there.
    case formula(Formula)
    /// A formula whose number stands there with what is counted: "1 item", "3 items".
    case counted(Formula, CountedWord)

    var formula: Formula? {
      switch self {
      case .text: nil
      case .formula(let formula), .counted(let formula, _): formula
      }
    }
  }

  public let pieces: [Piece]
  public let place: SourcePlace
  /// Whether a formula speaks of `after`, so that the sentence can only be made once the effects
  /// are planned.
  public let readsAfter: Bool

  public init(pieces: [Piece], place: SourcePlace) {
    self.pieces = pieces
    self.place = place
    readsAfter = pieces.contains { $0.formula?.program.uses(variable: "after") ?? false }
  }

  /// The sentence as written, with its formulas in braces.
  public var template: String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .formula(let formula): "{\(formula.text)}"
      case .counted(let formula, let word): "{\(formula.text), \(word.one), \(word.many)}"
      }
    }.joined()
  }
}

/// What a number in a sentence counts, for one and for any other number.
public struct CountedWord: Sendable, Hashable {
  public let one: String
  public let many: String

  public init(one: String, many: String) {
    self.one = one
    self.many = many
  }
}

/// The places of `CEL.Frame` in which the interpreter hands a formula its variables.
public enum FrameSlot {
  /// The transition's own record; its members may be named without it.
  public static let own = 0
  /// The record that `for:`, `where:` or `order_by:` looks at, named by its type or by `as:`.
  public static let looped = 1
  /// The own record as stored before the step.
  public static let before = 2
  /// The own record with the effects planned.
  public static let after = 3
  /// A timestamp.
  public static let now = 4
  /// A date: `now` in the file's time zone.
  public static let today = 5
  /// A text: `actor.user`.
  public static let actorUser = 6
  /// A list of texts: `actor.roles`.
  public static let actorRoles = 7
  /// A text: asked, cascade, clock or automatic.
  public static let cause = 8
  /// A timestamp: the time for which the timer was set that fires the transition.
  public static let due = 9
  /// A text: `approver.user`, the second person; null where there is none.
  public static let approverUser = 10
  /// The first input of the transition; the others follow in the order of `Transition.inputs`.
  public static let firstInput = 11
}
