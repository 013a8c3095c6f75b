/// Why a file cannot be read or written, as a person would say it.
package struct FileFailure: Error {
  package let path: String
  package let reason: String

  package init(_ path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  package var sentence: String { "'\(path)' cannot be used: \(reason)" }
}
