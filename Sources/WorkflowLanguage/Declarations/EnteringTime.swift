import WorkflowEngine
import YAML

/// Finds the regions of which formulas ask when their present state was entered:
/// `entered.status`.
///
/// Types are not known yet: every region of that name keeps its time.
struct EnteringTime {
  let draft: DefinitionDraft

  static let head = "entered"

  /// - Parameter nodes: of the main file and its parts.
  func reserve(_ nodes: [Node]) {
    let regions = DottedName(head: Self.head).parts(in: nodes)
    if regions.isEmpty { return }
    for type in draft.types where type.member(Self.head) == nil {
      let reader = DeclarationReader(draft: draft, type: type)
      for (number, region) in type.regions.enumerated() where regions.contains(region.name) {
        reader.keepEntering(of: number)
      }
    }
  }
}
