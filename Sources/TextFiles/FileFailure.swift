/// Why a file cannot be read or written, as a person would say it.
package struct FileFailure: Error {
  package let path: String
  package let reason: String
  /// What it is probably written in, where it is not what was expected.
  package let encoding: TextEncoding?

  package init(_ path: String, reason: String, encoding: TextEncoding? = nil) {
    self.path = path
    self.reason = reason
    self.encoding = encoding
  }

  package var sentence: String { "'\(path)' cannot be used: \(reason)" }
}
