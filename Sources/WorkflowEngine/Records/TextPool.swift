/// Texts by number, each kept once.
///
/// Equal numbers mean equal texts, scalar by scalar: Swift's own comparison would merge canonically
/// equivalent ones.
final class TextPool {
  private(set) var texts: [String] = []
  private var numbers: [Key: Int32] = [:]

  func number(of text: String) -> Int64 {
    let key = Key(text: text)
    if let number = numbers[key] { return Int64(number) }
    let number = Int32(texts.count)
    texts.append(text)
    numbers[key] = number
    return Int64(number)
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
