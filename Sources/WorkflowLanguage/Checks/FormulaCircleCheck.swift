import CEL
import Diagnostics
import WorkflowEngine

/// Refuses formula fields that are built on themselves, however they reach each other.
///
/// The order of compiling sees what is written plainly; this sees what the formulas really read.
struct FormulaCircleCheck {
  let draft: DefinitionDraft

  func run() {
    var numbers = draft.types.map { _ in [String: Int]() }
    var nodes: [(type: Int, formula: Int)] = []
    for type in draft.types {
      for (number, formula) in type.formulas.enumerated() {
        numbers[type.index][formula.name] = nodes.count
        nodes.append((type.index, number))
      }
    }
    let edges = nodes.map { node -> [Int] in
      let reads = draft.types[node.type].formulas[node.formula].formula?.program.reads ?? []
      return reads.compactMap { numbers[$0.recordType][$0.member] }.sorted()
    }
    for circle in CircleFinder(edges: edges).circles() {
      let named = circle.map { index -> (name: String, range: SourceRange) in
        let type = draft.types[nodes[index].type]
        let formula = type.formulas[nodes[index].formula]
        return ("\(type.name).\(formula.name)", formula.range)
      }
      if let last = named.last {
        draft.report.add(.formulaCircle(named), at: last.range)
      }
    }
  }
}
