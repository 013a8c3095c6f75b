import CEL

/// Conditions, and values on their way between formulas and records.
extension StepReader {
  /// Whether a condition holds: every part of a list, one of `any`, none of `none`; what decides
  /// wins over what cannot be told.
  func truth(of condition: Condition, _ frame: Frame) -> Truth {
    switch condition {
    case .formula(let formula): return truth(of: formula.program, frame)
    case .all(let parts): return combine(parts, frame, deciding: .no)
    case .any(let parts): return combine(parts, frame, deciding: .yes)
    case .none(let parts):
      switch combine(parts, frame, deciding: .yes) {
      case .yes: return .no
      case .no: return .yes
      case .cannotTell: return .cannotTell
      }
    }
  }

  /// Whether a formula holds.
  @inline(__always)
  func truth(of program: Program, _ frame: Frame) -> Truth {
    if let supplied = working.snapshot.supply?.truth(of: program, frame) { return supplied }
    return program.truth(frame)
  }

  private func combine(_ parts: [Condition], _ frame: Frame, deciding: Truth) -> Truth {
    var result: Truth = deciding == .no ? .yes : .no
    for part in parts {
      let truth = truth(of: part, frame)
      if truth == deciding { return deciding }
      if truth == .cannotTell { result = .cannotTell }
    }
    return result
  }

  /// The value that a stored word stands for.
  func value(_ word: Int64, as type: FieldType) -> Value {
    if word == Scalar.null {
      switch type {
      case .list, .entries, .links: return Value.makeList([])
      case .plain, .choice, .reference:
        return .null
      }
    }
    switch type {
    case .plain(.text): return Value.text(working.snapshot.texts[word])
    case .plain(let type): return type.value(word)
    case .choice(let choice):
      return .choice(type: Int32(choice), index: Int32(truncatingIfNeeded: word))
    case .reference: return .record(RecordHandle(raw: Int32(truncatingIfNeeded: word)))
    case .list(let element):
      return Value.makeList(working.snapshot.lists[Int(word)].map { value($0, as: element) })
    case .entries, .links:
      return Value.makeList(
        working.snapshot.lists[Int(word)].map {
          .record(RecordHandle(raw: Int32(truncatingIfNeeded: $0)))
        })
    }
  }

  /// The word for a formula's result in a field of this type; nil when it cannot be told.
  func word(of program: Program, _ frame: Frame, as type: FieldType) -> Int64? {
    if let supply = working.snapshot.supply,
      case .word(let supplied) = supply.word(of: program, frame, as: type)
    {
      return supplied
    }
    switch type {
    case .plain(.integer), .plain(.boolean), .plain(.date), .plain(.duration), .reference:
      let word = program.scalar(frame)
      return word == Scalar.failed ? nil : word
    case .plain, .choice, .list, .links, .entries:
      return word(of: program.evaluate(frame), as: type)
    }
  }

  /// The word for a value in a field of this type; nil when the value is an error or does not fit.
  func word(of value: Value, as type: FieldType) -> Int64? {
    switch (value, type) {
    case (.null, _): return Scalar.null
    case (.date(let date), .plain(.timestamp)):
      return definition.timeZone.utcSeconds(ofLocal: date, secondOfDay: 0) * 1_000_000
    case (.choice(let own, let index), .choice(let choice)) where own == Int32(choice):
      return Int64(index)
    case (.choice(let own, let index), .choice(let choice)):
      let name = definition.choices[Int(own)].values[Int(index)]
      return definition.choices[choice].values.firstIndex(of: name).map(Int64.init)
    case (.choice(let own, let index), .plain(.text)):
      return working.snapshot.texts.number(of: definition.choices[Int(own)].values[Int(index)])
    case (.record(let record), .reference): return Int64(plain(record).raw)
    case (_, .plain(let type)) where type.isWord: return type.word(of: value)
    default: return wordOfCompound(value, as: type)
    }
  }

  private func wordOfCompound(_ value: Value, as type: FieldType) -> Int64? {
    if let text = value.text {
      switch type {
      case .plain(.text): return working.snapshot.texts.number(of: text)
      case .choice(let choice):
        return definition.choices[choice].values.firstIndex(of: text).map(Int64.init)
      case .plain, .reference, .list, .entries, .links:
        return nil
      }
    }
    guard let elements = value.elements else { return nil }
    switch type {
    case .list(let element):
      let words = elements.compactMap { word(of: $0, as: element) }
      return words.count == elements.count ? working.snapshot.store(list: words) : nil
    case .links, .entries:
      let words = elements.compactMap { word(of: $0, as: .reference(0)) }
      return words.count == elements.count ? working.snapshot.store(list: words) : nil
    case .plain, .choice, .reference:
      return nil
    }
  }

  /// The handle without a mark of how it is read.
  func plain(_ record: RecordHandle) -> RecordHandle {
    RecordHandle(raw: record.raw & ~(Self.before | Self.guardTime))
  }
}
