public import Diagnostics
import YAML

/// A workflow file whose structure has been read, once for all that is asked of it.
public struct DefinitionFile: Sendable {
  public let file: SourceFile
  let document: Document?
  /// What the structure itself does wrong.
  let problems: [Diagnostic]

  public init(_ file: SourceFile) {
    self.file = file
    (document, problems) = Document.parse(file)
  }

  var root: Node? { document?.root }
}
