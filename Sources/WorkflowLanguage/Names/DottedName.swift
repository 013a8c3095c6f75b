import Diagnostics
import YAML

/// Names of two parts of which the first is always the same: `entered.status`, `pending.pay`.
///
/// Where texts may hold formulas is not known yet: the words are looked for in all of them.
struct DottedName {
  let head: String

  /// The second parts, wherever the words stand.
  func parts(in nodes: [Node]) -> Set<String> {
    guard nodes.contains(where: { isNamed(in: $0.range.file.bytes) }) else { return [] }
    return Set(nodes.flatMap(GuardDraft.texts).flatMap(parts))
  }

  private func isNamed(in bytes: some Collection<UInt8>) -> Bool {
    let words = Array("\(head).".utf8)
    guard let first = words.first else { return false }
    var rest = bytes[...]
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: words) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  private func parts(in text: String) -> [String] {
    text.split(separator: "\(head).", omittingEmptySubsequences: false).dropFirst().map { rest in
      String(
        decoding: rest.utf8.prefix { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F },
        as: UTF8.self)
    }
  }
}
