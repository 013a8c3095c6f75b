extension Function {
  /// Of sets, lists and values that may be empty.
  static let aggregates: [Function] = [
    Function(
      "count", in: .workflow, "count(set)", "how many elements there are",
      traits: Traits(
        isTold: true, rule: { $0.checkCount($1) },
        plan: { call in
          guard let list = call.arguments.first else { return nil }
          if call.isOfRecords { return CountNode(call.context, call.range, list) }
          return call.aggregate(.count)
        })),
    Function(
      "sum", in: .workflow, "sum(list)", "the numbers of the list added up; 0 of none",
      traits: Traits(
        isTold: true, rule: { $0.checkSum($1) }, plan: { $0.aggregate(.sum) })),
    Function(
      "min", in: .workflow, "min(a, b)", "the least of the values, or of the elements of one list",
      traits: Traits(
        isTold: true, rule: { $0.checkExtremes($1) }, plan: { $0.extreme(.least) })),
    Function(
      "max", in: .workflow, "max(a, b)", "the greatest, likewise",
      traits: Traits(
        isTold: true, rule: { $0.checkExtremes($1) }, plan: { $0.extreme(.greatest) })),
    Function(
      "first", in: .workflow, "first(set)", "its first element; empty where there is none",
      traits: Traits(rule: { $0.checkFirst($1) }, plan: { $0.aggregate(.first) })),
    Function(
      "coalesce", in: .workflow, "coalesce(x, y)", "the first of the values that is not empty",
      traits: Traits(
        acceptsNull: true, rule: { $0.checkCoalesce($1) },
        plan: { CoalesceNode($0.context, $0.range, $0.arguments) })),
    Function(
      "size", "size(x)", "how many elements a list has, how many characters a text",
      .both([.string], .int), .both([.bytes], .int), .both([.list(.parameter("A"))], .int),
      .both([.map(.parameter("A"), .parameter("B"))], .int),
      traits: Traits(
        isTold: true, rule: { $0.checkSize($1) },
        plan: { call in
          guard call.isOfRecords, let list = call.arguments.first else { return nil }
          return CountNode(call.context, call.range, list)
        }), one: One { $0.size($1) }),
  ]
}

extension Function.PlannedCall {
  fileprivate func aggregate(_ kind: AggregateNode.Kind) -> Node? {
    guard let list = arguments.first else { return nil }
    return AggregateNode(context, range, kind, list, zero: zero)
  }

  fileprivate func extreme(_ kind: AggregateNode.Kind) -> Node? {
    if arguments.count == 1 { return aggregate(kind) }
    return ExtremeNode(context, range, arguments, isLeast: kind == .least)
  }
}

extension Call {
  fileprivate func size(_ value: Value) -> Value {
    switch value {
    case .string(let text):
      charge(text.utf8.count) ? .int(Int64(text.unicodeScalars.count)) : Frame.exhausted
    case .bytes(let bytes): .int(Int64(bytes.count))
    case .list(let elements): .int(Int64(elements.count))
    case .map(let map): .int(Int64(map.count))
    default: unsupported
    }
  }
}
