import CEL
import WorkflowEngine

/// What formulas read, through computed fields and sets, and what a definition's parts are.
struct FormulaWalk {
  let definition: WorkflowDefinition
  private(set) var words: Set<Word> = []
  /// Types of which it matters that a record is there, whatever it says.
  private(set) var counted: Set<Int> = []
  private var seen: Set<MemberRead> = []

  init(_ definition: WorkflowDefinition) { self.definition = definition }

  mutating func add(_ formulas: [Formula]) {
    for formula in formulas { add(formula.program) }
  }

  mutating func add(_ condition: Condition?) { add(condition?.formulas ?? []) }

  mutating func add(_ expression: Expression?) {
    if case .formula(let formula) = expression { add(formula.program) }
  }

  mutating func add(_ word: Word) { words.insert(word) }

  mutating func add(_ program: Program) {
    for read in program.reads where seen.insert(read).inserted { add(read) }
  }

  private mutating func add(_ read: MemberRead) {
    let type = definition.recordTypes[read.recordType]
    if let slot = type.slot(of: read.member) { add(Word(type: type.index, slot: slot)) }
    if let formula = type.formulas.first(where: { $0.name == read.member }) {
      add(formula.formula.program)
    }
    if let set = type.sets.first(where: { $0.name == read.member }) { add(set, of: type) }
  }

  private mutating func add(_ set: RecordSet, of type: RecordType) {
    add(set.condition)
    switch set.source {
    case .stored(let slot): add(Word(type: type.index, slot: slot))
    case .referencing(let slot), .linking(let slot):
      add(Word(type: set.memberType, slot: slot))
    case .reaching(let path):
      var current = set.memberType
      for slot in path {
        add(Word(type: current, slot: slot))
        guard case .reference(let next) = definition.recordTypes[current].fields[slot].type else {
          return
        }
        current = next
      }
    case .everything: counted.insert(set.memberType)
    }
  }
}

extension Guard {
  var formulas: [Formula] { (when?.formulas ?? []) + check.formulas }
}

extension Invariant {
  var formulas: [Formula] { (when?.formulas ?? []) + check.formulas }
}

extension RecordType {
  var transitions: [Transition] { events.flatMap(\.transitions) }
}

/// A value that something may put into a stored slot.
struct Assigned {
  let word: Word
  let value: Expression
}

extension WorkflowDefinition {
  /// Everything that effects, reactions and defaults may put into slots.
  var assigned: [Assigned] {
    var all: [Assigned] = []
    func add(_ assignments: [Assignment], _ type: Int) {
      for one in assignments {
        all.append(Assigned(word: Word(type: type, slot: one.slot), value: one.value))
      }
    }
    for type in recordTypes {
      for reaction in type.reactions { add(reaction.set, type.index) }
      for (slot, field) in type.fields.enumerated() {
        if let value = field.defaultValue {
          all.append(Assigned(word: Word(type: type.index, slot: slot), value: value))
        }
      }
      for way in type.transitions { add(way.keptDefaults, type.index) }
      for effect in type.effects {
        let parts = effect.kind.parts
        let target = parts.created ?? effect.targetType(in: type)
        add(parts.assignments, target)
        for given in parts.given {
          let ways = parts.sent.map { recordTypes[target].events[$0].transitions } ?? []
          for slot in ways.flatMap({ $0.slots(keeping: [given.name]) }) {
            all.append(Assigned(word: Word(type: target, slot: slot), value: given.value))
          }
        }
      }
    }
    return all
  }
}

extension NamedExpression {
  /// The formula that gives its value, where one does.
  var formulas: [Formula] {
    if case .formula(let formula) = value { [formula] } else { [] }
  }
}

extension Effect {
  /// The type of the records it is carried out on.
  func targetType(in own: RecordType) -> Int {
    switch target {
    case .own: own.index
    case .each(let loop): loop.memberType
    }
  }
}
