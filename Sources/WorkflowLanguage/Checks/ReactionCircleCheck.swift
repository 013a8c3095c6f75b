import CEL
import Diagnostics
import WorkflowEngine

/// Finds reactions that undo each other for ever: each follows for certain from the constants that
/// the one before it sets.
///
/// What is not certain is left to the step, which counts how often reactions change a field.
struct ReactionCircleCheck {
  let draft: DefinitionDraft
  let type: RecordTypeDraft

  typealias Known = [Int: StoredValue]

  func run(_ reactions: [(reaction: Reaction, range: SourceRange)]) {
    guard reactions.count > 1, reactions.count <= 200 else { return }
    for first in reactions.indices {
      guard let circle = circle(from: first, reactions.map(\.reaction)) else { continue }
      let names = circle.slots.compactMap(name(ofSlot:))
      draft.report.add(
        .reactionsUndo(names, others: circle.reactions.dropFirst().map { reactions[$0].range }),
        at: reactions[circle.reactions.first ?? first].range)
      return
    }
  }

  /// The reactions that follow from one another without end once a first one has been applied, and
  /// the fields that they change; nil where they come to rest, or where it cannot be told.
  private func circle(
    from first: Int, _ reactions: [Reaction]
  ) -> (reactions: [Int], slots: Set<Int>)? {
    let reader = ConstantReader(draft: draft, type: type)
    apply(reactions[first], to: &reader.known)
    var seen: [Known] = []
    var applied: [Int] = []
    var changed: Set<Int> = []
    // INVARIANT: each round ends in a situation of which there are only a few: constants.
    while !seen.contains(reader.known), seen.count < 32 {
      seen.append(reader.known)
      for (index, reaction) in reactions.enumerated() {
        switch reader.truth(of: reaction.when) {
        case .no: continue
        case .yes:
          let before = reader.known
          apply(reaction, to: &reader.known)
          let slots = Set(before.keys.filter { before[$0] != reader.known[$0] })
          if !slots.isEmpty {
            changed.formUnion(slots)
            if !applied.contains(index) { applied.append(index) }
          }
        case .cannotTell:
          // It may be applied or not: what it sets is not known afterwards, unless it is the same.
          for assignment in reaction.set {
            if case .constant(reader.known[assignment.slot]) = assignment.value.asKnown { continue }
            reader.known[assignment.slot] = nil
          }
        }
      }
      if changed.isEmpty { return nil }
    }
    guard let start = seen.firstIndex(of: reader.known), seen.count - start > 0 else { return nil }
    return hasChanged(from: start, seen) || applied.count > 1 ? (applied.sorted(), changed) : nil
  }

  private func hasChanged(from start: Int, _ seen: [Known]) -> Bool {
    Set(seen[start...].map(\.count)).count > 1
  }

  private func apply(_ reaction: Reaction, to known: inout Known) {
    for assignment in reaction.set {
      switch assignment.value {
      case .constant(let value): known[assignment.slot] = value
      case .formula: known[assignment.slot] = nil
      }
    }
  }

  private func name(ofSlot slot: Int) -> String? {
    let field = slot - type.regions.count
    return type.fields.indices.contains(field) ? type.fields[field].name : nil
  }
}

extension WorkflowEngine.Expression {
  fileprivate enum KnownValue {
    case constant(StoredValue?)
    case computed
  }

  fileprivate var asKnown: KnownValue {
    switch self {
    case .constant(let value): .constant(value)
    case .formula: .computed
    }
  }
}

/// A record of which only some fields are known.
///
/// A class, because formulas read records through one.
private final class ConstantReader: RecordReader {
  var known: ReactionCircleCheck.Known = [:]
  private let draft: DefinitionDraft
  private let type: RecordTypeDraft

  init(draft: DefinitionDraft, type: RecordTypeDraft) {
    self.draft = draft
    self.type = type
  }

  func truth(of condition: Condition) -> Truth {
    switch condition {
    case .formula(let formula): return truth(of: formula.program)
    case .all(let parts):
      let truths = parts.map(truth)
      return truths.contains(.no) ? .no : truths.contains(.cannotTell) ? .cannotTell : .yes
    case .any(let parts):
      let truths = parts.map(truth)
      return truths.contains(.yes) ? .yes : truths.contains(.cannotTell) ? .cannotTell : .no
    case .none(let parts):
      let truths = parts.map(truth)
      return truths.contains(.yes) ? .no : truths.contains(.cannotTell) ? .cannotTell : .yes
    }
  }

  private func truth(of program: Program) -> Truth {
    let isOwn = program.reads.allSatisfy { read in
      guard read.recordType == type.index, case .field(let field) = type.member(read.member)
      else { return false }
      return known[type.slot(ofField: field)] != nil
    }
    guard isOwn else { return .cannotTell }
    let frame = Frame(reader: self, slotCount: FrameSlot.firstInput)
    frame.fill(Array(repeating: .failure("it is not known"), count: FrameSlot.firstInput))
    frame.slots[FrameSlot.own] = .record(RecordHandle(raw: 0))
    return program.truth(frame)
  }

  override func scalar(of record: RecordHandle, slot: Int) -> Int64 {
    switch known[slot] {
    case .null: Scalar.null
    // Others are asked for as values.
    case .word(let word, .boolean), .word(let word, .integer), .word(let word, .date),
      .word(let word, .duration):
      word
    case .choice(let name): choice(name, slot).map { Int64($0.index) } ?? Scalar.failed
    case nil, .text, .word, .reference, .list, .entries: Scalar.failed
    }
  }

  override func value(of record: RecordHandle, slot: Int) -> Value {
    if case .choice(let name) = known[slot] {
      return choice(name, slot).map { .choice(type: $0.type, index: $0.index) }
        ?? .failure("unknown")
    }
    return known[slot]?.plainValue ?? .failure("it is not known")
  }

  override func members(of record: RecordHandle, set: Int) -> [RecordHandle] { [] }

  override func text(of record: RecordHandle) -> String { "" }

  private func choice(_ name: String, _ slot: Int) -> (type: Int32, index: Int32)? {
    let field = slot - type.regions.count
    guard type.fields.indices.contains(field), case .choice(let number) = type.fields[field].type,
      let index = draft.choices[number].values.firstIndex(of: name)
    else { return nil }
    return (Int32(number), Int32(index))
  }
}
