import CEL
import WorkflowEngine

/// A formula as proofs treat it: which of its parts can be looked into, and what it reads.
final class ProofFormula {
  let program: Program
  let outline: Outline
  /// The same for formulas that mean the same.
  let key: String
  /// By the place of a part in the program.
  let kinds: [Int: AtomKind]
  /// Whether all of it is evaluated.
  let isExact: Bool
  /// Parts that come out one way or the other: they cannot fail.
  let totalParts: Set<Int>
  /// Whether its value can always be told, and is one.
  let isCertain: Bool
  let walk: FormulaWalk
  private var exactTypes: [FieldType: Bool] = [:]

  init(_ program: Program, _ definition: WorkflowDefinition, _ sorter: ProgramSorter) {
    self.program = program
    outline = program.outline
    let atoms = outline.atoms
    kinds = Dictionary(
      atoms.map { ($0.part, sorter.kind(of: $0)) }, uniquingKeysWith: { first, _ in first })
    isExact = kinds.values.allSatisfy { kind in
      if case .exact = kind { true } else { false }
    }
    totalParts = Set(
      atoms.filter { $0.program.isTotal(part: $0.part) && $0.paths.allSatisfy(sorter.isKnown) }
        .map(\.part))
    isCertain = program.isCertain && program.paths.allSatisfy(sorter.isKnown)
    switch program.term.base {
    case .expression(let key): self.key = key
    case .constant, .path: key = program.text
    }
    var walk = FormulaWalk(definition)
    walk.add(program)
    self.walk = walk
  }

  func isExact(as type: FieldType, _ sorter: ProgramSorter) -> Bool {
    if let known = exactTypes[type] { return known }
    let isExact = sorter.isExact(program, as: type)
    exactTypes[type] = isExact
    return isExact
  }

  /// What a part of the formula is asked in, so that it comes out the same in the same state; nil
  /// where that cannot be said.
  ///
  /// - Parameters:
  ///   - key: of the part.
  ///   - paths: what it reads from the frame.
  func state(
    _ key: String, of paths: [Outline.Path], _ frame: Frame, _ world: LazyWorld
  ) -> ProofState? {
    var records: [Int32] = []
    for slot in Set(paths.map(\.slot)).sorted() {
      switch slot {
      case FrameSlot.own, FrameSlot.looped, FrameSlot.before, FrameSlot.after:
        guard case .record(let record) = frame.slots[slot] else { return nil }
        records.append(record.raw)
      case FrameSlot.now, FrameSlot.today: continue
      default: return nil
      }
    }
    guard let changes = world.interpreter.changes(on: world.snapshot, seenBy: records) else {
      return nil
    }
    var words: [ProofState.Change: Int64] = [:]
    for change in changes.written
    where walk.words.contains(Word(type: change.type, slot: change.slot)) {
      words[.init(record: change.record, slot: change.slot)] = change.word
    }
    let types = walk.counted.union(walk.words.map(\.type))
    let moved = changes.moved.filter { types.contains(world.snapshot.type(of: $0).index) }
    return ProofState(key: key, records: records, words: words, moved: moved.map(\.raw))
  }
}

/// A part of a formula, the records it is about, and what the step has changed of what it reads.
struct ProofState: Hashable {
  struct Change: Hashable {
    let record: RecordHandle
    let slot: Int
  }

  let key: String
  let records: [Int32]
  let words: [Change: Int64]
  let moved: [Int32]
}

/// A value that a formula was given.
struct Supposed: Hashable {
  let state: ProofState
  let type: FieldType
}

/// What a path supposes of conditions and values that cannot be looked into.
struct Suppositions {
  var truths: [ProofState: Truth] = [:]
  /// Nil where the value cannot be told.
  var words: [Supposed: Int64?] = [:]

  mutating func forget() {
    truths.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
  }
}

extension WorkflowDefinition {
  /// Computed values that some condition compares a field with, by key.
  var comparedExpressions: Set<String> {
    var keys: Set<String> = []
    for atom in decidingFormulas.flatMap(\.program.outline.atoms) {
      guard case .comparison(.equal, let left, let right) = atom.shape else { continue }
      switch (left.base, right.base) {
      case (.path, .expression(let key)), (.expression(let key), .path): keys.insert(key)
      case (.constant, _), (.path, .path), (.path, .constant), (.expression, .constant),
        (.expression, .expression):
        continue
      }
    }
    return keys
  }

  /// Types whose records do something by themselves when they are changed.
  var stirredTypes: Set<Int> {
    Set(
      recordTypes.filter { type in
        !type.reactions.isEmpty || type.transitions.contains(where: \.isSpontaneous)
      }.map(\.index))
  }

  /// What automatic transitions read, of any record.
  var wakingWords: Set<Word> {
    var walk = FormulaWalk(self)
    for way in recordTypes.flatMap(\.transitions) where way.isSpontaneous {
      walk.add(way.when)
      for use in way.guards { walk.add(use.declared.formulas) }
    }
    return walk.words
  }
}

extension Transition {
  /// Whether it is taken without anybody asking for it, because of how things stand.
  var isSpontaneous: Bool {
    switch occasion {
    case .automatic, .done: true
    case .asked, .sent, .clock, .expired: false
    }
  }
}
