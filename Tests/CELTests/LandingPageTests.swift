import CEL
import Testing

/// Runs the code of the landing page of CEL; that it is the same is held by TidyTests.
@Suite("CEL's landing page")
struct LandingPageTests {
  @Test("the four steps lead from a text to an answer and its reasons")
  func steps() {
    let environment = Environment(
      variables: [.init(name: "age", type: .int, slot: 0)])
    let compiler = Compiler(environment: environment)
    let (tree, mistakes) = compiler.parse("age >= 18")
    #expect(tree != nil && mistakes.isEmpty)

    let (program, issues) = compiler.compile("age >= 18", expecting: .bool)
    #expect(issues.isEmpty)

    let frame = Frame(reader: RecordReader(), slotCount: 1)
    frame.slots[0] = .int(36)
    #expect(program?.truth(frame) == .yes)
    #expect(program?.explain(frame) != nil)
    #expect(program?.dissect(frame) != nil)
    frame.slots[0] = .int(17)
    #expect(program?.truth(frame) == .no)
  }
}
