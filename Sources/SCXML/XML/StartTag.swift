import Diagnostics

/// Finds the name and the attributes' values in the text of an opening tag.
struct StartTag {
  let file: SourceFile
  /// The offset of `<`.
  let offset: Int

  /// The element's name, or what stands there instead.
  var name: SourceRange {
    let start = byte(offset) == UInt8(ascii: "<") ? offset + 1 : offset
    var end = start
    while let next = byte(end), !isSpace(next), next != UInt8(ascii: ">"), next != UInt8(ascii: "/")
    {
      end += 1
    }
    return file.range(start, end)
  }

  /// What stands between the quotes of an attribute, whatever the prefix of its name.
  func value(of attribute: String) -> SourceRange? {
    var position = name.end
    while true {
      while let next = byte(position), isSpace(next) { position += 1 }
      let start = position
      while let next = byte(position), !isSpace(next), next != UInt8(ascii: "=") {
        if next == UInt8(ascii: ">") { return nil }
        position += 1
      }
      let found = file.range(start, position).text
      while let next = byte(position), next != UInt8(ascii: "\""), next != UInt8(ascii: "'") {
        if next == UInt8(ascii: ">") { return nil }
        position += 1
      }
      guard let quote = byte(position) else { return nil }
      let first = position + 1
      position = first
      while let next = byte(position), next != quote { position += 1 }
      if found == attribute || found.hasSuffix(":" + attribute) {
        return file.range(first, position)
      }
      guard position < file.bytes.count else { return nil }
      position += 1
    }
  }

  private func byte(_ position: Int) -> UInt8? {
    file.bytes.indices.contains(position) ? file.bytes[position] : nil
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
