/// What a variable of a chart holds, as far as its expressions tell.
enum VariableKind: Equatable {
  /// Nothing is known: it never gets a value.
  case unknown
  case boolean, integer, decimal, text
  /// Values of different types: kept as text.
  case mixed

  /// What holds values of both.
  func joined(with other: VariableKind) -> VariableKind {
    switch (self, other) {
    case (.unknown, _): other
    case (_, .unknown): self
    case (.integer, .decimal), (.decimal, .integer): .decimal
    default: self == other ? self : .mixed
    }
  }

  var isNumber: Bool { self == .integer || self == .decimal }

  /// The name of the field's type.
  var fieldType: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "integer"
    case .decimal: "decimal"
    case .unknown, .text, .mixed: "text"
    }
  }

  /// A formula of the type that cannot be told, whatever the record.
  var undecidable: String {
    switch self {
    case .boolean: "1 / 0 == 1"
    case .integer: "1 / 0"
    case .decimal: "decimal(1) / 0"
    case .unknown, .text, .mixed: "text(1 / 0)"
    }
  }
}

/// A variable of a chart and the field it becomes.
struct Variable {
  let id: String
  let field: String
  var kind = VariableKind.unknown
  /// How it may be without a value.
  var missing: Set<Missing> = []
  /// Whether it ever holds an object or a list, of which the text is kept.
  var isStructured = false
  /// A list that never changes, element by element.
  var constantList: [Script]?

  var isOptional: Bool { !missing.isEmpty }
}

/// What JavaScript has in place of a value; a field is empty for both.
enum Missing {
  case undefined, null
}
