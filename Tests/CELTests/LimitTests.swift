import CEL
import Testing

@Suite("Limits")
struct LimitTests {
  private func codes(_ text: String) -> [String] {
    Compiler(environment: Environment()).compile(text, expecting: nil).issues.map(\.code)
  }

  @Test(
    "nesting beyond the limit is an error, not a crash",
    arguments: [
      String(repeating: "(", count: 90_000), String(repeating: "[", count: 90_000),
      String(repeating: "!", count: 90_000) + "true",
      String(repeating: "-", count: 90_000) + "1",
      String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000),
      "1" + String(repeating: "+1", count: 40_000),
      "a" + String(repeating: ".b", count: 40_000),
      "a" + String(repeating: "[0]", count: 30_000),
      "true" + String(repeating: " ? true : true", count: 6000),
      String(repeating: "{1:", count: 30_000), String(repeating: "f(", count: 40_000),
      String(repeating: "x.all(x,", count: 10_000),
    ])
  func nesting(text: String) {
    #expect(["limit-exceeded", "syntax-error"].contains(codes(text).first))
  }

  @Test("a text longer than the limit is refused unread")
  func length() {
    #expect(codes(String(repeating: " ", count: 200_000)) == ["limit-exceeded"])
  }

  @Test("chains of && and || may be long")
  func chains() throws {
    let text = "true" + String(repeating: " && true", count: 10_000)
    let program = try #require(
      Compiler(environment: Environment()).compile(text, expecting: .bool).program)
    let frame = Frame(reader: RecordReader(), slotCount: 0)
    #expect(program.truth(frame) == .yes)
  }

  @Test(
    "work and memory that multiply end in an error",
    arguments: [
      // Thirty doublings of a text.
      (0..<30).reduce("a") { text, _ in "cel.bind(a, \(text) + \(text == "a" ? "a" : "a"), a + a)"
      },
      "[1,2,3,4,5,6,7,8,9,10].map(a, [1,2,3,4,5,6,7,8,9,10].map(b, [1,2,3,4,5,6,7,8,9,10].map(c,"
        + " [1,2,3,4,5,6,7,8,9,10].map(d, list.map(e, e)))))",
      "text.replace('', text)", "text.split('').map(a, text).join()",
      "list.all(a, list + list == list + list)", "list.map(a, list.map(b, list + [b]))",
      "list.all(a, text + text == text + text)",
      "text.indexOf('" + String(repeating: "a", count: 500) + "b')",
      "'%.999999999f'.format([1.0])",
    ])
  func work(text: String) throws {
    var environment = Environment()
    environment.limits.comprehensionNesting = 6
    environment.variables = [
      .init(name: "a", type: .string, slot: 0), .init(name: "text", type: .string, slot: 1),
      .init(name: "list", type: .list(.int), slot: 2),
    ]
    let (program, issues) = Compiler(environment: environment).compile(text, expecting: nil)
    let frame = Frame(reader: RecordReader(), slotCount: 3)
    frame.fill([
      .string("abcdefgh"), .string(String(repeating: "a", count: 100_000)),
      .list((0..<1000).map { .int($0) }),
    ])
    guard let program else {
      #expect(issues.first?.code == "limit-exceeded")
      return
    }
    let clock = ContinuousClock()
    var problem: String?
    let time = clock.measure { problem = program.evaluate(frame).problem }
    #expect(problem != nil)
    #expect(time < .seconds(5))
  }

  @Test("a pattern takes time linear in its text")
  func pattern() throws {
    var environment = Environment()
    environment.variables = [.init(name: "text", type: .string, slot: 0)]
    let program = try #require(
      Compiler(environment: environment).compile("text.matches('^(a+)+$')", expecting: .bool)
        .program)
    let frame = Frame(reader: RecordReader(), slotCount: 1)
    frame.fill([.string(String(repeating: "a", count: 50_000) + "b")])
    #expect(program.truth(frame) == .no)
  }

  @Test("broken input of any kind ends in issues")
  func noise() {
    let seed =
      UInt64(Environment.variable("SEED") ?? "") ?? UInt64.random(in: 0..<1_000_000)
    print("SEED=\(seed)")
    var random = SeededRandom(state: seed)
    let parts = [
      "status", "\"active\"", "==", "&&", "||", "(", ")", "[", "]", "{", "}", ".", ",", "?", ":",
      "all", "x", "1", "2.5", "-", "!", "in", "null", "'", "\\", "\"\"\"", "b'", "0x", "9e9",
      "today", "days", "sum", "lines", ".amount", "has", "\n", "é", "\u{0}", "`", "//", "count",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 1...14, using: &random))
        .map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }
        .joined(separator: Bool.random(using: &random) ? " " : "")
      let (program, issues) = Fixture.compiler.compile(text, expecting: nil)
      #expect((program == nil) == issues.contains { $0.severity == .error }, "\(text)")
      for issue in issues {
        #expect(issue.range.upperBound <= max(text.utf8.count, 1), "\(text)")
      }
      if let program {
        let fixture = Fixture()
        _ = program.evaluate(fixture.frame)
        _ = program.explain(fixture.frame)
      }
    }
  }

  @Test("a function that is not checked takes any number of values without harm")
  func uncheckedCalls() {
    let compiler = Compiler(environment: Environment(extensions: [.standard, .workflow]))
    let functions = [
      "size", "contains", "matches", "charAt", "indexOf", "lastIndexOf", "replace", "split",
      "substring", "join", "format", "strings.quote", "math.greatest", "math.least", "math.round",
      "base64.encode", "optional.of", "optional.none", "orValue", "value", "getHours", "int",
      "timestamp", "duration", "type", "dyn", "count", "sum", "min", "max", "round", "date",
      "days", "days_between", "is_working_day", "add_working_days", "working_days_between",
      "coalesce", "first", "text", "upper", "abs", "local_hour",
    ]
    let frame = Frame(reader: RecordReader(), slotCount: 0)
    for function in functions {
      for arguments in ["", "1", "'a'", "1, 2", "'a', 'b'", "'a', 1, 2", "[1], 2, 3, 4", "[], {}"] {
        for text in ["\(function)(\(arguments))", "'a'.\(function)(\(arguments))"] {
          _ = compiler.compileUnchecked(text).program?.evaluate(frame)
        }
      }
    }
  }
}
