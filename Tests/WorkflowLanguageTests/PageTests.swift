import Diagnostics
import Testing
import WorkflowLanguage

@Suite("Diagnostic pages")
struct PageTests {
  @Test(
    "the bad example gives the code and the good one does not", arguments: DefinitionLoader.pages)
  func examples(page: DiagnosticPage) {
    let renderer = DiagnosticRenderer(color: false)
    let bad = diagnostics(page.bad)
    #expect(bad.map(\.code).contains(page.code), "\(bad.map(renderer.render).joined())")
    #expect(Set(bad.map(\.code)).count == 1, "\(bad.map(renderer.render).joined())")
    let good = diagnostics(page.good)
    #expect(good.isEmpty, "\(good.map(renderer.render).joined())")
  }

  @Test("every code has one page")
  func codes() {
    let codes = DefinitionLoader.pages.map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(Set(codes) == Set(DefinitionLoader.codes))
  }
}
