import Diagnostics
import Testing
import WorkflowLanguage

/// A form used in a wrong way, within a file that is sound otherwise, and what was meant.
struct Misuse: CustomTestStringConvertible, Sendable {
  let title: String
  /// What stands in the place of `right` in the file.
  let wrong: String
  /// What the mend makes of it; where there is none, what its label says to the letter.
  let right: String
  let code: String
  let marked: String
  let message: String
  let label: String?

  init(
    _ title: String, _ wrong: String, _ right: String, code: String, marked: String,
    message: String, label: String? = nil
  ) {
    (self.title, self.wrong, self.right, self.code) = (title, wrong, right, code)
    (self.marked, self.message, self.label) = (marked, message, label)
  }

  var testDescription: String { title }

  /// - Parameter text: The file around it.
  func check(in text: (String) -> String) {
    let sound = diagnostics(text(right))
    #expect(sound.isEmpty, "\(Self.shown(sound))")
    let file = SourceFile(name: "w.yaml", text: text(wrong))
    let found = load(text(wrong)).diagnostics
    #expect(found.count == 1, "\(Self.shown(found))")
    guard let diagnostic = found.first else { return }
    #expect(diagnostic.code == code, "\(Self.shown(found))")
    #expect(diagnostic.marked == marked, "\(Self.shown(found))")
    #expect(diagnostic.message == message, "\(Self.shown(found))")
    #expect(diagnostic.label == label, "\(Self.shown(found))")
    guard diagnostic.mend != nil else { return }
    var mending = Mending(file) { DefinitionLoader().load($0).diagnostics }
    mending.run()
    let mended = String(decoding: mending.file.bytes, as: UTF8.self)
    let difference = LineDifference(from: text(right), to: mended).unified(name: "w.yaml")
    #expect(difference.isEmpty, "\(difference)\(Self.shown(found))")
  }

  private static func shown(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(DiagnosticRenderer(color: false).render).joined()
  }
}
