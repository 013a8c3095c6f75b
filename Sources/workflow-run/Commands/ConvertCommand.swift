import ArgumentParser
import Diagnostics
import RecordFiles
import SCXML
import Workflow
import WorkflowEngine
import WorkflowLanguage

/// A state chart of another form, as a workflow file.
struct ConvertCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", _superCommandName: Program.name,
    abstract: "Convert a state chart in SCXML to a workflow file.",
    discussion: """
      What has no counterpart is reported on the standard error; --strict makes that a failure.
      With --play the chart is run in memory instead: by a script, or until nothing is due.

      \(examples("convert chart.scxml --output chart.yaml", "convert chart.scxml --play script.json"))
      """)

  @Argument(help: "The chart; - is the standard input.")
  var chart: String

  @Argument(help: "With --play: the script, in the form of the SCION test framework.")
  var script: String?

  @Flag(help: "Run the chart instead of writing it.")
  var play = false

  @Flag(help: "Fail with status 5 where anything has no counterpart.")
  var strict = false

  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func validate() throws {
    if script != nil, !play { throw ValidationError("a script needs --play") }
  }

  func answer(_ report: Report) throws -> ExitStatus {
    let file = SourceFile(name: chart, bytes: try Files.bytes(of: chart, limit: 1 << 26))
    let (conversion, diagnostics) = ChartConversion.convert(file)
    let renderer = DiagnosticRenderer(color: report.remarkTint.isOn)
    for diagnostic in diagnostics { try report.remark(renderer.render(diagnostic) + "\n") }
    guard let conversion else {
      throw CommandFailure(.unreadable, "'\(chart)' cannot be converted")
    }
    let definition = try ConvertCommand.definition(of: conversion, from: chart)
    let status =
      play
      ? try run(conversion, definition, diagnostics, report)
      : try write(conversion, diagnostics, report)
    let isIncomplete = diagnostics.contains { $0.severity == .warning }
    return strict && isIncomplete && status == .done ? .findings : status
  }

  /// What the text means: a conversion that does not load is not handed out.
  private static func definition(
    of conversion: ChartConversion, from chart: String
  ) throws -> WorkflowDefinition {
    let text = SourceFile(name: "\(chart) (converted)", text: conversion.text)
    let (definition, mistakes) = DefinitionLoader().load(text)
    if let definition { return definition }
    throw UnsoundDefinition(
      file: text.name, diagnostics: mistakes.filter { $0.severity == .error })
  }

  private func write(
    _ conversion: ChartConversion, _ diagnostics: [Diagnostic], _ report: Report
  ) throws -> ExitStatus {
    try report.print(data: conversion.text)
    if answer.format == .json {
      try report.printMachine(ConvertAnswer(conversion, diagnostics))
    } else {
      try report.printMachine(raw: conversion.text)
    }
    return .done
  }

  private func run(
    _ conversion: ChartConversion, _ definition: WorkflowDefinition, _ diagnostics: [Diagnostic],
    _ report: Report
  ) throws -> ExitStatus {
    let script = try script.map(PlayScriptReader.read)
    let result: PlayResult
    do throws(PlayFailure) {
      result = try ChartPlayer(conversion, definition).play(script)
    } catch {
      throw CommandFailure(.blocked, "'\(chart)' cannot be played: \(error.reason)")
    }
    let screen = PlayScreen(result: result, hasScript: script != nil)
    try report.print(screen.text(report.tint))
    try report.printMachine(PlayAnswer(screen, diagnostics))
    return screen.isGood ? .done : .scenarioFailed
  }
}
