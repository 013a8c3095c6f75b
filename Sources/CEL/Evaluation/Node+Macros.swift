/// `all()` and `exists()` over records.
final class RecordQuantifierNode: Node {
  let source: Node
  let index: Int
  let body: Node
  let isAll: Bool

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ source: Node, index: Int, _ body: Node,
    isAll: Bool
  ) {
    self.source = source
    self.index = index
    self.body = body
    self.isAll = isAll
    super.init(context, range)
  }

  override func truth(_ frame: Frame) -> Truth {
    guard let handles = source.handles(frame), frame.charge(handles.count) else {
      return .cannotTell
    }
    let place = frame.running.localBase + index
    let decisive: Truth = isAll ? .no : .yes
    var result: Truth = isAll ? .yes : .no
    for handle in handles {
      frame.running.localWords[place] = Int64(handle.raw)
      let truth = body.truth(frame)
      if truth == decisive { return truth }
      if truth == .cannotTell { result = .cannotTell }
    }
    return result
  }

  override func value(_ frame: Frame) -> Value {
    switch truth(frame) {
    case .yes: return .bool(true)
    case .no: return .bool(false)
    case .cannotTell: break
    }
    if frame.running.budget < 0 { return Frame.exhausted }
    guard let handles = source.handles(frame) else { return missingList(source, frame) }
    for handle in handles {
      frame.running.localWords[frame.running.localBase + index] = Int64(handle.raw)
      let value = body.condition(frame)
      if value.isError { return value }
    }
    return frame.running.budget < 0 ? Frame.exhausted : .bool(isAll)
  }

  override func word(_ frame: Frame) -> Int64 { truth(frame).word }
}

/// Why something that should be a list is none.
func missingList(_ source: Node, _ frame: Frame) -> Value {
  let value = source.value(frame)
  switch value {
  case .error: return value
  case .null: return .failure(source.absence(frame))
  default: return .failure("\(source.text) is no list")
  }
}

/// A macro over a list or map of any values.
final class LoopNode: Node {
  let form: SyntaxTree.Comprehension.Form
  let source: Node
  let index: Int
  /// Whether the first variable is a record, which travels as a word.
  let isRecord: Bool
  let hasSecond: Bool
  let second: Int
  let filter: Node?
  let body: Node

  init(
    _ context: CheckedExpression, _ range: Range<Int>, _ macro: SyntaxTree.Comprehension,
    source: Node, index: Int, isRecord: Bool, second: Int, filter: Node?, body: Node
  ) {
    form = macro.form
    self.source = source
    self.index = index
    self.isRecord = isRecord
    hasSecond = macro.secondVariable != nil
    self.second = second
    self.filter = filter
    self.body = body
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    var loop = Loop(node: self)
    switch source.value(frame) {
    case .list(let elements):
      for (place, element) in elements.enumerated() {
        if hasSecond {
          frame.running.locals[frame.running.localBase + second] = element
          bind(.int(Int64(place)), frame)
        } else {
          bind(element, frame)
        }
        if let result = loop.step(frame, key: .int(Int64(place)), element: element) {
          return result
        }
      }
    case .map(let map):
      for place in map.keys.indices {
        if hasSecond { frame.running.locals[frame.running.localBase + second] = map.values[place] }
        bind(map.keys[place], frame)
        if let result = loop.step(frame, key: map.keys[place], element: map.keys[place]) {
          return result
        }
      }
    case .null: return .failure(source.absence(frame))
    case .error(let problem): return .error(problem)
    default: return .failure("\(source.text) is neither a list nor a map")
    }
    return loop.finish(frame)
  }

  override func handles(_ frame: Frame) -> [RecordHandle]? {
    guard form == .filter, isRecord, !hasSecond, let handles = source.handles(frame) else {
      return super.handles(frame)
    }
    guard frame.charge(handles.count) else { return nil }
    var kept: [RecordHandle] = []
    for handle in handles {
      frame.running.localWords[frame.running.localBase + index] = Int64(handle.raw)
      switch body.truth(frame) {
      case .yes: kept.append(handle)
      case .no: break
      case .cannotTell: return nil
      }
    }
    return kept
  }

