import CEL
import WorkflowEngine

/// Conditions and values in a world that comes into being: evaluated as far as the cells tell, and
/// supposed otherwise.
extension LazyWorld {
  func formula(_ program: Program) -> ProofFormula {
    let id = ObjectIdentifier(program)
    if let known = formulas[id] { return known }
    let formula = ProofFormula(program, definition, sorter)
    formulas[id] = formula
    return formula
  }

  func truth(of program: Program, _ frame: Frame) -> Truth? {
    let formula = formula(program)
    return formula.isExact ? nil : truth(of: formula.outline, formula, frame)
  }

  /// What decides is looked for before what cannot be told.
  private func truth(of outline: Outline, _ formula: ProofFormula, _ frame: Frame) -> Truth {
    switch outline {
    case .constant(let holds): return holds ? .yes : .no
    case .atom(let atom): return truth(of: atom, formula, frame)
    case .not(let part): return truth(of: part, formula, frame).opposite
    case .all(let parts): return combine(parts, deciding: .no, formula, frame)
    case .any(let parts): return combine(parts, deciding: .yes, formula, frame)
    case .choice(let condition, let yes, let no):
      switch truth(of: condition, formula, frame) {
      case .yes: return truth(of: yes, formula, frame)
      case .no: return truth(of: no, formula, frame)
      case .cannotTell: return .cannotTell
      }
    }
  }

  private func combine(
    _ parts: [Outline], deciding: Truth, _ formula: ProofFormula, _ frame: Frame
  ) -> Truth {
    var result = deciding.opposite
    for part in parts {
      let truth = truth(of: part, formula, frame)
      if truth == deciding { return deciding }
      if truth == .cannotTell { result = .cannotTell }
    }
    return result
  }

  private func truth(
    of atom: Outline.Atom, _ formula: ProofFormula, _ frame: Frame
  ) -> Truth {
    switch formula.kinds[atom.part] ?? .free {
    case .exact: return atom.program.truth(ofPart: atom.part, frame)
    case .readsSets:
      if looksIntoSets {
        wasBounded = true
        return atom.program.truth(ofPart: atom.part, frame)
      }
    case .comparesWithBefore:
      if isUntouched(formula, atom, frame) { return .yes }
    case .free: break
    }
    if let known = told(atom, frame) { return atom.isOpposite ? known.opposite : known }
    let state = formula.state(atom.key, of: atom.paths, frame, self)
    let truth: Truth
    if let state, let known = supposed.truths[state] {
      truth = known
    } else {
      truth = [.yes, .no, .cannotTell][choose(formula.totalParts.contains(atom.part) ? 2 : 3)]
      if let state { supposed.truths[state] = truth }
    }
    return atom.isOpposite ? truth.opposite : truth
  }

  /// How a comparison comes out, as its key says it, where the cells of both sides tell.
  private func told(_ atom: Outline.Atom, _ frame: Frame) -> Truth? {
    guard case .comparison(let comparison, let left, let right) = atom.shape, left.offsets.isEmpty,
      right.offsets.isEmpty
    else { return nil }
    switch (left.base, right.base) {
    case (.path(let path), .expression(let key)), (.expression(let key), .path(let path)):
      guard comparison == .equal, let formula = computed[key] else { return nil }
      return isEqual(path, to: formula, frame)
    case (.path(let one), .path(let other)):
      guard let type = sorter.plainType(of: one), type == sorter.plainType(of: other),
        let first = word(at: one, frame), let second = word(at: other, frame)
      else { return nil }
      if cells.share(first, second, as: type, snapshot), !cells.isPoint(first, as: type, snapshot) {
        return nil
      }
      if case .equal = comparison { return first == second ? .yes : .no }
      return atom.program.truth(ofPart: atom.part, frame).flipped(atom.isOpposite)
    case (.constant, _), (.path, .constant), (.expression, .constant), (.expression, .expression):
      return nil
    }
  }

  /// Whether a word is what a formula comes to, where both are known to be or not to be the same.
  private func isEqual(
    _ path: Outline.Path, to formula: ProofFormula, _ frame: Frame
  ) -> Truth? {
    guard path.steps.count == 1, case .plain(.text)? = sorter.plainType(of: path),
      let (record, slot) = place(of: path, frame),
      let word = interpreter.known(record, slot: slot, on: snapshot),
      let value = supposedWord(formula, frame, as: .text), let value
    else { return nil }
    if word == value { return .yes }
    return cells.isPoint(word, as: .text, snapshot) || cells.isPoint(value, as: .text, snapshot)
      ? .no : nil
  }

