public import CEL

/// A table of cases: for values of its columns it gives the value of the row that they fit.
///
/// A class, because every formula that uses it shares it.
public final class DecisionTable: Sendable {
  public struct Column: Sendable {
    public let name: String
    public let type: CELType
    /// Whether a row may be for the empty value.
    public let isOptional: Bool

    public init(name: String, type: CELType, isOptional: Bool) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
    }
  }

  public struct Row: Sendable {
    /// One for each column.
    public let cells: [Cell]
    public let gives: Value
    public let place: SourcePlace

    public init(cells: [Cell], gives: Value, place: SourcePlace) {
      self.cells = cells
      self.gives = gives
      self.place = place
    }
  }

  /// What a row says of a column.
  public enum Cell: Sendable {
    /// Any value, the empty one included.
    case any
    case oneOf([Part])
    case noneOf([Part])
  }

  public enum Part: Sendable {
    /// This value; null is the empty one.
    case value(Value)
    /// Every value between two others; a missing one is no bound.
    case range(from: Bound?, to: Bound?)
  }

  public struct Bound: Sendable {
    public let value: Value
    /// Whether the value itself is within.
    public let isIncluded: Bool

    public init(_ value: Value, isIncluded: Bool) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }

  public let name: String
  public let columns: [Column]
  public let result: CELType
  public let rows: [Row]

  public init(name: String, columns: [Column], result: CELType, rows: [Row]) {
    self.name = name
    self.columns = columns
    self.result = result
    self.rows = rows
  }

  /// The first row that the values fit, by its place.
  public func row(for values: [Value]) -> Int? {
    rows.firstIndex { row in zip(row.cells, values).allSatisfy { $0.fits($1) } }
  }

  /// The table as a function of formulas.
  ///
  /// - Parameter number: the table's place in its definition.
  public func function(number: Int) -> Environment.Function {
    Environment.Function(
      name: name, parameters: columns.map(\.type), result: result,
      takesNull: columns.map(\.isOptional), cost: 1 + rows.reduce(0) { $0 + $1.weight } / 10
    ) { [self] values, reader in
      guard let row = row(for: values) else { return .failure("no row of \(name) fits") }
      reader.noteRow(of: number, row)
      return rows[row].gives
    }
  }
}

extension DecisionTable.Row {
  /// How much there is to look at.
  fileprivate var weight: Int { cells.reduce(1) { $0 + 1 + $1.parts.count } }
}

extension DecisionTable.Cell {
  public var parts: [DecisionTable.Part] {
    switch self {
    case .any: []
    case .oneOf(let parts), .noneOf(let parts): parts
    }
  }

  /// Every value that it names.
  public var constants: [Value] { parts.flatMap(\.constants) }

  public func fits(_ value: Value) -> Bool {
    switch self {
    case .any: true
    case .oneOf(let parts): parts.contains { $0.fits(value) }
    case .noneOf(let parts): !parts.contains { $0.fits(value) }
    }
  }
}

extension DecisionTable.Part {
  fileprivate var constants: [Value] {
    switch self {
    case .value(let value): [value]
    case .range(let from, let to): [from?.value, to?.value].compactMap(\.self)
    }
  }

  public func fits(_ value: Value) -> Bool {
    switch self {
    case .value(let own): own.celEquals(value)
    case .range(let from, let to):
      !value.isNull && (from.map { $0.admits(value, above: true) } ?? true)
        && (to.map { $0.admits(value, above: false) } ?? true)
    }
  }
}

extension DecisionTable.Bound {
  fileprivate func admits(_ other: Value, above: Bool) -> Bool {
    if value.celEquals(other) { return isIncluded }
    return (above ? value.isBefore(other) : other.isBefore(value)) ?? false
  }
}

extension WorkflowDefinition {
  /// What formulas may call beside the functions of the library.
  public var functions: [Environment.Function] {
    tables.enumerated().map { $1.function(number: $0) }
  }
}