  func bind(_ value: Value, _ frame: Frame) {
    if isRecord {
      frame.running.localWords[frame.running.localBase + index] = value.scalar
    } else {
      frame.running.locals[frame.running.localBase + index] = value
    }
  }

  /// What a loop has found so far.
  private struct Loop {
    let node: LoopNode
    var undecided: Value?
    var count = 0
    var keys: [Value] = []
    var values: [Value] = []

    init(node: LoopNode) { self.node = node }

    /// Takes one element; a result ends the loop.
    mutating func step(_ frame: Frame, key: Value, element: Value) -> Value? {
      guard frame.charge(1) else { return Frame.exhausted }
      if let filter = node.filter {
        switch filter.condition(frame) {
        case .bool(true): break
        case .bool(false): return nil
        case let failure: return failure
        }
      }
      switch node.form {
      case .all, .exists:
        let isAll = node.form == .all
        switch node.body.truth(frame) {
        case .yes: return isAll ? nil : .bool(true)
        case .no: return isAll ? .bool(false) : nil
        case .cannotTell: if undecided == nil { undecided = node.body.condition(frame) }
        }
      case .existsOne, .filter:
        switch node.body.condition(frame) {
        case .bool(true):
          count += 1
          if node.form == .filter { values.append(element) }
        case .bool(false): break
        case let failure: return failure
        }
      case .map, .transformList, .transformMap, .transformMapEntry:
        let value = node.body.value(frame)
        if value.isError { return value }
        return collect(key, value, frame)
      case .bind, .optionalMap, .optionalFlatMap: break
      }
      return nil
    }

    private mutating func collect(_ key: Value, _ value: Value, _ frame: Frame) -> Value? {
      if node.form == .transformMapEntry {
        guard case .map(let entries) = value else {
          return .failure("\(node.body.text) is no map")
        }
        guard frame.charge(entries.count) else { return Frame.exhausted }
        keys += entries.keys
        values += entries.values
      } else {
        if node.form == .transformMap { keys.append(key) }
        values.append(value)
      }
      return nil
    }

    func finish(_ frame: Frame) -> Value {
      switch node.form {
      case .all: undecided ?? .bool(true)
      case .exists: undecided ?? .bool(false)
      case .existsOne: .bool(count == 1)
      case .map, .filter, .transformList: .list(values)
      case .transformMap, .transformMapEntry: ValueMap.make(keys: keys, values: values)
      case .bind, .optionalMap, .optionalFlatMap: .null
      }
    }
  }
}

/// `cel.bind(name, value, body)`, `optional.optMap(name, body)`, `optFlatMap`.
final class BindNode: Node {
  let form: SyntaxTree.Comprehension.Form
  let source: Node
  let index: Int
  let isRecord: Bool
  let body: Node

  init(
    _ context: CheckedExpression, _ range: Range<Int>, form: SyntaxTree.Comprehension.Form,
    source: Node, index: Int, isRecord: Bool, body: Node
  ) {
    self.form = form
    self.source = source
    self.index = index
    self.isRecord = isRecord
    self.body = body
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    var bound = source.value(frame)
    if form != .bind {
      if bound.isError { return bound }
      guard case .optional(let inner) = bound else {
        return .failure("\(source.text) is not optional")
      }
      guard let inner else { return .optional(nil) }
      bound = inner
    }
    if isRecord {
      frame.running.localWords[frame.running.localBase + index] = bound.scalar
      // A record that could not be read fails where it is used, through its value.
      if bound.isError { return bound }
    } else {
      frame.running.locals[frame.running.localBase + index] = bound
    }
    let value = body.value(frame)
    if form == .optionalMap { return value.isError ? value : .optional(value) }
    return value
  }
}
