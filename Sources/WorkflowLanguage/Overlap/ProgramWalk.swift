import CEL
import WorkflowEngine

/// Programs with everything they are built on: computed fields, and the conditions of sets.
struct ProgramWalk {
  let definition: WorkflowDefinition
  private(set) var programs: [Program] = []
  private(set) var variables: Set<String> = []
  private(set) var reads: Set<MemberRead> = []
  private var seen: Set<ObjectIdentifier> = []

  init(definition: WorkflowDefinition) { self.definition = definition }

  // Formula fields may build on each other in long chains: no recursion.
  mutating func visit(_ start: Program) {
    var waiting = [start]
    while let program = waiting.popLast() {
      guard seen.insert(ObjectIdentifier(program)).inserted else { continue }
      programs.append(program)
      variables.formUnion(program.usedVariables)
      for read in program.reads where reads.insert(read).inserted {
        let type = definition.recordTypes[read.recordType]
        if let slot = type.formulaSlot(of: read.member) {
          waiting.append(type.formulas[slot - type.fields.count].formula.program)
        } else if let set = type.sets.first(where: { $0.name == read.member }) {
          waiting += (set.condition?.formulas ?? []).map(\.program)
        }
      }
    }
  }
}
