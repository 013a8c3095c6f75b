import ArgumentParser
import RecordFiles

extension RecordForm: ExpressibleByArgument {
  /// The form that was asked for, or that a file's name says.
  static func of(_ path: String, asked: RecordForm?) throws(CommandFailure) -> RecordForm {
    if let form = asked ?? RecordForm(path: path) { return form }
    throw CommandFailure(
      .usage, "the form of '\(path)' cannot be told from its name",
      hints: ["--form says it: \(allCases.map(\.rawValue).joined(separator: ", "))"])
  }
}
