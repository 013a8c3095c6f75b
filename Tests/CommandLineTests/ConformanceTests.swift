import Foundation
import JSONText
import Testing

@testable import workflow_run

/// The tests of the CEL specification, answered by the built command.
@Suite("Conformance by eval --json-lines")
struct ConformanceTests {
  static let files = [
    "basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists", "logic",
    "macros", "namespace", "parse", "plumbing", "string", "timestamps", "type_deduction",
    "string_ext", "math_ext", "encoders_ext", "bindings_ext", "optionals", "macros2",
  ]

  /// The folder of the tests; nil where it is not there.
  static let folder: URL? = {
    let shared =
      ProcessInfo.processInfo.environment["WORKFLOW_SHARED"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
    let folder = shared.appending(path: "cel-conformance")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  @Test(
    "every test of the specification that needs no protobuf is answered as expected",
    .enabled(if: folder != nil, "the shared conformance tests are not there"))
  func passes() throws {
    let folder = try #require(ConformanceTests.folder)
    let lines = try ConformanceTests.files.flatMap { name in
      try String(contentsOf: folder.appending(path: "\(name).jsonl"), encoding: .utf8)
        .split(separator: "\n")
    }
    let answer = try Workplace(workflow: nil).run(
      ["eval", "--json-lines"], input: lines.joined(separator: "\n") + "\n")
    #expect(answer.status == 0 && answer.remarks.isEmpty)
    let answers = answer.output.split(separator: "\n")
    #expect(lines.count == 1649)
    try #require(answers.count == lines.count)
    for (line, answer) in zip(lines, answers) {
      let row = try read(line)
      let answer = try read(answer)
      #expect(answer["uid"] == row["uid"])
      #expect(isExpected(answer, row), "\(row["expr"]?.text ?? ""): \(answer)")
    }
  }

  private func read(_ line: Substring) throws -> JSON {
    var reader = JSONReader(bytes: Array(line.utf8))
    return try reader.document()
  }

  private func isExpected(_ answer: JSON, _ row: JSON) -> Bool {
    guard let expected = row["expected"] else { return false }
    if expected["eval_error"] != nil { return answer["error"]?["stage"] != nil }
    guard answer["error"] == nil else { return false }
    let typed = expected["typed_result"]
    if let type = typed?["type"], answer["type"] != type { return false }
    if row["check_only"] != nil { return answer["value"] == nil }
    guard let wanted = typed?["value"] ?? expected["value"], let value = answer["value"] else {
      return false
    }
    return isSame(value, wanted)
  }

  /// Whether two values are of one kind and the same; the order of a map's entries is none.
  private func isSame(_ one: JSON, _ other: JSON) -> Bool {
    guard case .object(let left) = one, case .object(let right) = other, left.count == 1,
      right.count == 1, left[0].0 == right[0].0
    else { return false }
    let (a, b) = (left[0].1, right[0].1)
    switch left[0].0 {
    case "double": return a == b || Double(a.text ?? "") == Double(b.text ?? "x")
    case "list":
      guard let a = a.elements, let b = b.elements, a.count == b.count else { return false }
      return zip(a, b).allSatisfy { isSame($0, $1) }
    case "map":
      guard let a = a.elements, let b = b.elements, a.count == b.count else { return false }
      return a.allSatisfy { entry in b.contains { isSameEntry(entry, $0) } }
    default: return a == b
    }
  }

  private func isSameEntry(_ one: JSON, _ other: JSON) -> Bool {
    guard let a = one.elements, let b = other.elements, a.count == 2, b.count == 2 else {
      return false
    }
    return isSame(a[0], b[0]) && isSame(a[1], b[1])
  }

  @Test(
    "what is no test gets an answer too",
    arguments: [
      ("x", #"{"uid":null,"error":{"stage":"parse","message":"line 1 is no JSON:"#),
      (#"{"uid":"a"}"#, #"{"uid":"a","error":{"stage":"parse","message":"line 1 is no test:"#),
      (#"{"uid":"a","expr":"1 +"}"#, #"{"uid":"a","error":{"stage":"parse","message":"#),
      (#"{"uid":"a","expr":"b + 1"}"#, #"{"uid":"a","error":{"stage":"check","message":"#),
      (#"{"uid":"a","expr":"1 / 0"}"#, #"{"uid":"a","error":{"stage":"eval","message":"#),
      (
        #"{"uid":"a","expr":"b","bindings":{"b":{"value":{"int64":"9223372036854775808"}}}}"#,
        #"{"uid":"a","error":{"stage":"parse","message":"line 1 is no test:"#
      ),
      (
        #"{"uid":"a","expr":"b","bindings":{"b":{"value":{"duration":{"seconds":"9e9"}}}}}"#,
        #"{"uid":"a","error":{"stage":"parse","message":"line 1 is no test:"#
      ),
      (
        #"{"uid":"a","expr":"b","type_env":[{"name":"b","ident":{"map":["int"]}}]}"#, #"{"uid":"a""#
      ),
      (String(repeating: "[", count: 5000), #"{"uid":null,"error":{"stage":"parse""#),
    ])
  func malformed(line: String, answer: String) throws {
    let run = ConformanceRun().answer(Array(line.utf8), line: 1).compact
    #expect(run.hasPrefix(answer), "\(run)")
  }

  @Test(
    "values keep their kinds and their digits",
    arguments: [
      ("[1, 2u, 1.5]", #"{"list":[{"int64":"1"},{"uint64":"2"},{"double":"1.5"}]}"#),
      ("-0.0", #"{"double":"-0.0"}"#),
      ("1.0 / 0.0", #"{"double":"Infinity"}"#),
      ("b'\\xff\\x00a'", #"{"bytes":"/wBh"}"#),
      ("{'a': null}", #"{"map":[[{"string":"a"},{"null":null}]]}"#),
      ("type(1)", #"{"type":"int"}"#),
      ("duration('1.5s')", #"{"duration":{"seconds":"1","nanos":500000000}}"#),
    ])
  func forms(expression: String, value: String) {
    let row = JSON.object([("uid", .string("a")), ("expr", .string(expression))]).compact
    let answer = ConformanceRun().answer(Array(row.utf8), line: 1).compact
    #expect(answer.hasSuffix(#","value":\#(value)}"#), "\(answer)")
  }
}
