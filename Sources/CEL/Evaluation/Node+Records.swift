/// A field of a record whose value travels as a word.
final class FieldNode: Node {
  let base: Node
  let slot: Int
  let kind: WordKind
  let name: String

  init(
    _ context: CheckedExpression, _ range: Range<Int>, base: Node, slot: Int, kind: WordKind,
    name: String
  ) {
    self.base = base
    self.slot = slot
    self.kind = kind
    self.name = name
    super.init(context, range)
  }

  override func word(_ frame: Frame) -> Int64 {
    let record = base.word(frame)
    guard record > Scalar.failed else { return Scalar.failed }
    return frame.reader.scalar(
      of: RecordHandle(raw: Int32(truncatingIfNeeded: record)), slot: slot)
  }

  override func truth(_ frame: Frame) -> Truth {
    let word = word(frame)
    return word > Scalar.failed ? Truth(word != 0) : .cannotTell
  }

  override func value(_ frame: Frame) -> Value {
    readMember(base, frame) { record in
      let word = frame.reader.scalar(of: record, slot: slot)
      if word == Scalar.null { return .null }
      if word == Scalar.failed { return frame.reader.value(of: record, slot: slot) }
      return kind.value(word)
    }
  }

  override func absence(_ frame: Frame) -> String { memberAbsence(base, name, self, frame) }
}

/// A field of the record in a variable.
final class ReceiverFieldNode: Node {
  let variable: Int
  let slot: Int
  let kind: WordKind
  let base: VariableNode

  init(
    _ context: CheckedExpression, _ range: Range<Int>, base: VariableNode, slot: Int,
    kind: WordKind
  ) {
    self.base = base
    variable = base.slot
    self.slot = slot
    self.kind = kind
    super.init(context, range)
  }

  override func word(_ frame: Frame) -> Int64 {
    guard variable < frame.slots.count, case .record(let record) = frame.slots[variable] else {
      return Scalar.failed
    }
    return frame.reader.scalar(of: record, slot: slot)
  }

  override func truth(_ frame: Frame) -> Truth {
    let word = word(frame)
    return word > Scalar.failed ? Truth(word != 0) : .cannotTell
  }

  override func value(_ frame: Frame) -> Value {
    readMember(base, frame) { record in
      let word = frame.reader.scalar(of: record, slot: slot)
      if word == Scalar.null { return .null }
      if word == Scalar.failed { return frame.reader.value(of: record, slot: slot) }
      return kind.value(word)
    }
  }
}

/// A field of a record of any other type: a text or a list.
final class ValueFieldNode: Node {
  let base: Node
  let slot: Int
  let name: String

  init(
    _ context: CheckedExpression, _ range: Range<Int>, base: Node, slot: Int, name: String
  ) {
    self.base = base
    self.slot = slot
    self.name = name
    super.init(context, range)
  }

  override func value(_ frame: Frame) -> Value {
    let record = base.word(frame)
    if record > Scalar.failed {
      return frame.reader.value(
        of: RecordHandle(raw: Int32(truncatingIfNeeded: record)), slot: slot)
    }
    return readMember(base, frame) { frame.reader.value(of: $0, slot: slot) }
  }

  override func absence(_ frame: Frame) -> String { memberAbsence(base, name, self, frame) }
}

/// A set of a record.
final class SetNode: Node {
  let base: Node
  let set: Int

  init(_ context: CheckedExpression, _ range: Range<Int>, base: Node, set: Int) {
    self.base = base
    self.set = set
    super.init(context, range)
  }

  override func handles(_ frame: Frame) -> [RecordHandle]? {
    let record = base.word(frame)
    guard record > Scalar.failed else { return nil }
    return frame.reader.members(
      of: RecordHandle(raw: Int32(truncatingIfNeeded: record)), set: set)
  }

  override func value(_ frame: Frame) -> Value {
    readMember(base, frame) { record in
      .list(frame.reader.members(of: record, set: set).map { .record($0) })
    }
  }
}

/// A member of every record of a list, as a list.
final class ListMemberNode: Node {
  let list: Node
  let name: String
  let kind: Schema.Member.Kind
  let wordKind: WordKind?

  init(
    _ context: CheckedExpression, _ range: Range<Int>, list: Node, member: Schema.Member
  ) {
    self.list = list
    name = member.name
    kind = member.kind
    if case .field(_, let type, _) = member.kind {
      wordKind = WordKind(type)
    } else {
      wordKind = nil
    }
    super.init(context, range)
  }

  override func handles(_ frame: Frame) -> [RecordHandle]? {
    guard case .set(let set, _) = kind else { return super.handles(frame) }
    guard let records = list.handles(frame), frame.charge(records.count) else { return nil }
    var all: [RecordHandle] = []
    for record in records {
      let members = frame.reader.members(of: record, set: set)
      guard frame.charge(members.count) else { return nil }
      all += members
    }
    return all
  }

  override func value(_ frame: Frame) -> Value {
    if case .set = kind, let handles = handles(frame) { return .list(handles.map { .record($0) }) }
    guard case .field(let slot, _, _) = kind, let records = list.handles(frame) else {
      let value = list.value(frame)
      if value.isError { return value }
      if frame.running.budget < 0 { return Frame.exhausted }
      return .failure(value.isNull ? list.absence(frame) : "\(list.text) has an empty element")
    }
    guard frame.charge(records.count) else { return Frame.exhausted }
    var values: [Value] = []
    values.reserveCapacity(records.count)
    for record in records {
      let value = element(of: record, slot: slot, frame)
      if value.isError { return value }
      values.append(value)
    }
    return .list(values)
  }

  private func element(of record: RecordHandle, slot: Int, _ frame: Frame) -> Value {
    guard let wordKind else { return frame.reader.value(of: record, slot: slot) }
    let word = frame.reader.scalar(of: record, slot: slot)
    if word == Scalar.null { return .null }
    if word == Scalar.failed { return frame.reader.value(of: record, slot: slot) }
    return wordKind.value(word)
  }
}

/// Reads from the record that a node gives, or says why there is none.
private func readMember(
  _ base: Node, _ frame: Frame, _ read: (RecordHandle) -> Value
) -> Value {
  switch base.value(frame) {
  case .record(let record): return read(record)
  case .null: return .failure(base.absence(frame))
  case .error(let problem): return .error(problem)
  default: return .failure("\(base.text) is no record")
  }
}

/// Says that a member is missing; of a loop's record, also which one it is.
private func memberAbsence(_ base: Node, _ name: String, _ node: Node, _ frame: Frame) -> String {
  if base is LocalRecordNode, case .record(let record) = base.value(frame) {
    return "\(name) of \(frame.reader.text(of: record)) has no value"
  }
  return "\(node.text) has no value"
}
