import ArgumentParser
import Diagnostics
import SCXML

/// A state chart of another form, as a workflow file.
struct ConvertCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert a state chart in SCXML to a workflow file.",
    discussion: """
      What has no counterpart is reported, on the standard error; --strict makes that a failure.

      \(examples("convert chart.scxml --output chart.yaml", "convert chart.scxml --play script.json"))
      """)

  @Argument(help: "The chart; - is the standard input.")
  var chart: String

  @Flag(help: "Fail with status 5 where anything has no counterpart.")
  var strict = false

  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func answer(_ report: Report) throws -> ExitStatus {
    let file = SourceFile(name: chart, bytes: try Files.bytes(of: chart, limit: 1 << 26))
    let (conversion, diagnostics) = ChartConversion.convert(file)
    let renderer = DiagnosticRenderer(color: report.remarkTint.isOn)
    for diagnostic in diagnostics { try report.remark(renderer.render(diagnostic) + "\n") }
    guard let conversion else {
      throw CommandFailure(.unreadable, "'\(chart)' cannot be converted")
    }
    try report.print(conversion.text)
    return strict && diagnostics.contains { $0.severity == .warning } ? .findings : .done
  }
}
