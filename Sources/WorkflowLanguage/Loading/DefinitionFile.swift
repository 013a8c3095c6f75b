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

extension DefinitionFile {
  /// Whether a file could declare a record type, by its bytes alone.
  ///
  /// False is certain and true is a guess: a name that a file declares stands in it as a key, in
  /// front of a colon, unless it is written with escapes, or in a part that the file uses.
  public static func mayDeclare(_ recordType: String, _ file: SourceFile) -> Bool {
    let name = Array(recordType.utf8)
    guard let first = name.first else { return true }
    return file.bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "\\") { return true }
        if byte == first, stands(name, at: index, in: bytes) { return true }
        if byte == UInt8(ascii: "u"), stands(uses, at: index, in: bytes) { return true }
        index += 1
      }
      return false
    }
  }

  private static let uses = Array("uses".utf8)

  /// Whether a key stands at an offset: what is behind it is blank up to its colon.
  private static func stands(
    _ name: [UInt8], at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard start + name.count < bytes.count else { return false }
    for place in name.indices where bytes[start + place] != name[place] { return false }
    var index = start + name.count
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: ":"): return true
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "'"): index += 1
      default: return false
      }
    }
    return false
  }
}
