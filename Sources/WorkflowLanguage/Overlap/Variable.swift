import CEL
import WorkflowEngine

/// Something of a situation that conditions read: a field, an input, the time, who asks.
struct Variable {
  enum Source: Hashable {
    /// Stored slots followed from the own record; the last one is read.
    case member([Int])
    case now
    case today
    case user
    case cause
    /// Whether a list of texts, at the end of stored slots, has this one.
    case element([Int], String)
    /// Whether the actor has the role.
    case role(String)
    /// An input of the way with this number, by its place among the way's inputs.
    case input(way: Int, index: Int)
    /// Who belongs to an own set.
    case gathering(Int)
    /// The value of an expression that is not looked into.
    case expression(String)
    /// Whether a condition that is not looked into holds.
    case condition(String)
  }

  enum Kind: Hashable {
    case flag
    /// So many named values.
    case choice(Int)
    case ordered(Unit)
    case text
    case reference
    /// A list, or what has no order: only whether it is there is tried.
    case other
  }

  /// What numbers of ordered values count.
  enum Unit: Hashable {
    case integer, decimal, date, timestamp, duration
  }

  let source: Source
  let kind: Kind
  let isNullable: Bool
  /// How it is called in a sentence.
  let name: String
  var samples: [Sample] = []
  /// The variables it is compared with, itself included, by the number of one of them.
  var family = 0

  /// Whether its samples are all the values that there are.
  var isFinite: Bool {
    switch kind {
    case .flag, .choice, .reference: true
    case .ordered, .text, .other: false
    }
  }
}

/// A value that a variable is tried with.
enum Sample: Hashable {
  case null
  case flag(Bool)
  /// A named value by its place.
  case choice(Int)
  /// In the steps of the variable's family (`Family.scale`).
  case number(Int64)
  case text(String)
  /// A reference leads to a record of its own.
  case record
  /// A reference leads where these stored slots lead.
  case same([Int])
  /// One of the gatherings that were prepared for a set.
  case members(Int)
}

extension Variable.Kind {
  init(_ type: FieldType, in definition: WorkflowDefinition) {
    switch type {
    case .plain(let scalar): self.init(scalar)
    case .choice(let choice): self = .choice(definition.choices[choice].values.count)
    case .reference: self = .reference
    case .list, .entries, .links: self = .other
    }
  }

  /// How values of a scalar type can be tried: `other` where they cannot.
  private init(_ type: ScalarType) {
    self =
      switch type {
      case .text: .text
      case .integer: .ordered(.integer)
      case .decimal: .ordered(.decimal)
      case .boolean: .flag
      case .date: .ordered(.date)
      case .timestamp: .ordered(.timestamp)
      case .duration: .ordered(.duration)
      }
  }

  /// The kind of an expression's value; nil where values cannot be tried one by one.
  init?(_ type: CELType, in definition: WorkflowDefinition) {
    guard let type = FieldType(type) else { return nil }
    self.init(type, in: definition)
    if self == .other { return nil }
  }

  /// The samples that there are without knowing what it is compared with.
  var plainSamples: [Sample] {
    switch self {
    case .flag: [.flag(true), .flag(false)]
    case .choice(let count): (0..<count).map { .choice($0) }
    case .reference: [.record]
    case .ordered, .text, .other: []
    }
  }
}
