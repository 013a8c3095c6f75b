import CEL

/// Texts by number, each kept once.
///
/// A text is kept in its composed form (NFC), however its signs were put together where it came from.
final class TextPool {
  private(set) var texts: [String] = []
  /// Of more texts than a search is quick for.
  private var numbers: [Key: Int32] = [:]
  private static let few = 32

  func number(of written: String) -> Int64 {
    let text = written.composed
    if texts.count <= Self.few {
      let count = text.utf8.count
      let known = texts.firstIndex { $0.utf8.count == count && $0.utf8.elementsEqual(text.utf8) }
      if let known { return Int64(known) }
    } else if let number = numbers[Key(text: text)] {
      return Int64(number)
    }
    texts.append(text)
    if texts.count == Self.few + 1 {
      for (number, text) in texts.enumerated() { numbers[Key(text: text)] = Int32(number) }
    } else if texts.count > Self.few {
      numbers[Key(text: text)] = Int32(texts.count - 1)
    }
    return Int64(texts.count - 1)
  }

  subscript(number: Int64) -> String { texts[Int(number)] }

  private struct Key: Hashable {
    let text: String

    static func == (left: Key, right: Key) -> Bool {
      left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
