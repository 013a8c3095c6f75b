import ArgumentParser
import Testing

@testable import workflow_run

@Suite("The options of a dry run")
struct DryRunOptionTests {
  @Test("they are those of the groups that other commands have, in their order and words")
  func groups() {
    #expect(DryRunCommand.helpMessage(columns: 100) == Grouped.helpMessage(columns: 100))
    #expect(
      DryRunCommand.completionScript(for: .zsh) == Grouped.completionScript(for: .zsh))
  }

  /// The same command with its options in groups.
  private struct Grouped: ParsableCommand {
    static let configuration = DryRunCommand.configuration

    @OptionGroup var step: StepOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var routes: RouteOptions
    @OptionGroup var answer: AnswerOptions
  }

  @Test(
    "each says what it says in a group",
    arguments: [
      ("--encoding latin1", "--encoding, --decimal and --dates speak of the file under --records."),
      ("--decimal colon", "The value 'colon' is invalid for '--decimal <decimal>'."),
      ("--at never", "The value 'never' is invalid for '--at <time>'"),
      ("--as :clerk", "The value ':clerk' is invalid for '--as <user:role,role>'"),
      ("--input x", "The value 'x' is invalid for '--input <name=value>'"),
      ("--wait 3", "Unknown option '--wait'"),
    ])
  func mistakes(words: String, told: String) throws {
    let place = try Workplace()
    let line =
      ["dry-run", "deactivate", "account:A2"] + words.split(separator: " ").map(String.init)
    let answer = try place.run(line)
    #expect(answer.status == 64)
    #expect(answer.remarks.contains(told), "\(answer.remarks)")
  }
}
