import Testing

@testable import slips

@Suite("Finding slips")
struct SlipFinderTests {
  /// A source, and every slip that is found in it: the kind, and the source with the slip planted,
  /// where `#` asks whether it is.
  static let sources: [(String, [String])] = [
    (
      "if a < b { f() }",
      [
        "boundary: if (# ? ((a) <= (b)) : (a < b)) { f() }",
        "call forgotten: if a < b { if !# { f() } }",
        "check skipped: if (# ? (false) : (a < b)) { f() }",
        "condition negated: if (# ? (!(a < b)) : (a < b)) { f() }",
      ]
    ),
    (
      "while go && x { n += 1 }",
      [
        "assignment forgotten: while go && x { if !# { n += 1 } }",
        "check skipped: while (# ? (false) : (go && x)) { n += 1 }",
        "condition dropped: while (# ? (go) : (go && x)) { n += 1 }",
        "condition dropped: while (# ? (x) : (go && x)) { n += 1 }",
      ]
    ),
    (
      "func f() -> Int? { g(); return x ?? y }",
      [
        "call forgotten: func f() -> Int? { if !# { g() }; return x ?? y }",
        "early return: func f() -> Int? { if # { return nil }; g(); return x ?? y }",
        "value passed over: func f() -> Int? { g(); return (# ? (y) : (x ?? y)) }",
      ]
    ),
    (
      "func f() -> Bool { isDone }",
      ["result negated: func f() -> Bool { (# ? (!(isDone)) : (isDone)) }"]
    ),
    (
      "let c = move(from: a, to: b)",
      [
        "arguments swapped: let c = (# ? (move(from: b, to: a)) : (move(from: a, to: b)))"
      ]
    ),
    (
      "for x in list { skip.insert(x) }",
      [
        "call forgotten: for x in list { if !# { skip.insert(x) } }",
        "order reversed: for x in (# ? (Array((list).reversed())) : (Array(list))) { skip.insert(x) }",
      ]
    ),
    (
      "let s = all.sorted { $0 < $1 }",
      [
        "boundary: let s = all.sorted { (# ? (($0) <= ($1)) : ($0 < $1)) }",
        "order reversed: let s = all.sorted { (# ? (($1) < ($0)) : ($0 < $1)) }",
      ]
    ),
    // Nothing that states a fact, fills a property, joins texts or must leave a scope.
    ("precondition(a < b)", []),
    ("struct S { let x: Int; init(x: Int) { self.x = x } }", []),
    ("let t = \"a\" + b", []),
    (
      "func f() { guard let x else { return }; _ = x }",
      ["early return: func f() { if # { return }; guard let x else { return }; _ = x }"]
    ),
  ]

  @Test("each kind of place gets its slips, and no other does", arguments: sources)
  func places(source: String, expected: [String]) {
    let found = Program.slips(in: source, file: "a.swift").map { slip in
      "\(slip.kind.rawValue): \(planted(slip, in: source))"
    }
    #expect(found.sorted() == expected.sorted())
  }

  private func planted(_ slip: Slip, in source: String) -> String {
    var bytes = Array(source.utf8)
    for edit in slip.edits.sorted(by: { $0.offset > $1.offset }) {
      bytes.replaceSubrange(
        edit.offset..<edit.offset + edit.length,
        with: edit.text.replacing(Slip.mark, with: "#").utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
