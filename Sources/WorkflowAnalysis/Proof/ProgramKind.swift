import CEL
import WorkflowEngine

/// How a part of a condition is treated in a proof.
enum AtomKind {
  /// It compares stored words with constants or with each other in ways that the cells tell apart: it
  /// is evaluated.
  case exact
  /// The same, but that it also reads sets, of which a proof tries a few sizes only.
  case readsSets
  /// It compares a value of the record with the same one before the step.
  case comparesWithBefore
  /// It may come out any way.
  case free
}

/// Sorts formulas by what the cells can tell of them.
struct ProgramSorter {
  let definition: WorkflowDefinition
  /// Words whose values are only ever constants, copies of nothing, or what was there before.
  let steady: Set<Word>

  init(_ definition: WorkflowDefinition) {
    self.definition = definition
    var moved: Set<Word> = []
    for one in definition.assigned {
      if case .formula(let formula) = one.value, !formula.isMoment { moved.insert(one.word) }
    }
    for type in definition.recordTypes {
      for transition in type.transitions {
        for slot in transition.creates ? transition.edits : transition.givenSlots {
          moved.insert(Word(type: type.index, slot: slot))
        }
      }
    }
    var steady: Set<Word> = []
    for type in definition.recordTypes {
      for slot in type.fields.indices {
        let word = Word(type: type.index, slot: slot)
        if !moved.contains(word) { steady.insert(word) }
      }
    }
    self.steady = steady
  }

  func kind(of atom: Outline.Atom) -> AtomKind {
    guard atom.program.canTell(part: atom.part) else { return .free }
    if atom.paths.contains(where: readsSet) { return isAboutSets(atom) ? .readsSets : .free }
    if isExact(atom) { return .exact }
    return isBeforeAndAfter(atom) ? .comparesWithBefore : .free
  }

  /// Whether some part of a formula asks about sets in a way that can be looked into.
  func readsSets(_ program: Program) -> Bool {
    program.outline.atoms.contains { atom in
      if case .readsSets = kind(of: atom) { true } else { false }
    }
  }

  /// Whether a formula's value is that of a stored word, or one of few: it is evaluated.
  func isExact(_ program: Program, as type: FieldType) -> Bool {
    if program.text == "today" || program.text == "now" { return true }
    if type.isFinite {
      if case .reference = type { return true }
      return program.outline.atoms.allSatisfy { atom in
        if case .exact = kind(of: atom) { true } else { false }
      }
    }
    if case .plain(let scalar) = type, let word = copied(program) {
      return definition.recordTypes[word.type].fields[word.slot].type == .plain(scalar)
    }
    return false
  }

  /// The word that a formula only copies.
  private func copied(_ program: Program) -> Word? {
    guard case .path(let path) = program.term.base, program.term.offsets.isEmpty, isStored(path)
    else { return nil }
    return word(of: path)
  }

  /// Whether a condition holds wherever a step has changed nothing that it reads.
  func holdsUnchanged(_ condition: Condition) -> Bool {
    switch condition {
    case .formula(let formula): isSameAsBefore(formula.text)
    case .all(let parts): parts.allSatisfy(holdsUnchanged)
    case .any, .none: false
    }
  }