  /// The record that a path of one step begins at, and the slot of the step.
  private func place(of path: Outline.Path, _ frame: Frame) -> (RecordHandle, Int)? {
    guard case .record(let record) = frame.slots[path.slot],
      let word = sorter.word(of: path)
    else { return nil }
    return (record, word.slot)
  }

  /// The word that a path of stored words leads to; nil where a reference on the way is empty.
  private func word(at path: Outline.Path, _ frame: Frame) -> Int64? {
    guard path.slot < FrameSlot.firstInput, case .record(var record) = frame.slots[path.slot] else {
      return nil
    }
    var word: Int64?
    for (position, step) in path.steps.enumerated() {
      let member = definition.schema.recordTypes[step.recordType].members[step.member]
      guard case .field(let slot, _, _) = member.kind else { return nil }
      let found = frame.reader.scalar(of: record, slot: slot)
      if position + 1 < path.steps.count {
        guard found != Scalar.null, found != Scalar.failed else { return nil }
        record = RecordHandle(raw: Int32(truncatingIfNeeded: found))
      }
      word = found
    }
    return word
  }

  func word(of program: Program, _ frame: Frame, as type: FieldType) -> SuppliedWord {
    let formula = formula(program)
    if formula.isExact(as: type, sorter) { return .none }
    switch type {
    case .list, .links, .entries:
      wasBounded = true
      return .none
    case .plain, .choice, .reference:
      return .word(supposedWord(formula, frame, as: type) ?? anyWord(type))
    }
  }

  /// The value that a formula is taken to have in this state: none where it cannot be told; nil
  /// where the state has no name.
  private func supposedWord(
    _ formula: ProofFormula, _ frame: Frame, as type: FieldType
  ) -> Int64?? {
    guard let state = formula.state(formula.key, of: formula.program.paths, frame, self) else {
      return nil
    }
    let value = Supposed(state: state, type: type)
    if let known = supposed.words[value] { return .some(known) }
    let word =
      type == .text && computed[formula.key] != nil
      ? anyText(isCertain: formula.isCertain) : anyWord(type)
    supposed.words[value] = .some(word)
    return .some(word)
  }

  /// Any value, none, or that it cannot be told.
  private func anyWord(_ type: FieldType) -> Int64? {
    let values = values(of: type, mayBeEmpty: true)
    let chosen = choose(values.count + 1)
    return chosen == 0 ? nil : snapshot.word(values[chosen - 1], as: type)
  }

  /// The same for a text; what no condition names is a text that stands nowhere else.
  private func anyText(isCertain: Bool) -> Int64? {
    let texts = cells.texts
    switch choose(texts.count + (isCertain ? 1 : 3)) {
    case 0: return snapshot.word(.text("a computed text \(supposed.words.count)"), as: .text)
    case let chosen where chosen <= texts.count:
      return snapshot.word(.text(texts[chosen - 1]), as: .text)
    case texts.count + 1: return Scalar.null
    default: return nil
    }
  }

  /// Whether the step has changed nothing that a part of a formula reads: of its own record, where
  /// it reads no other.
  private func isUntouched(
    _ formula: ProofFormula, _ atom: Outline.Atom, _ frame: Frame
  ) -> Bool {
    var changed = interpreter.changedSlots(on: snapshot)
    if case .record(let own) = frame.slots[FrameSlot.own], readsOwnFields(atom) {
      changed = changed.filter { $0.record == own }
    }
    let moved = interpreter.comingAndGoing(on: snapshot)
    let walk = formula.walk
    return changed.allSatisfy { !walk.words.contains(Word(type: $0.type, slot: $0.slot)) }
      && walk.counted.isDisjoint(with: moved.map { snapshot.type(of: $0).index })
  }

  /// Whether a part reads stored fields of the own record and nothing else.
  private func readsOwnFields(_ atom: Outline.Atom) -> Bool {
    atom.paths.allSatisfy { path in
      if path.steps.isEmpty { return true }
      return path.steps.count == 1 && [FrameSlot.own, FrameSlot.before].contains(path.slot)
        && sorter.isStored(path)
    }
  }
}

extension Truth {
  fileprivate func flipped(_ isFlipped: Bool) -> Truth { isFlipped ? opposite : self }

  fileprivate var opposite: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .cannotTell: .cannotTell
    }
  }
}
