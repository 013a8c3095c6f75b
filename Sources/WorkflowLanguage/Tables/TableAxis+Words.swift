import CEL
import WorkflowEngine

/// The cells of a column as those of a row say them.
extension TableAxis {
  func words(_ side: PlaceSet, choices: [Choice]) -> CellWords {
    if side.isFull { return .any }
    var words: [String] = []
    var excluded: [String] = []
    var isExcluding = !numbers.isEmpty && numbers.allSatisfy(side.contains)
    for (place, cell) in cells.enumerated() {
      let isIn = side.contains(place)
      switch cell {
      case .null: if isIn { words.append("null") } else { excluded.append("null") }
      case .value(let value):
        let word = written(value, choices)
        if isIn { words.append(word) } else { excluded.append(word) }
      case .otherText: isExcluding = isIn
      case .point, .between: break
      }
    }
    return isExcluding ? .noneOf(excluded) : .oneOf(words + ranges(side, choices))
  }

  private func ranges(_ side: PlaceSet, _ choices: [Choice]) -> [String] {
    var result: [String] = []
    var run: [Int] = []
    for place in numbers {
      if side.contains(place) {
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
    case .choice(let type, let index):
      CellWords.quoted(choices[Int(type)].values[Int(index)])
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): "\(number)"
    case .decimal(let decimal): "\(decimal)"
    case .date(let date): "\(date)"
    case .timestamp(let time): "\(time)"
    case .duration(let span): PlainDuration.text(microseconds: span.microseconds)
    case .string(let text): CellWords.quoted(text)
    default: "null"
    }
  }
}
