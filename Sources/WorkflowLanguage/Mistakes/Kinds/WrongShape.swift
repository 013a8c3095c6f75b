import Diagnostics
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

  static func equation(_ meant: String) -> Mistake {
    Mistake(
      .wrongShape, "a mapping for 'set' is expected here, not an equation", label: "write \(meant)",
      replacement: meant)
  }

  static func textDash(_ sign: Character, edits: [Mend.Edit]) -> Mistake {
    Mistake(
      .wrongShape, "'\(sign)' begins no item of a list", label: "begin each item with '- '",
      edits: edits)
  }

  static func doubleDash() -> Mistake {
    Mistake(
      .wrongShape, "there is one dash too many", label: "begin the item with one '- '",
      replacement: "")
  }

  static func missingColon(behind name: String, at place: SourceRange) -> Mistake {
    Mistake(
      .wrongShape, "a colon is missing behind '\(name)'", label: "write '\(name): {…}'",
      edits: [.init(place, ":")])
  }

  private static func shape(of node: Node) -> String {
    switch node.kind {
    case .scalar: node.isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
