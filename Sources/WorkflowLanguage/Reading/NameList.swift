import Diagnostics
import YAML

/// Several names where one is expected: `active, inactive`, `number; name`, `a and b`.
struct NameList {
  let names: [String]

  /// Nil where the text is not two names or more.
  init?(_ text: String) {
    var parts: [Substring] = [text[...]]
    for separator in [",", ";", " and ", " or ", " & ", " | "] {
      parts = parts.flatMap { $0.split(separator: separator, omittingEmptySubsequences: false) }
    }
    names = parts.map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    guard names.count > 1, names.allSatisfy(NameRules.isName) else { return nil }
  }

  /// What takes the place of the text: more items of its list, or a list.
  func replacement(at range: SourceRange) -> (text: String, label: String) {
    let bytes = range.file.bytes
    var index = range.start
    while index > 0, bytes[index - 1] == 0x20 { index -= 1 }
    let inline = names.joined(separator: ", ")
    guard index > 0 else { return ("[\(inline)]", "write [\(inline)]") }
    switch bytes[index - 1] {
    case UInt8(ascii: "["), UInt8(ascii: ","):
      return (inline, "write \(inline)")
    case UInt8(ascii: "-"):
      let indent = String(repeating: " ", count: range.startPosition.column - 3)
      return (
        names.joined(separator: "\n\(indent)- "), "begin a new item for each: - \(names[0])"
      )
    default: return ("[\(inline)]", "write [\(inline)]")
    }
  }
}

extension Mistake {
  /// The mistake as one of several names in one, where the text is that.
  func splitting(_ text: String, at range: SourceRange) -> Mistake {
    guard let list = NameList(text) else { return self }
    var mistake = self
    let (replacement, label) = list.replacement(at: range)
    mistake.replacement = replacement
    mistake.label = label
    return mistake
  }
}
