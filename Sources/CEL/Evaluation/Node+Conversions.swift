/// A whole number as a decimal.
final class DecimalConversionNode: Node {
  let operand: Node

  init(_ operand: Node) {
    self.operand = operand
    super.init(operand.context, operand.range)
  }

  override func word(_ frame: Frame) -> Int64 {
    let word = operand.word(frame)
    guard word > Scalar.failed else { return word }
    return Decimal(exactly: word)?.packed ?? Scalar.failed
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    guard case .int(let number) = value else { return value }
    return Decimal(exactly: number).map { .decimal($0) } ?? .failure("\(text) is too large")
  }

  override func absence(_ frame: Frame) -> String { operand.absence(frame) }
}

/// A choice as its name.
final class ChoiceTextNode: Node {
  let operand: Node
  let names: [Value]

  init(_ operand: Node, choice: Int) {
    self.operand = operand
    let types = operand.context.schema.choiceTypes
    names = types.indices.contains(choice) ? types[choice].values.map { .string($0) } : []
    super.init(operand.context, operand.range)
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    guard case .choice(_, let index) = value else { return value }
    return names.indices.contains(Int(index)) ? names[Int(index)] : .failure("\(text) is unknown")
  }

  override func absence(_ frame: Frame) -> String { operand.absence(frame) }
}

/// A record as its reader names it.
final class RecordTextNode: Node {
  let operand: Node

  init(_ operand: Node) {
    self.operand = operand
    super.init(operand.context, operand.range)
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    guard case .record(let record) = value else { return value }
    return .string(frame.reader.text(of: record))
  }

  override func absence(_ frame: Frame) -> String { operand.absence(frame) }
}

/// A date as the moment it begins.
final class StartOfDayNode: Node {
  let operand: Node

  init(_ operand: Node) {
    self.operand = operand
    super.init(operand.context, operand.range)
  }

  override func value(_ frame: Frame) -> Value {
    let value = operand.value(frame)
    guard case .date(let date) = value else { return value }
    let start = context.zone.startOfDay(date)
    return start.isInRange ? .timestamp(start) : .failure("\(text) begins before the year 1")
  }

  override func absence(_ frame: Frame) -> String { operand.absence(frame) }
}
