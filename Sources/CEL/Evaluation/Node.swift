/// One step of a planned expression.
///
/// Every node can give its value; those whose type travels as a word also give it without
/// boxing. `Scalar.null` is then null, and `Scalar.failed` means: ask for the value, which is an
/// error that says why, or what no word can hold.
class Node {
  // A class tree so that a step is one virtual call.
  // INVARIANT: all properties are constant, so a program may be used from several threads.
  let context: CheckedExpression
  let range: Range<Int>

  init(_ context: CheckedExpression, _ range: Range<Int>) {
    self.context = context
    self.range = range
  }

  func value(_ frame: Frame) -> Value {
    preconditionFailure("every node computes its value")
  }

  func word(_ frame: Frame) -> Int64 { value(frame).scalar }

  func truth(_ frame: Frame) -> Truth {
    if case .bool(let holds) = value(frame) { return Truth(holds) }
    return .cannotTell
  }

  /// The records of a set or list of records; nil when `value` says why there are none.
  func handles(_ frame: Frame) -> [RecordHandle]? {
    guard case .list(let elements) = value(frame) else { return nil }
    var handles: [RecordHandle] = []
    handles.reserveCapacity(elements.count)
    for element in elements {
      guard case .record(let handle) = element else { return nil }
      handles.append(handle)
    }
    return handles
  }

  /// The value, where it is the same for every evaluation.
  var constant: Value? { nil }

  /// Says that the value is missing.
  func absence(_ frame: Frame) -> String { "\(text) has no value" }

  /// The node as written.
  final var text: String { context.text(range) }

  /// The value, or an error where it is null or neither yes nor no.
  final func condition(_ frame: Frame) -> Value {
    let value = value(frame)
    switch value {
    case .bool, .error: return value
    case .null: return .failure(absence(frame))
    default: return .failure("\(text) is neither yes nor no")
    }
  }
}

final class ConstantNode: Node {
  let fixed: Value
  let fixedWord: Int64

  init(_ context: CheckedExpression, _ range: Range<Int>, _ value: Value) {
    fixed = value
    fixedWord = value.scalar
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value { fixed }
  override func word(_ frame: Frame) -> Int64 { fixedWord }
  override var constant: Value? { fixed }
}

/// What has no value by its nature: a name nobody declared.
final class FailureNode: Node {
  let failure: Value

  init(_ context: CheckedExpression, _ range: Range<Int>, _ sentence: String) {
    failure = .failure(sentence)
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value { failure }
}

final class VariableNode: Node {
  let slot: Int

  init(_ context: CheckedExpression, _ range: Range<Int>, slot: Int) {
    self.slot = slot
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    slot < frame.slots.count ? frame.slots[slot] : .failure("\(text) has no value")
  }
}

final class LocalNode: Node {
  let index: Int

  init(_ context: CheckedExpression, _ range: Range<Int>, index: Int) {
    self.index = index
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    frame.running.locals[frame.running.localBase + index]
  }
}

final class LocalRecordNode: Node {
  let index: Int

  init(_ context: CheckedExpression, _ range: Range<Int>, index: Int) {
    self.index = index
    super.init(context, range)
  }

  override func word(_ frame: Frame) -> Int64 {
    frame.running.localWords[frame.running.localBase + index]
  }

  override func value(_ frame: Frame) -> Value {
    let word = word(frame)
    return word == Scalar.null ? .null : WordKind.record.value(word)
  }
}
