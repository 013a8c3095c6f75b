import CEL
import WorkflowEngine

/// The values of a column, cut into cells within which every row says the same.
struct TableAxis {
  enum Cell {
    case null
    case value(Value)
    /// A text that no row names.
    case otherText
    /// An end of it is a constant; the other values lie between two of them.
    case point(Value)
    case between(Value?, Value?)
  }

  let name: String
  private(set) var cells: [Cell] = []
  private var samples: [Value] = []
  /// Where the texts are that rows name.
  private var textPlaces: [String: Int] = [:]
  /// The cells of ordered values, which follow each other.
  private(set) var numbers: Range<Int> = 0..<0
  /// Whether its constants can be told apart.
  private(set) var isExact = true
  /// What to do about constants that cannot be told apart.
  let limit: String

  var count: Int { cells.count }

  init(_ column: TableDraft.Column, cells rows: [DecisionTable.Cell], choices: [Choice]) {
    name = column.name
    limit = TableAxis.limit(of: column.type)
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

  private static func limit(of type: FieldType) -> String {
    switch type {
    case .plain(.decimal): "use at most 9 digits before the point and 8 behind it"
    case .plain(.duration): "use durations below 10000000d"
    default: "use numbers of at most 18 digits"
    }
  }

  private mutating func add(_ cell: Cell, _ sample: Value) {
    cells.append(cell)
    samples.append(sample)
  }

  private mutating func addTexts(_ texts: [String]) {
    for text in texts {
      textPlaces[text] = count
      add(.value(.text(text)), .text(text))
    }
    let named = Set(texts)
    var other = "other"
    while named.contains(other) { other += "x" }
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
    let start = count
    var former: Int64?
    for step in points.keys.sorted() {
      addBetween(former, step, points, scale, unit)
      if let value = points[step] { add(.point(value), value) }
      former = step
    }
    addBetween(former, nil, points, scale, unit)
    numbers = start..<count
  }

  /// The values between two constants, if there are any.
  ///
  /// - Parameters:
  ///   - low: in steps; nil where there is none below.
  ///   - high: in steps; nil where there is none above.
  private mutating func addBetween(
    _ low: Int64?, _ high: Int64?, _ points: [Int64: Value], _ scale: Scale, _ unit: Variable.Unit
  ) {
    guard let value = sample(between: low, and: high, scale, unit) else { return }
    add(.between(low.flatMap { points[$0] }, high.flatMap { points[$0] }), value)
  }

  /// A value that lies between: one that people would name, else the nearest there is.
  private func sample(
    between low: Int64?, and high: Int64?, _ scale: Scale, _ unit: Variable.Unit
  ) -> Value? {
    // A decimal of as many digits as the constants have, and one digit more.
    let steps = [scale.unit(unit), unit == .decimal ? 10 : 1, 1]
    let candidates =
      switch (low, high) {
      case (nil, nil): [scale.base(unit)]
      case (nil, let high?): steps.map { high - $0 }
      case (let low?, _): steps.map { low + $0 }
      }
    let found = candidates.lazy.filter { number in
      number > low ?? .min && number < high ?? .max && scale.floor(number, for: unit) == number
    }.compactMap { number -> Value? in
      guard scale.holds(number, as: unit) else { return nil }
      return scale.stored(number, as: unit).plainValue
    }.first
    return found ?? finerSample(above: low, below: high, unit)
  }

  /// Between two microseconds that follow each other, and behind the last one, there are times and lengths that formulas can
  /// give, though no field keeps them.
  private func finerSample(above low: Int64?, below high: Int64?, _ unit: Variable.Unit) -> Value? {
    guard let low, high.map({ $0 - low == 1 }) ?? true else { return nil }
    switch unit {
    case .timestamp:
      var time = Timestamp(microseconds: low)
      time.nanos += 500
      return .timestamp(time)
    case .duration:
      return .duration(TimeSpan(nanoseconds: TimeSpan(microseconds: low).nanoseconds + 500))
    case .integer, .decimal, .date: return nil
    }
  }

  // MARK: Rows

  /// The cells that a row's cell holds.
  func fitting(_ cell: DecisionTable.Cell) -> PlaceSet {
    var fitting = PlaceSet(capacity: count)
    if !textPlaces.isEmpty, case .oneOf(let parts) = cell {
      // Each text is in one place, and is not looked for in the others.
      for part in parts {
        guard case .value(let value) = part else { continue }
        if let place = value.isNull ? 0 : value.text.flatMap({ textPlaces[$0] }) {
          fitting.insert(place)
        }
      }
      return fitting
    }
    if numbers.isEmpty {
      for (place, sample) in samples.enumerated() where cell.fits(sample) { fitting.insert(place) }
      return fitting
    }
    // Ordered values are many: each part holds those between two places.
    if samples[0].isNull, cell.fits(.null) { fitting.insert(0) }
    let ranges = cell.parts.map(places)
    switch cell {
    case .any: fitting.insert(numbers)
    case .oneOf: for range in ranges { fitting.insert(range) }
    case .noneOf:
      var excluded = PlaceSet(capacity: count)
      for range in ranges { excluded.insert(range) }
      for place in numbers where !excluded.contains(place) { fitting.insert(place) }
    }
    return fitting
  }

  /// Which of the ordered values a part holds.
  private func places(_ part: DecisionTable.Part) -> Range<Int> {
    let (from, to) = part.bounds
    let above = DecisionTable.Part.range(from: from, to: nil)
    let below = DecisionTable.Part.range(from: nil, to: to)
    let low = firstNumber { above.fits(samples[$0]) }
    let high = firstNumber { !below.fits(samples[$0]) }
    return low..<max(low, high)
  }

  /// The first place for which something holds that holds for all behind it.
  private func firstNumber(where holds: (Int) -> Bool) -> Int {
    var (low, high) = (numbers.lowerBound, numbers.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func workOfPart(of cell: DecisionTable.Cell) -> Int {
    if case .oneOf = cell, !textPlaces.isEmpty { return 2 }
    return numbers.isEmpty ? count : 32
  }

  /// How much has to be looked at for `fitting` of all rows.
  func work(of rows: [DecisionTable.Cell]) -> Int {
    rows.reduce(0) { sum, cell in
      let (sum, overflow) = sum.addingReportingOverflow(
        PlaceSet.width(count) + cell.parts.count * workOfPart(of: cell))
      return overflow ? .max : sum
    }
  }

  /// A cell with those around it that are free, so that they are one list or one range.
  func widened(_ place: Int, isFree: (Int) -> Bool) -> PlaceSet {
    var wide = PlaceSet(capacity: count)
    wide.insert(place)
    for other in cells.indices where !numbers.contains(other) && isFree(other) {
      wide.insert(other)
    }
    guard let start = numbers.contains(place) ? place : numbers.first(where: isFree) else {
      return wide
    }
    wide.insert(start)
    let above = numbers[(start + 1)...].prefix(while: isFree)
    let below = numbers[..<start].reversed().prefix(while: isFree)
    for other in Array(above) + Array(below) { wide.insert(other) }
    return wide
  }
}

extension DecisionTable.Part {
  /// A value is the range from itself to itself.
  fileprivate var bounds: (from: DecisionTable.Bound?, to: DecisionTable.Bound?) {
    switch self {
    case .value(let value):
      (.init(value, isIncluded: true), .init(value, isIncluded: true))
    case .range(let from, let to): (from, to)
    }
  }
}
