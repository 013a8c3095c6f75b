/// An expression of the small JavaScript subset that charts use.
indirect enum Script {
  case integer(String)
  case fraction(String)
  case text(String)
  case boolean(Bool)
  /// `undefined`.
  case nothing
  case null
  case name(String)
  case member(Script, String)
  case element(Script, Script)
  case call(Script, [Script])
  case unary(UnaryOperator, Script)
  case binary(BinaryOperator, Script, Script)
  case conditional(Script, Script, Script)
  case array([Script])
  case object([Member])

  struct Member {
    let name: String
    let value: Script
  }

  enum UnaryOperator: String {
    case not = "!"
    case minus = "-"
    case plus = "+"
    case typeOf = "typeof"
  }

  enum BinaryOperator: String, CaseIterable {
    case or = "||"
    case and = "&&"
    case equal = "=="
    case notEqual = "!="
    case identical = "==="
    case notIdentical = "!=="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case remainder = "%"

    var isComparison: Bool { !isArithmetic && self != .and && self != .or }

    var isArithmetic: Bool {
      switch self {
      case .plus, .minus, .times, .divide, .remainder: true
      case .or, .and, .equal, .notEqual, .identical, .notIdentical, .less, .lessOrEqual, .greater,
        .greaterOrEqual:
        false
      }
    }

    /// Higher binds tighter.
    var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .equal, .notEqual, .identical, .notIdentical: 3
      case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
      case .plus, .minus: 5
      case .times, .divide, .remainder: 6
      }
    }
  }
}

/// Why an expression is not translated.
struct ScriptFailure: Error {
  /// One phrase, lower case, no period.
  let reason: String
  /// Whether it fails in SCXML too, whenever it is evaluated.
  let isRuntimeError: Bool

  /// It fails in SCXML, and so does the translation.
  static func failing(_ reason: String) -> ScriptFailure {
    ScriptFailure(reason: reason, isRuntimeError: true)
  }

  /// It means something in SCXML that formulas cannot say.
  static func untranslated(_ reason: String) -> ScriptFailure {
    ScriptFailure(reason: reason, isRuntimeError: false)
  }
}
