import CEL
import WorkflowEngine

/// The values of a column, cut into cells within which every row says the same.
struct TableAxis {
  private enum Cell {
    case null
    case value(Value)
    /// A text that no row names.
    case otherText
    /// An end of it is a constant; the other values lie between two of them.
    case point(Value)
    case between(Value?, Value?)
  }

  let name: String
  private var cells: [Cell] = []
  private var samples: [Value] = []
  /// Whether its constants can be told apart.
  private(set) var isExact = true

  var count: Int { cells.count }

  init(_ column: TableDraft.Column, cells rows: [DecisionTable.Cell], choices: [Choice]) {
    name = column.name
    if column.isOptional { add(.null, .null) }
    let constants = rows.flatMap(\.constants).filter { !$0.isNull }
    switch column.type {
    case .choice(let number):
      for index in choices[number].values.indices {
        let value = Value.choice(type: Int32(number), index: Int32(index))
        add(.value(value), value)
      }
    case .plain(.boolean):
      add(.value(.bool(true)), .bool(true))
      add(.value(.bool(false)), .bool(false))
    case .plain(.text): addTexts(Set(constants.compactMap(\.text)).sorted())
    case .plain(.integer): addNumbers(.integer, constants)
    case .plain(.decimal): addNumbers(.decimal, constants)
    case .plain(.date): addNumbers(.date, constants)
    case .plain(.timestamp): addNumbers(.timestamp, constants)
    case .plain(.duration): addNumbers(.duration, constants)
    case .reference, .list, .entries, .links: isExact = false
    }
  }

  private mutating func add(_ cell: Cell, _ sample: Value) {
    cells.append(cell)
    samples.append(sample)
  }

  private mutating func addTexts(_ texts: [String]) {
    for text in texts { add(.value(.text(text)), .text(text)) }
    var other = "other"
    while texts.contains(other) { other += "x" }
    add(.otherText, .text(other))
  }

  private mutating func addNumbers(_ unit: Variable.Unit, _ constants: [Value]) {
    let addends = constants.compactMap { constant in
      Scale.Amount(constant).map { Family.Addend(value: $0, isTaken: false) }
    }
    guard let scale = Scale(units: [unit], amounts: addends) else {
      isExact = false
      return
    }
    let steps = constants.compactMap { Scale.Amount($0).flatMap(scale.steps) }
    let isInReach = steps.allSatisfy { $0.magnitude < 1 << 60 }
    guard steps.count == constants.count, isInReach else {
      isExact = false
      return
    }
    var points: [Int64: Value] = [:]
    for (step, value) in zip(steps, constants) { points[step] = value }
    var former: Int64?
    for step in points.keys.sorted() {
      addBetween(former, step, points, scale, unit)
      if let value = points[step] { add(.point(value), value) }
      former = step
    }
    addBetween(former, nil, points, scale, unit)
  }

  /// The values between two constants, if there are any.
  private mutating func addBetween(
    _ low: Int64?, _ high: Int64?, _ points: [Int64: Value], _ scale: Scale, _ unit: Variable.Unit
  ) {
    let step = scale.unit(unit)
    let sample: Int64
    switch (low, high) {
    case (nil, nil): sample = scale.base(unit)
    case (nil, let high?): sample = high - step
    case (let low?, nil): sample = low + step
    case (let low?, let high?):
      if high - low < 2 { return }
      sample = high - low > step ? low + step : low + 1
    }
    // Beyond the first and the last day there is none.
    guard scale.floor(sample, for: unit) == sample,
      let value = scale.stored(sample, as: unit).plainValue
    else { return }
    add(.between(low.flatMap { points[$0] }, high.flatMap { points[$0] }), value)
  }

  /// The cells that a row's cell holds.
  func fitting(_ cell: DecisionTable.Cell) -> TableSide { TableSide(samples.map(cell.fits)) }

  // MARK: Showing

  private func isNumber(_ place: Int) -> Bool {
    switch cells[place] {
    case .point, .between: true
    case .null, .value, .otherText: false
    }
  }

