import Diagnostics
import Workflow

/// The page of a code, or those of all. Its encoding is the documented JSON.
struct ExplainAnswer: Codable {
  var format = Answer.format
  var purpose = "explain"
  /// Nil where all were asked for.
  var page: Page?
  /// Nil where one was asked for.
  var pages: [Page]?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case page, pages
  }

  struct Page: Codable {
    var code: String
    var title: String
    /// A text that gets the code.
    var bad: String
    /// The same text put right.
    var good: String
    var reason: String

    init(_ page: DiagnosticPage) {
      code = page.code
      title = page.title
      bad = page.bad
      good = page.good
      reason = page.reason
    }
  }

  init(_ page: DiagnosticPage) { self.page = Page(page) }

  init(_ pages: [DiagnosticPage]) { self.pages = pages.map(Page.init) }
}
