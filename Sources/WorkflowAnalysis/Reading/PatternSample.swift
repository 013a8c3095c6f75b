/// A text that a plain regular expression matches, as a sample of it.
///
/// Only what analysts write is looked into: literals, classes, groups with alternatives, counts and
/// anchors. Whatever else there is gives none; a sample is tried by the interpreter, never trusted.
struct PatternSample {
  /// Nil where the text is no pattern, or one that is not looked into.
  private(set) var text: String?

  init(_ pattern: String) {
    guard pattern.contains(where: { "^$[]\\".contains($0) }) else { return }
    var reader = Reader(rest: Array(pattern))
    guard let sample = reader.alternatives(), reader.rest.isEmpty else { return }
    text = sample
  }

  private struct Reader {
    var rest: [Character]

    /// The first of the alternatives up to a closing parenthesis or the end.
    mutating func alternatives() -> String? {
      var first: String?
      while true {
        guard let text = sequence() else { return nil }
        if first == nil { first = text }
        guard rest.first == "|" else { return first }
        rest.removeFirst()
      }
    }

    private mutating func sequence() -> String? {
      var text = ""
      while let next = rest.first, next != "|", next != ")" {
        if next == "^" || next == "$" {
          rest.removeFirst()
          continue
        }
        guard let piece = piece(), let count = count() else { return nil }
        text += String(repeating: piece, count: count)
        if text.count > 200 { return nil }
      }
      return text
    }

    private mutating func piece() -> String? {
      let next = rest.removeFirst()
      switch next {
      case "(":
        if rest.starts(with: "?:") { rest.removeFirst(2) }
        guard let inner = alternatives(), rest.first == ")" else { return nil }
        rest.removeFirst()
        return inner
      case "[": return characterClass()
      case "\\":
        guard !rest.isEmpty else { return nil }
        switch rest.removeFirst() {
        case "d": return "1"
        case "w": return "a"
        case "s": return " "
        case let other where !other.isLetter && !other.isNumber: return String(other)
        default: return nil
        }
      case ".": return "a"
      case "*", "+", "?", "{": return nil
      default: return String(next)
      }
    }

    private mutating func characterClass() -> String? {
      guard let first = rest.first, first != "^", let end = rest.firstIndex(of: "]") else {
        return nil
      }
      rest.removeSubrange(...end)
      return first == "\\" ? "1" : String(first)
    }

    /// How often the piece before it is repeated, the least of what is allowed.
    private mutating func count() -> Int? {
      switch rest.first {
      case "*", "?":
        rest.removeFirst()
        return 0
      case "+":
        rest.removeFirst()
        return 1
      case "{":
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let digits = String(rest[1..<end].prefix { $0.isNumber })
        rest.removeSubrange(...end)
        return Int(digits)
      default: return 1
      }
    }
  }
}
