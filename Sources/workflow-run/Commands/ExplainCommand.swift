import ArgumentParser
import CEL
import Diagnostics
import SCXML
import Workflow
import WorkflowLanguage
import WorkflowScenarios
import WorkflowWords
import YAML

/// The page of a diagnostic.
struct ExplainCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", _superCommandName: Program.name,
    abstract:
      "Explain a code that check reports, or the reason of a refusal: what it is, what to do.",
    discussion: examples("explain unknown-state", "explain input_missing"))

  @Argument(help: "The code; all codes are listed if it is left out.")
  var code: String?

  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let pages = ExplainCommand.pages
    guard let code else {
      var table = Table(headings: ["code", "what it says"])
      table.rows = pages.map { [$0.code, $0.title] }
      try report.print(table.text(report.tint))
      var refusals = Table(headings: ["refusal", "what it says"])
      refusals.rows = RefusalPage.all.map { [$0.code, $0.title] }
      try report.print("\n" + refusals.text(report.tint))
      try report.printMachine(ExplainAnswer(pages, RefusalPage.all))
      return .done
    }
    if let refusal = RefusalPage.all.first(where: { $0.code == code }) {
      try report.print(
        """
        \(report.tint.strong(refusal.code)): \(refusal.title)

          \(refusal.meaning)
          \(refusal.remedy)

        """)
      try report.printMachine(ExplainAnswer(refusal))
      return .done
    }
    guard let page = pages.first(where: { $0.code == code }) else {
      throw CommandFailure.unknown(
        "there is no code '\(code)'",
        meant: suggestion(
          for: code, among: pages.map(\.code) + RefusalPage.all.map(\.code)))
    }
    try report.print(ExplainCommand.text(of: page, report.tint))
    try report.printMachine(ExplainAnswer(page))
    return .done
  }

  /// The pages of every code, by code.
  static var pages: [DiagnosticPage] {
    let expressions = Issue.codes.map { page in
      DiagnosticPage(
        code: page.code, title: page.title, bad: page.bad, good: page.good, reason: page.reason)
    }
    var seen: Set<String> = []
    return
      (YAML.codes + DefinitionLoader.pages + scenarioPages + ChartConversion.pages + expressions)
      .filter { seen.insert($0.code).inserted }.sorted { $0.code < $1.code }
  }

  private static func text(of page: DiagnosticPage, _ tint: Tint) -> String {
    func block(_ text: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.isEmpty ? "" : "    \($0)"
      }
      .joined(separator: "\n").trimmedLines
    }
    return """
      \(tint.strong(page.code)): \(page.title)

        \(tint.bad("wrong")):

      \(block(page.bad))

        \(tint.good("right")):

      \(block(page.good))

      \(page.reason)

      """
  }
}

extension String {
  /// The text without line breaks at its end.
  fileprivate var trimmedLines: String {
    var rest = self[...]
    while rest.last == "\n" { rest.removeLast() }
    return String(rest)
  }
}
