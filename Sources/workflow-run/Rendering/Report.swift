import Diagnostics
import JSONText
import RecordFiles
import TextFiles
import Workflow
import WorkflowEngine
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

  // MARK: What else is to be said of the stores

  private var stores: [any RecordStore] = []

  /// Takes note of a store that the command works on.
  func watch(_ store: any RecordStore) { stores.append(store) }

  /// Says, once the command has answered, what is unfinished in the stores or stands against their
  /// definition.
  func tellOfStores() throws {
    for store in stores {
      if try store.isScrubPending {
        try note(
          """
          values of erased records may still stand in free parts of the store, because somebody \
          was reading it; the next command that writes tries again
          """)
      }
      if store.hasMovedRecords {
        let shared = try store.sharedValues()
        for value in shared.prefix(Self.shownShared) { try note(value.text) }
        if shared.count > Self.shownShared {
          try note("\(shared.count - Self.shownShared) more values stand twice and may not")
        }
      }
    }
  }

  private static let shownShared = 20

  private func note(_ text: String) throws {
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

extension SharedValue {
  /// `customer.number is to stand only once, and "7" stands in C1 and C2`.
  var text: String {
    let shown = ids.prefix(5).joined(separator: ", ")
    let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
    return
      "\(recordType).\(field) is to stand only once, and \(JSONWriter.text(of: value)) stands in "
      + shown + more
  }
}
