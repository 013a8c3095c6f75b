import YAML

extension Mistake.Kind {
  static let wrongShape = Mistake.Kind(
    "wrong-shape", "A list, a mapping or a value of the wrong shape",
    bad: """
      workflow: accounts
      records:
        account:
          states: [active, closed]

      """,
    good: """
      workflow: accounts
      records:
        account:
          states: {status: [active, closed]}

      """,
    reason: """
      Each key has one shape: a value, a list (its order counts) or a mapping (its \
      names count).
      """)
}

extension Mistake {
  static func wrongShape(_ node: Node, expected: String, example: String? = nil) -> Mistake {
    Mistake(
      .wrongShape, "\(expected) is expected here, not \(shape(of: node))",
      label: example.map { "write \($0)" })
  }

  private static func shape(of node: Node) -> String {
    switch node.kind {
    case .scalar: node.isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
