import Diagnostics
import JSONText
import RecordFiles
import Workflow
import WorkflowStore

/// Where a command's answer goes: the text to people, the machine form to programs.
///
/// A class, because everything a command does writes to the same streams.
final class Report {
  private let standardOutput = OutputStream.standardOutput()
  private let standardError = OutputStream.standardError()
  private let file: OutputStream?
  /// Whether the machine form takes the text's place.
  private let isMachineShown: Bool
  let tint: Tint
  let remarkTint: Tint

  init(_ request: AnswerRequest) throws(FileFailure) {
    file = try request.output.map { path throws(FileFailure) in try OutputStream(file: path) }
    isMachineShown = request.isMachineAsked && request.output == nil
    tint = Tint(isOn: request.color.isOn(for: standardOutput))
    remarkTint = Tint(isOn: request.color.isOn(for: standardError))
  }

  /// Whether something was committed that the answer tells of.
  var hasCommitted = false

  /// Whether the machine form was written: it is one value, and no second one follows.
  private var hasAnswered = false

  /// Whether anybody reads the machine form.
  var wantsMachineForm: Bool { isMachineShown || file != nil }

  /// A part of the answer for people.
  func print(_ text: String) throws(FileFailure) {
    if !isMachineShown { try standardOutput.write(text) }
  }

  /// A part of the answer that is read again by programs: it stays as it is, but on a terminal.
  func print(data text: String) throws(FileFailure) {
    if !isMachineShown { try standardOutput.write(data: text) }
  }

  /// A part of the machine form, as it is to be written.
  func printMachine(raw text: String) throws(FileFailure) {
    if isMachineShown { try standardOutput.write(data: text) }
    try file?.write(data: text)
  }

  /// The whole machine form: an answer as it encodes itself.
  func printMachine(_ answer: @autoclosure () -> some Encodable) throws(FileFailure) {
    guard wantsMachineForm else { return }
    try printMachine(raw: JSON(answer()).pretty)
    hasAnswered = true
  }

  /// What is no part of the answer: progress, questions, hints.
  func remark(_ text: String) throws(FileFailure) {
    try standardOutput.flush()
    try standardError.write(text)
    try standardError.flush()
  }

  /// What stands on the last line of a terminal until something else does.
  func showPassing(_ text: String) throws(FileFailure) {
    try standardOutput.flush()
    try standardError.write(passing: text)
    try standardError.flush()
  }

  func hint(_ text: String) throws(FileFailure) {
    try remark("\(remarkTint.strong("help")): \(text)\n")
  }

  /// Says that an erasure could not be finished, behind a command that has written.
  func tellUnscrubbed(_ store: any RecordStore) throws {
    guard try store.isScrubPending else { return }
    let text = """
      values of erased records may still stand in free parts of the store, because somebody \
      was reading it; the next command that writes tries again
      """
    try remark("\(remarkTint.strong("note")): \(text)\n")
  }

  var showsProgress: Bool { standardError.isTerminal }

  /// Says in the machine form why there is no answer.
  func fail(_ failure: CommandFailure) throws(FileFailure) {
    if !hasAnswered { try printMachine(ErrorAnswer(failure)) }
    try finish()
  }

  func finish() throws(FileFailure) {
    try standardOutput.flush()
    try file?.finish()
  }
}