  /// The other cells, the nearest first.
  func neighbours(of place: Int) -> [Int] {
    cells.indices.filter { $0 != place }.sorted {
      (abs($0 - place), $0) < (abs($1 - place), $1)
    }
  }

  /// Whether the numbers among the cells follow each other, so that one range has them.
  func isConnected(_ side: TableSide) -> Bool {
    let numbers = cells.indices.filter { side[$0] && isNumber($0) }
    guard let first = numbers.first, let last = numbers.last else { return true }
    return numbers.count == last - first + 1
  }

  /// The cells as a row of a file writes them.
  func text(_ side: TableSide, choices: [Choice]) -> String {
    if side.isFull { return "-" }
    var words: [String] = []
    var excluded: [String] = []
    var isExcluding = false
    for (place, cell) in cells.enumerated() {
      switch cell {
      case .null: if side[place] { words.append("null") } else { excluded.append("null") }
      case .value(let value):
        if side[place] {
          words.append(written(value, choices))
        } else {
          excluded.append(written(value, choices))
        }
      case .otherText: isExcluding = side[place]
      case .point, .between: break
      }
    }
    if isExcluding {
      return excluded.count == 1
        ? "not \(excluded[0])" : "'not \(excluded.joined(separator: ", "))'"
    }
    words += ranges(side, choices)
    return words.count == 1 ? words[0] : "[\(words.joined(separator: ", "))]"
  }

  private func ranges(_ side: TableSide, _ choices: [Choice]) -> [String] {
    var result: [String] = []
    var run: [Int] = []
    for place in cells.indices {
      if side[place], isNumber(place) {
        run.append(place)
      } else if !run.isEmpty {
        result.append(range(run, choices))
        run = []
      }
    }
    if !run.isEmpty { result.append(range(run, choices)) }
    return result
  }

  /// `< 18`, `18..65`, `65<..`, `18`.
  private func range(_ run: [Int], _ choices: [Choice]) -> String {
    if run.count == 1, case .point(let value) = cells[run[0]] { return written(value, choices) }
    var low: String?
    var high: String?
    switch cells[run[0]] {
    case .point(let value): low = written(value, choices)
    case .between(let value?, _):
      low = next(value, by: 1).map { written($0, choices) } ?? "\(written(value, choices))<"
    case .null, .value, .otherText, .between: break
    }
    switch cells[run[run.count - 1]] {
    case .point(let value): high = written(value, choices)
    case .between(_, let value?):
      if low == nil { return "< \(written(value, choices))" }
      high = next(value, by: -1).map { written($0, choices) } ?? "<\(written(value, choices))"
    case .null, .value, .otherText, .between: break
    }
    if low == nil, let high { return "<= \(high)" }
    return low == high && low != nil ? low ?? "" : "\(low ?? "")..\(high ?? "")"
  }

  /// The whole number or the day beside another; nil for what has no neighbours.
  private func next(_ value: Value, by step: Int64) -> Value? {
    switch value {
    case .int(let number): .int(number + step)
    case .date(let date): .date(CivilDate(daysSinceEpoch: date.daysSinceEpoch + Int32(step)))
    default: nil
    }
  }

  private func written(_ value: Value, _ choices: [Choice]) -> String {
    switch value {
    case .choice(let type, let index): choices[Int(type)].values[Int(index)]
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): "\(number)"
    case .decimal(let decimal): "\(decimal)"
    case .date(let date): "\(date)"
    case .timestamp(let time): "\(time)"
    case .duration(let span): StoredValue.duration(span.microseconds).text
    case .string(let text): CellWord.written(text)
    default: "null"
    }
  }
}

/// A text as a cell writes it.
private enum CellWord {
  static func written(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true && text != "null" && text != "true" && text != "false"
      && !text.hasPrefix("not ") && !text.contains("..")
      && text.allSatisfy { $0.isLetter || $0.isNumber || " _-.".contains($0) } && text.last != " "
    return isPlain ? text : "'\(text.replacing("'", with: "''"))'"
  }
}

extension DecisionTable.Cell {
  /// Every value that it names.
  fileprivate var constants: [Value] {
    switch self {
    case .any: []
    case .oneOf(let parts), .noneOf(let parts): parts.flatMap(\.constants)
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
}
