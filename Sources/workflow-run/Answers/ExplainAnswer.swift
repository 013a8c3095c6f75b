import Diagnostics
import Workflow
import WorkflowWords

/// The page of a code, or those of all. Its encoding is the documented JSON.
struct ExplainAnswer: Codable {
  var format = Answer.format
  var purpose = "explain"
  /// Nil where all were asked for.
  var page: Page?
  /// Nil where one was asked for.
  var pages: [Page]?
  /// The reason of a refusal that was asked for.
  var refusal: Refusal?
  /// Nil where one was asked for.
  var refusals: [Refusal]?

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case page, pages, refusal, refusals
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

  /// Why a request can be refused.
  struct Refusal: Codable {
    var code: String
    var title: String
    /// When it is given.
    var meaning: String
    /// What makes it go away.
    var remedy: String

    init(_ page: RefusalPage) {
      code = page.code
      title = page.title
      meaning = page.meaning
      remedy = page.remedy
    }
  }

  init(_ page: DiagnosticPage) { self.page = Page(page) }

  init(_ refusal: RefusalPage) { self.refusal = Refusal(refusal) }

  init(_ pages: [DiagnosticPage], _ refusals: [RefusalPage]) {
    self.pages = pages.map(Page.init)
    self.refusals = refusals.map(Refusal.init)
  }
}