  /// Whether a text says `x == before.x` of plain paths and nothing else, whatever their types.
  private func isSameAsBefore(_ text: String) -> Bool {
    text.split(separator: " ", omittingEmptySubsequences: true).split(separator: "&&")
      .allSatisfy { words in
        let words = Array(words)
        guard words.count == 3, words[1] == "==", words[2] == "before." + words[0] else {
          return false
        }
        return words[0].utf8.allSatisfy { byte in
          (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
            || byte == 0x2E
        }
      }
  }

  // MARK: Parts

  private func isExact(_ atom: Outline.Atom) -> Bool {
    switch atom.shape {
    case .truth(let path): return isStored(path)
    case .membership(let term, _):
      guard term.offsets.isEmpty, case .path(let path) = term.base else { return false }
      return isStored(path) || isCause(path)
    case .comparison(let comparison, let left, let right):
      return isExact(comparison, left, right)
    case .contains, .exists, .other: return false
    }
  }

  private func isExact(
    _ comparison: Outline.Comparison, _ left: Outline.Term, _ right: Outline.Term
  ) -> Bool {
    guard left.offsets.isEmpty, right.offsets.isEmpty else { return false }
    switch (left.base, right.base) {
    case (.path(let path), .constant), (.constant, .path(let path)):
      return isStored(path) || isCause(path)
    case (.path(let one), .path(let other)):
      if isMoment(one) { return isStored(other) && !comparesDates }
      if isMoment(other) { return isStored(one) && !comparesDates }
      guard comparison == .equal, isStored(one), isStored(other) else { return false }
      if isFinite(one), isFinite(other) { return true }
      return one.steps == other.steps && word(of: one).map(steady.contains) == true
        && Set([one.slot, other.slot]) == [FrameSlot.own, FrameSlot.before]
    case (.constant, .constant): return true
    case (.expression, _), (_, .expression): return false
    }
  }

  /// Whether a date is compared with a date of the file somewhere, so that it matters how far today
  /// is from it.
  private var comparesDates: Bool {
    definition.decidingFormulas.contains { formula in
      formula.program.constants.contains { value in
        switch value {
        case .date, .timestamp: true
        default: false
        }
      }
    }
  }

  private func isBeforeAndAfter(_ atom: Outline.Atom) -> Bool {
    guard case .comparison(.equal, _, _) = atom.shape, !atom.isOpposite else { return false }
    return atom.pathBesideBefore != nil
  }

  private func isCause(_ path: Outline.Path) -> Bool {
    path.slot == FrameSlot.cause && path.steps.isEmpty
  }

  private func isMoment(_ path: Outline.Path) -> Bool {
    [FrameSlot.now, FrameSlot.today].contains(path.slot) && path.steps.isEmpty
  }

  /// Counting members, and asking something of some or all of them, is looked into.
  private func isAboutSets(_ atom: Outline.Atom) -> Bool {
    atom.program.reads.allSatisfy { read in
      let type = definition.recordTypes[read.recordType]
      if let slot = type.slot(of: read.member) { return type.fields[slot].type.isFinite }
      return type.sets.contains { $0.name == read.member }
        || type.formulas.contains { $0.name == read.member && $0.referencePath != nil }
    }
  }

  private func readsSet(_ path: Outline.Path) -> Bool {
    path.steps.contains { step in
      let member = definition.schema.recordTypes[step.recordType].members[step.member]
      if case .set = member.kind { return true }
      return false
    }
  }

  /// Whether what a path leads to can always be told.
  func isKnown(_ path: Outline.Path) -> Bool { isMoment(path) || isStored(path) }

  /// Whether a path goes over stored words alone.
  func isStored(_ path: Outline.Path) -> Bool {
    guard
      [FrameSlot.own, FrameSlot.before, FrameSlot.looped].contains(path.slot)
        || path.slot >= FrameSlot.firstInput
    else { return false }
    return path.steps.allSatisfy { step in
      let type = definition.recordTypes[step.recordType]
      let member = definition.schema.recordTypes[step.recordType].members[step.member]
      guard case .field(let slot, _, _) = member.kind else { return false }
      if slot < type.fields.count { return true }
      return type.formulas.contains { $0.name == member.name && $0.referencePath != nil }
    }
  }

  /// The type of the plain values that a path of stored words leads to.
  func plainType(of path: Outline.Path) -> FieldType? {
    guard isStored(path), let word = word(of: path),
      case .plain = definition.recordTypes[word.type].fields[word.slot].type
    else { return nil }
    return definition.recordTypes[word.type].fields[word.slot].type
  }

  func word(of path: Outline.Path) -> Word? {
    guard let step = path.steps.last else { return nil }
    let member = definition.schema.recordTypes[step.recordType].members[step.member]
    guard case .field(let slot, _, _) = member.kind,
      slot < definition.recordTypes[step.recordType].fields.count
    else { return nil }
    return Word(type: step.recordType, slot: slot)
  }

  private func isFinite(_ path: Outline.Path) -> Bool {
    guard let step = path.steps.last else { return true }
    let type = definition.recordTypes[step.recordType]
    let member = definition.schema.recordTypes[step.recordType].members[step.member]
    guard case .field(let slot, _, _) = member.kind else { return false }
    return slot >= type.fields.count || type.fields[slot].type.isFinite
  }
}

extension FieldType {
  /// Whether each of its values is a cell of its own.
  var isFinite: Bool {
    switch self {
    case .plain(.boolean), .choice, .reference: true
    case .plain, .list, .links, .entries: false
    }
  }
}

extension Formula {
  /// Whether it is no more than the moment of the step.
  var isMoment: Bool { text == "today" || text == "now" }
}
