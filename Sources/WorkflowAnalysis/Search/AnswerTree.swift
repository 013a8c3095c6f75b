/// Answers by what was read for them: a decision over places for each question.
///
/// It holds nothing but what the interpreter has answered. A question whose reads lead to a place
/// where no answer is known yet is asked of the interpreter.
struct AnswerTree {
  private struct Node {
    var place: Int32
    /// By the number at the place: a node, an answer, or nothing yet.
    var branches: [Int32]
  }

  private var nodes: [Node] = []
  /// Nothing yet is 0, a node its place + 1, an answer its place + 1 below zero.
  private var roots: [Int32]
  private(set) var answers: [Answer] = []

  init(questions: Int) { roots = Array(repeating: 0, count: questions) }

  mutating func addQuestion() -> Int {
    roots.append(0)
    return roots.count - 1
  }

  var nodeCount: Int { nodes.count }

  /// The place of the answer; nil where it is not known.
  @inline(__always)
  func find(_ question: Int, _ number: (Int) -> Int) -> Int? {
    var current = roots[question]
    while current > 0 {
      let node = Int(current) - 1
      let value = number(Int(nodes[node].place))
      current = value < nodes[node].branches.count ? nodes[node].branches[value] : 0
    }
    return current == 0 ? nil : Int(-current) - 1
  }

  /// Remembers an answer under what was read for it; gives the answer's place.
  // INVARIANT: equal reads up to some place are followed by a read of the same place: a step is a
  // function of what it has read.
  mutating func insert(
    _ question: Int, reads: [(place: Int, number: Int)], _ answer: Answer
  ) -> Int {
    answers.append(answer)
    let leaf = -Int32(answers.count)
    var slot: (node: Int, branch: Int)?
    for read in reads {
      let current = self[slot, question]
      let node: Int
      if current > 0 {
        node = Int(current) - 1
        precondition(Int(nodes[node].place) == read.place, "a step read in another order")
      } else {
        precondition(current == 0, "a step read more than it did before")
        nodes.append(Node(place: Int32(read.place), branches: []))
        node = nodes.count - 1
        self[slot, question] = Int32(node + 1)
      }
      if nodes[node].branches.count <= read.number {
        nodes[node].branches += Array(
          repeating: 0, count: read.number + 1 - nodes[node].branches.count)
      }
      slot = (node, read.number)
    }
    self[slot, question] = leaf
    return answers.count - 1
  }

  /// Keeps one answer alone, for the moment; gives its place.
  mutating func setOnly(_ answer: Answer) -> Int {
    answers = [answer]
    return 0
  }

  private subscript(slot: (node: Int, branch: Int)?, question: Int) -> Int32 {
    get { slot.map { nodes[$0.node].branches[$0.branch] } ?? roots[question] }
    set {
      if let slot {
        nodes[slot.node].branches[slot.branch] = newValue
      } else {
        roots[question] = newValue
      }
    }
  }
}
