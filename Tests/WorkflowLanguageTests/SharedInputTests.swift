import Diagnostics
import Testing

@Suite("Inputs of the same name in two ways")
struct SharedInputTests {
  /// Two ways from one state, each with an input `kind` or `size`, and whether both are possible for one
  /// request.
  struct Pair: Sendable, CustomTestStringConvertible {
    var first: String
    var firstWhen: String
    var second: String
    var secondWhen: String
    var isApart: Bool
    var testDescription: String { "\(first) / \(second)" }
  }

  static let pairs: [Pair] = {
    let inputs: [(String, String, Bool)] = [
      ("size: {type: integer}", "size: {type: integer}", true),
      ("size: {type: integer, label: Size}", "size: {type: integer}", true),
      ("size: {type: integer, default: 3}", "size: {type: integer, default: 3}", true),
      ("size: {type: integer, default: =count}", "size: {type: integer, default: =count}", true),
      ("size: {type: integer, default: 3}", "size: {type: integer}", true),
      ("size: {type: integer}", "size: {type: integer, default: 30}", true),
      // Left out, the first is small and the second is large.
      ("size: {type: integer, default: 3}", "size: {type: integer, default: 30}", false),
      (
        "size: {type: integer, when: flag, default: 3}",
        "size: {type: integer, when: flag, default: 3}", true
      ),
      // Where it is not offered in one way, it has its own value there.
      ("size: {type: integer, when: flag, default: 3}", "size: {type: integer, default: 3}", false),
    ]
    return inputs.map {
      Pair(
        first: $0.0, firstWhen: $0.0.contains("when") ? "size == null || size < 10" : "size < 10",
        second: $0.1,
        secondWhen: $0.1.contains("when") ? "size != null && size >= 10" : "size >= 10",
        isApart: $0.2)
    } + [
      Pair(
        first: "kind: {choice: [a, b]}", firstWhen: #"kind == "a""#,
        second: "kind: {choice: [a, b]}",
        secondWhen: #"kind == "b""#, isApart: true),
      Pair(
        first: "kind: {choice: [a, b]}", firstWhen: #"kind == "a""#,
        second: "kind: {choice: [a, b]}",
        secondWhen: #"kind == "a""#, isApart: false),
      Pair(
        first: "kind: text?", firstWhen: #"kind == "a""#, second: "kind: text",
        secondWhen: #"kind != "a""#, isApart: true),
    ]
  }()

  /// The same for a field that keeps what is given.
  static let keptPairs: [Pair] = [
    ("count", "count", true), ("count: {required: true}", "count: {required: true}", true),
    ("count: {default: 3}", "count: {default: 3}", true),
    ("count: {default: 3}", "count: {required: true}", true),
    ("count: {default: 3}", "count: {default: 30}", false),
    ("count: {default: 3}", "flag", false), ("flag", "count: {default: 30}", false),
    ("count", "flag", true),
  ].map {
    Pair(
      first: $0.0, firstWhen: "count < 10", second: $0.1, secondWhen: "count >= 10",
      isApart: $0.2)
  }

  @Test(
    "are one value, where the request can only give both the same",
    arguments: Self.pairs + Self.keptPairs)
  func oneValue(pair: Pair) {
    let text = """
      workflow: w
      records:
        item:
          fields: {count: {type: integer, default: 12}, flag: boolean}
          states: {status: [on, off]}
          transitions:
            go:
              - {from: on, inputs: [\(pair.first)], when: '\(pair.firstWhen)'}
              - {from: on, to: off, inputs: [\(pair.second)], when: '\(pair.secondWhen)'}
      """
    let codes = diagnostics(text).map(\.code)
    #expect(codes == (pair.isApart ? [] : ["ambiguous-transition"]), "\(text)")
  }
}
