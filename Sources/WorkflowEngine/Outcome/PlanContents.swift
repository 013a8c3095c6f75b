/// The memory of a plan.
///
/// A class so that handing a plan on copies nothing, and so that the interpreter can use the memory
/// again once nobody holds the plan any more: deciding then allocates nothing.
final class PlanContents {
  var steps: WordBuffer<Plan.Step>
  var changes: WordBuffer<Plan.Change>
  /// Whether a change concerns a slot that an index follows.
  var movesIndexes = true
  private(set) var rest: Plan.Rest?

  init() {
    steps = WordBuffer(capacity: 4)
    changes = WordBuffer(capacity: 4)
  }

  init(copying other: PlanContents) {
    steps = WordBuffer(capacity: other.steps.count)
    changes = WordBuffer(capacity: other.changes.count)
    steps.copy(other.steps.elements)
    changes.copy(other.changes.elements)
    movesIndexes = other.movesIndexes
    rest = other.rest
  }

  /// What most plans do without, for changing it.
  func ownRest() -> Plan.Rest {
    if isKnownUniquelyReferenced(&rest), let rest { return rest }
    let own = rest.map(Plan.Rest.init(copying:)) ?? Plan.Rest()
    rest = own
    return own
  }

  @inline(__always)
  func clearRest() {
    if rest != nil { rest = nil }
  }
}

/// Steps or changes of a plan, in place.
public struct PlanList<Element>: RandomAccessCollection {
  // INVARIANT: the plan's memory is not changed while somebody else holds it.
  private let memory: PlanContents
  private let elements: UnsafeBufferPointer<Element>

  init(_ elements: UnsafeBufferPointer<Element>, of memory: PlanContents) {
    self.memory = memory
    self.elements = elements
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { elements.count }

  /// A step or a change by its place; a place outside is a mistake of the program.
  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < elements.count, "a plan has no element \(index)")
    return elements[index]
  }
}
